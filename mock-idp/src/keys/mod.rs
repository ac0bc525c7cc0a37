//! An institution's signing keys: made once, kept, parsed once.

mod kept;
mod pool;
mod signer;
mod verifier;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::client::SigningAlg;
use oidc::jwk::{Jwk, JwkSet};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::OnceCell;

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

/// The key of ES256, ready at once, and the one of RS256 and PS256, which may still be in the making.
///
/// Cloning shares the keys.
#[derive(Clone, Debug)]
pub struct KeySet {
    ec: Arc<EcSigner>,
    rsa: Arc<OnceCell<RsaSigner>>,
    store: KeyStore,
}

impl KeySet {
    /// Reads the keys of `store`, or makes them; an RSA key that is not there yet is left for later.
    ///
    /// # Errors
    /// [`Error::Unusable`] where a kept key is not one, [`Error::Folder`], [`Error::Crypto`].
    pub fn open(store: KeyStore) -> Result<Self, Error> {
        let ec = Arc::new(store.ec()?);
        let rsa = match store.kept_rsa()? {
            Some(kept) => OnceCell::new_with(Some(kept)),
            None => OnceCell::new(),
        };
        Ok(Self {
            ec,
            rsa: Arc::new(rsa),
            store,
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
            SigningAlg::Es256 => self.ec.sign(typ, &payload),
            SigningAlg::Rs256 | SigningAlg::Ps256 => self.rsa().await?.sign(alg, typ, &payload),
        }
    }

    /// The public keys, ES256 first; waits for the RSA key.
    ///
    /// # Errors
    /// What keeps the RSA key from being made.
    pub async fn jwks(&self) -> Result<JwkSet, Error> {
        let rsa = self.rsa().await?;
        Ok(JwkSet {
            keys: vec![self.ec.jwk(), rsa.jwk()],
        })
    }

    /// The payload of a token that was signed with the key of that algorithm; its claims are not
    /// checked.
    pub async fn verify<T: DeserializeOwned>(&self, alg: SigningAlg, token: &str) -> Option<T> {
        match alg {
            SigningAlg::Es256 => verifier::verify_ec(&self.ec, token),
            SigningAlg::Rs256 | SigningAlg::Ps256 => {
                verifier::verify_rsa(self.rsa().await.ok()?, alg, token)
            }
        }
    }

    /// What access tokens are checked with.
    #[must_use]
    pub fn access_token_verifier(&self) -> AccessTokenVerifier {
        AccessTokenVerifier::new(&self.ec)
    }

    /// Makes the RSA key now, if it is not there yet.
    ///
    /// # Errors
    /// [`Error::Crypto`], [`Error::Folder`].
    pub async fn prepare(&self) -> Result<(), Error> {
        self.rsa().await.map(|_| ())
    }

    /// Whether the RSA key is there, so that nobody has to wait.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rsa.initialized()
    }

    async fn rsa(&self) -> Result<&RsaSigner, Error> {
        let make = || async {
            let store = self.store.clone();
            let made = tokio::task::spawn_blocking(move || store.make_rsa()).await;
            made.map_err(|_| Error::Crypto("make an RSA key"))?
        };
        self.rsa.get_or_try_init(make).await
    }
}

fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl EcSigner {
    fn jwk(&self) -> Jwk {
        let (x, y) = self.coordinates();
        Jwk::p256(EC_KID, base64url(x), base64url(y))
    }
}

impl RsaSigner {
    fn jwk(&self) -> Jwk {
        let (e, n) = self.exponent_and_modulus();
        Jwk::rsa(RSA_KID, base64url(e), base64url(n))
    }
}

/// The names that oidc-provider's key samples use, and Banno with them.
const EC_KID: &str = "sig-ec2-0";
const RSA_KID: &str = "sig-rs-0";
