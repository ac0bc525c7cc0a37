use anyhow::{Context as _, anyhow, bail};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPairComponents, PublicKeyComponents};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING,
    ECDSA_P256K1_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair,
    RSA_PKCS1_SHA256, RSA_PSS_SHA256, RSA_PSS_SHA384, RsaEncoding, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::paths::of_package;

/// The private keys of clients.
#[derive(Clone, Debug, Default)]
pub struct Keys(Vec<Key>);

/// A private key, as JWK (RFC 7517).
#[derive(Clone, Debug, Deserialize)]
pub struct Key(Map<String, Value>);

impl Keys {
    /// Reads `keys.json`.
    ///
    /// # Errors
    /// It cannot be read or understood.
    pub fn read() -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(of_package("keys.json")).context("keys.json")?;
        let mut set: Value = serde_json::from_str(&text).context("keys.json")?;
        let keys = set["keys"].take();
        Ok(Self(serde_json::from_value(keys).context("keys.json")?))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Key> {
        self.0.iter()
    }

    /// The key of that name.
    ///
    /// # Errors
    /// There is none.
    pub fn key(&self, name: &str) -> anyhow::Result<&Key> {
        let found = self.0.iter().find(|key| key.name() == name);
        found.with_context(|| format!("keys.json has no `{name}`"))
    }
}

impl Keys {
    /// A public key as a client registers it, in words: the key's name, then `name=value` for further members
    /// and `-name` for the lack of one, as in `es -kid use=sig`.
    ///
    /// # Errors
    /// There is no such key, or no such word.
    pub fn registered(&self, words: &str) -> anyhow::Result<Map<String, Value>> {
        let mut words = words.split(' ');
        let key = self.key(words.next().unwrap_or_default())?;
        let mut members = Map::from_iter([("kid".to_owned(), json!(key.name()))]);
        members.extend(key.public());
        for word in words {
            match (word.strip_prefix('-'), word.split_once('=')) {
                (Some(name), _) => drop(members.shift_remove(name)),
                (None, Some((name, value))) => {
                    let value = serde_json::from_str(value).unwrap_or_else(|_| json!(value));
                    members.insert(name.to_owned(), value);
                }
                _ => bail!("`{word}` is no word of a key"),
            }
        }
        Ok(members)
    }
}

impl Key {
    /// Its `kid`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text("kid")
    }

    /// The whole JWK, without `kid`.
    #[must_use]
    pub fn private(&self) -> Map<String, Value> {
        let members = self.0.iter().filter(|(name, _)| *name != "kid");
        let members = members.map(|(name, value)| (name.clone(), value.clone()));
        members.collect()
    }

    /// What everybody may know of it, without `kid`.
    #[must_use]
    pub fn public(&self) -> Map<String, Value> {
        let mut members = self.private();
        members.retain(|name, _| ["kty", "crv", "x", "y", "n", "e"].contains(&name.as_str()));
        members
    }

    /// Its thumbprint (RFC 7638).
    #[must_use]
    pub fn thumbprint(&self) -> String {
        let mut members = self.public();
        members.sort_keys();
        URL_SAFE_NO_PAD.encode(Sha256::digest(Value::Object(members).to_string()))
    }

    /// The algorithm that it is for; of RSA keys, one of them (RFC 7518 3.1, RFC 8037 3.1, RFC 8812 3.1).
    #[must_use]
    pub fn alg(&self) -> &'static str {
        match (self.text("kty"), self.text("crv")) {
            ("EC", "P-256") => "ES256",
            ("EC", "P-384") => "ES384",
            ("EC", "P-521") => "ES512",
            ("EC", _) => "ES256K",
            ("RSA", _) => "PS256",
            _ => "EdDSA",
        }
    }

    /// A signature by the algorithm of that name where it is one of the key's, else by the key's own.
    ///
    /// # Errors
    /// It is no key for signatures.
    pub fn sign(&self, alg: &str, message: &[u8]) -> anyhow::Result<Vec<u8>> {
        let algorithm = match self.alg() {
            "ES256" => &ECDSA_P256_SHA256_FIXED_SIGNING,
            "ES384" => &ECDSA_P384_SHA384_FIXED_SIGNING,
            "ES512" => &ECDSA_P521_SHA512_FIXED_SIGNING,
            "ES256K" => &ECDSA_P256K1_SHA256_FIXED_SIGNING,
            "PS256" => return self.sign_rsa(alg, message),
            _ => return self.sign_ed25519(message),
        };
        self.sign_ecdsa(algorithm, message)
    }

    /// A signature by ES256, in the form of X.509.
    ///
    /// # Errors
    /// The key is none for ES256.
    pub fn sign_der(&self, message: &[u8]) -> anyhow::Result<Vec<u8>> {
        self.sign_ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING, message)
    }

    fn sign_ecdsa(
        &self,
        algorithm: &'static EcdsaSigningAlgorithm,
        message: &[u8],
    ) -> anyhow::Result<Vec<u8>> {
        // SEC 1 2.3.3, without compression.
        let point = [vec![4], self.bytes("x")?, self.bytes("y")?].concat();
        let pair =
            EcdsaKeyPair::from_private_key_and_public_key(algorithm, &self.bytes("d")?, &point)
                .map_err(|why| anyhow!("{}: {why}", self.name()))?;
        let signature = pair.sign(&SystemRandom::new(), message);
        Ok(signature.context("ECDSA")?.as_ref().to_vec())
    }

    fn sign_ed25519(&self, message: &[u8]) -> anyhow::Result<Vec<u8>> {
        if self.text("crv") != "Ed25519" {
            bail!("{} signs nothing", self.name());
        }
        let pair = Ed25519KeyPair::from_seed_and_public_key(&self.bytes("d")?, &self.bytes("x")?)
            .map_err(|why| anyhow!("{}: {why}", self.name()))?;
        Ok(pair.sign(message).as_ref().to_vec())
    }

    fn sign_rsa(&self, alg: &str, message: &[u8]) -> anyhow::Result<Vec<u8>> {
        let components = KeyPairComponents {
            public_key: PublicKeyComponents {
                n: self.bytes("n")?,
                e: self.bytes("e")?,
            },
            d: self.bytes("d")?,
            p: self.bytes("p")?,
            q: self.bytes("q")?,
            dP: self.bytes("dp")?,
            dQ: self.bytes("dq")?,
            qInv: self.bytes("qi")?,
        };
        let pair = RsaKeyPair::from_components(&components)
            .map_err(|why| anyhow!("{}: {why}", self.name()))?;
        let encoding: &dyn RsaEncoding = match alg {
            "RS256" => &RSA_PKCS1_SHA256,
            "PS384" => &RSA_PSS_SHA384,
            _ => &RSA_PSS_SHA256,
        };
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(encoding, &SystemRandom::new(), message, &mut signature)
            .context("RSA")?;
        Ok(signature)
    }

    fn text(&self, member: &str) -> &str {
        self.0
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    fn bytes(&self, member: &str) -> anyhow::Result<Vec<u8>> {
        let name = self.name();
        URL_SAFE_NO_PAD
            .decode(self.text(member))
            .with_context(|| format!("{member} of {name}"))
    }
}
