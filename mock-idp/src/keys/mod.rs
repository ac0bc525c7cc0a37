//! An institution's signing keys: made once, kept, parsed once, and replaced by others on demand.

mod generation;
mod kept;
mod pool;
mod signer;
mod verifier;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::client::SigningAlg;
use oidc::jwk::{Jwk, JwkSet};
use serde::Serialize;
use serde::de::DeserializeOwned;

use self::generation::{Generation, Published};

pub use kept::KeyStore;
pub use pool::RsaPool;
pub use signer::{EcSigner, RsaSigner, TokenType};
pub use verifier::AccessTokenVerifier;

/// Why keys cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The crypto library refused.
    #[error("the crypto library refused to {0}")]
    Crypto(&'static str),
    /// Nothing can be encrypted for the client.
    #[error("the crypto library refused to encrypt: {0}")]
    Encryption(#[from] jose::JweError),
    /// The folder cannot be used.
    #[error(transparent)]
    Folder(#[from] local_ca::Error),
    /// A key file is there but cannot be used.
    #[error("{path}: {what}; repair the file, or move it away and a new key is made")]
    Unusable {
        /// The file.
        path: String,
        /// What is wrong with it.
        what: &'static str,
    },
}

/// The key of ES256, ready at once, and the one of RS256 and PS256, which may still be in the making;
/// and the keys before them that are still published.
///
/// Cloning shares the keys.
#[derive(Clone, Debug)]
pub struct KeySet {
    signing: Generation,
    /// The newest first.
    published: Vec<Published>,
}

/// What becomes of the keys that new ones replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// They stay published, and what they have signed stays good.
    StayPublished,
    /// They are gone, as when one has been stolen, and with them all keys before: what they have
    /// signed is good for nothing.
    Gone,
}

impl KeySet {
    /// Reads the keys of `store`, or makes them; an RSA key that is not there yet is left for later.
    ///
    /// # Errors
    /// [`Error::Unusable`] where a kept key is not one, [`Error::Folder`], [`Error::Crypto`].
    pub fn open(store: KeyStore) -> Result<Self, Error> {
        Self::open_as(0, store)
    }

    /// The same, with names that end in that number.
    ///
    /// # Errors
    /// As of [`Self::open`].
    pub fn open_as(number: u32, store: KeyStore) -> Result<Self, Error> {
        Ok(Self {
            signing: Generation::open(number, store)?,
            published: Vec::new(),
        })
    }

    /// Keys that live as long as the value, for tests. Making an RSA key takes a tenth of a second,
    /// so tests that start many providers share one set.
    ///
    /// # Errors
    /// [`Error::Crypto`].
    pub fn ephemeral() -> Result<Self, Error> {
        Self::open(KeyStore::Ephemeral)
    }

    /// The set with new keys of `store` to sign with; their names end in `number`, which no keys of the
    /// institution had before.
    ///
    /// # Errors
    /// [`Error::Crypto`].
    pub fn rotated(&self, number: u32, store: KeyStore, replaced: Replaced) -> Result<Self, Error> {
        let signing = Generation::open(number, store)?;
        let published = match replaced {
            Replaced::StayPublished => {
                let last = self.signing.published();
                last.into_iter().chain(self.published.clone()).collect()
            }
            Replaced::Gone => Vec::new(),
        };
        Ok(Self { signing, published })
    }

    /// The set without one of the keys that are published and no longer sign; `None` where no such key
    /// has that `kid`.
    #[must_use]
    pub fn without(&self, kid: &str) -> Option<Self> {
        let kept = self.published.iter().filter(|key| key.kid() != kid);
        let published: Vec<_> = kept.cloned().collect();
        (published.len() < self.published.len()).then(|| Self {
            signing: self.signing.clone(),
            published,
        })
    }

    /// The names of the keys that sign.
    #[must_use]
    pub fn signing_kids(&self) -> [String; 2] {
        self.signing.kids()
    }

    /// Signs a payload as a compact JWS (RFC 7515 7.1).
    ///
    /// # Errors
    /// [`Error::Crypto`], or what keeps the RSA key from being made.
    pub async fn sign(
        &self,
        alg: SigningAlg,
        typ: TokenType,
        payload: &(impl Serialize + Sync),
    ) -> Result<String, Error> {
        let payload = serde_json::to_vec(payload).map_err(|_| Error::Crypto("encode a payload"))?;
        match alg {
            SigningAlg::Es256 => self.signing.ec().sign(typ, &payload),
            SigningAlg::Rs256 | SigningAlg::Ps256 => {
                self.signing.rsa().await?.sign(alg, typ, &payload)
            }
        }
    }

    /// The public keys: those that sign first, ES256 before RSA; waits for the RSA key.
    ///
    /// # Errors
    /// What keeps the RSA key from being made.
    pub async fn jwks(&self) -> Result<JwkSet, Error> {
        let signing = [self.signing.ec().jwk(), self.signing.rsa().await?.jwk()];
        let published = self.published.iter().filter_map(Published::jwk);
        Ok(JwkSet {
            keys: signing.into_iter().chain(published).collect(),
        })
    }

    /// The payload of a token that was signed with a published key of that algorithm; its claims are
    /// not checked.
    pub async fn verify<T: DeserializeOwned>(&self, alg: SigningAlg, token: &str) -> Option<T> {
        let verified = match alg {
            SigningAlg::Es256 => verifier::verify_ec(self.signing.ec(), token),
            SigningAlg::Rs256 | SigningAlg::Ps256 => {
                verifier::verify_rsa(self.signing.rsa().await.ok()?, alg, token)
            }
        };
        let before = || self.published.iter().find_map(|key| key.verify(alg, token));
        verified.or_else(before)
    }

    /// What access tokens are checked with.
    #[must_use]
    pub fn access_token_verifier(&self) -> AccessTokenVerifier {
        let before = self.published.iter().filter_map(Published::ec);
        AccessTokenVerifier::new(std::iter::once(self.signing.ec()).chain(before))
    }

    /// Makes the RSA key now, if it is not there yet.
    ///
    /// # Errors
    /// [`Error::Crypto`], [`Error::Folder`].
    pub async fn prepare(&self) -> Result<(), Error> {
        self.signing.rsa().await.map(|_| ())
    }

    /// Whether the RSA key is there, so that nobody has to wait.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.signing.is_complete()
    }
}

fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl EcSigner {
    fn jwk(&self) -> Jwk {
        let (x, y) = self.coordinates();
        Jwk::p256(self.kid(), base64url(x), base64url(y))
    }
}

impl RsaSigner {
    fn jwk(&self) -> Jwk {
        let (e, n) = self.exponent_and_modulus();
        Jwk::rsa(self.kid(), base64url(e), base64url(n))
    }
}
