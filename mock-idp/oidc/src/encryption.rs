//! What a client gets encrypted (RFC 7516, OIDC Core 10.2): signed first, then encrypted.

use jose::{
    ContentEncryption, EncryptionKey, JweError, JwkSet, KeyManagement, PublicKey, encrypt,
    secret_key,
};
use serde_json::{Map, Value};

use crate::entropy::Entropy;
use crate::secret::Secret;

/// How answers of one kind are encrypted for a client: `…_encrypted_response_alg` and `…_enc`.
#[derive(Clone, Debug)]
pub struct Encryption {
    alg: KeyManagement,
    enc: ContentEncryption,
    recipient: Recipient,
}

#[derive(Clone, Debug)]
enum Recipient {
    /// A key of the client's `jwks`, with its name if it has one.
    Key(PublicKey, Option<String>),
    /// The client's secret.
    Secret(Secret),
}

/// Why a client cannot be registered for an encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// The first key in question is of a type or curve that nothing can be encrypted to.
    #[error(
        "finds a key in jwks that cannot be encrypted to: {0}; give the right one `use` = \"enc\""
    )]
    Key(JweError),
    /// An algorithm of public keys, and no key of the client is good for it.
    #[error("needs a key in jwks that is good for it")]
    NoKey,
    /// A symmetric algorithm, and the client has no secret (OIDC Core 10.2).
    #[error("needs a client_secret, from which its key is derived")]
    NoSecret,
}

impl Encryption {
    /// Finds the key that the client can decrypt with.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn new(
        alg: KeyManagement,
        enc: ContentEncryption,
        keys: &JwkSet,
        secret: Option<&Secret>,
    ) -> Result<Self, Unfit> {
        let recipient = if alg.is_symmetric() {
            let secret = secret.filter(|secret| !secret.expose().is_empty());
            Recipient::Secret(secret.ok_or(Unfit::NoSecret)?.clone())
        } else {
            let key = keys.for_encrypting(alg).ok_or(Unfit::NoKey)?;
            Recipient::Key(key.key().clone(), key.kid().map(str::to_owned))
        };
        let encryption = Self {
            alg,
            enc,
            recipient,
        };
        // Whether a key agrees shows when it is used.
        let tried = encryption.seal("", &Map::new(), &|_: &mut [u8]| {});
        tried.map_err(Unfit::Key)?;
        Ok(encryption)
    }

    /// Encrypts a signed JWT (RFC 7519 5.2 and 5.3: `cty`, and `iss` and `aud` in the header).
    ///
    /// # Errors
    /// [`JweError`] where the crypto library refuses.
    pub fn encrypt(
        &self,
        jwt: &str,
        issuer: &str,
        audience: &str,
        entropy: &dyn Entropy,
    ) -> Result<String, JweError> {
        let kid = match &self.recipient {
            Recipient::Key(_, kid) => kid.as_deref(),
            Recipient::Secret(_) => None,
        };
        let members = [
            ("cty", Some("JWT")),
            ("kid", kid),
            ("iss", Some(issuer)),
            ("aud", Some(audience)),
        ];
        let header: Map<String, Value> = members
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?))))
            .collect();
        self.seal(jwt, &header, &|bytes: &mut [u8]| entropy.fill(bytes))
    }

    fn seal(
        &self,
        jwt: &str,
        header: &Map<String, Value>,
        fill: &dyn Fn(&mut [u8]),
    ) -> Result<String, JweError> {
        let derived;
        let key = match &self.recipient {
            Recipient::Key(key, _) => EncryptionKey::Public(key),
            Recipient::Secret(secret) => {
                derived = secret_key(secret.expose(), self.alg, self.enc);
                EncryptionKey::Secret(&derived)
            }
        };
        encrypt(jwt.as_bytes(), self.alg, self.enc, key, header, fill)
    }
}
