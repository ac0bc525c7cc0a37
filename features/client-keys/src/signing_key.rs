use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize, PublicKey};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P256K1_SHA256_FIXED_SIGNING,
    ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RSA_PSS_SHA384, RsaEncoding,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// A key that a relying party signs assertions (RFC 7523) and proofs (RFC 9449) with.
pub struct SigningKey {
    alg: &'static str,
    pair: Pair,
}

enum Pair {
    Ec(&'static str, EcdsaKeyPair),
    Ed(Ed25519KeyPair),
    Rsa(&'static dyn RsaEncoding, RsaKeyPair),
}

/// The crypto library has refused, or does not know the algorithm.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key can be made or used for {0}")]
pub struct Unusable(String);

/// The algorithms of RFC 7518 3.1, RFC 8037 and RFC 8812 that keys can be made for.
pub const ALGS: [&str; 8] = [
    "RS256", "PS256", "PS384", "ES256", "ES256K", "ES384", "ES512", "EdDSA",
];

impl SigningKey {
    /// Makes a key for that algorithm.
    ///
    /// # Errors
    /// [`Unusable`].
    pub fn generate(alg: &str) -> Result<Self, Unusable> {
        let unusable = || Unusable(alg.to_owned());
        let alg = ALGS.into_iter().find(|known| *known == alg);
        let alg = alg.ok_or_else(unusable)?;
        let pair = match alg {
            "EdDSA" => Ed25519KeyPair::generate().map(Pair::Ed),
            "RS256" | "PS256" | "PS384" => {
                let encoding: &'static dyn RsaEncoding = match alg {
                    "RS256" => &RSA_PKCS1_SHA256,
                    "PS256" => &RSA_PSS_SHA256,
                    _ => &RSA_PSS_SHA384,
                };
                RsaKeyPair::generate(KeySize::Rsa2048).map(|pair| Pair::Rsa(encoding, pair))
            }
            _ => {
                let (crv, signing): (_, &'static EcdsaSigningAlgorithm) = match alg {
                    "ES256K" => ("secp256k1", &ECDSA_P256K1_SHA256_FIXED_SIGNING),
                    "ES384" => ("P-384", &ECDSA_P384_SHA384_FIXED_SIGNING),
                    "ES512" => ("P-521", &ECDSA_P521_SHA512_FIXED_SIGNING),
                    _ => ("P-256", &ECDSA_P256_SHA256_FIXED_SIGNING),
                };
                EcdsaKeyPair::generate(signing).map(|pair| Pair::Ec(crv, pair))
            }
        };
        let pair = pair.map_err(|_| unusable())?;
        Ok(Self { alg, pair })
    }

    /// The algorithm.
    #[must_use]
    pub const fn alg(&self) -> &'static str {
        self.alg
    }

    /// The public key as a JWK with no more than it needs (RFC 7517 4, RFC 7518 6).
    #[must_use]
    pub fn public_jwk(&self) -> Value {
        match &self.pair {
            Pair::Ec(crv, pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = point.get(1..).unwrap_or_default().split_at(point.len() / 2);
                json!({ "kty": "EC", "crv": crv, "x": encode(x), "y": encode(y) })
            }
            Pair::Ed(pair) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "x": encode(pair.public_key().as_ref()) })
            }
            Pair::Rsa(_, pair) => {
                let key: &PublicKey = pair.public_key();
                let e = encode(key.exponent().big_endian_without_leading_zero());
                let n = encode(key.modulus().big_endian_without_leading_zero());
                json!({ "kty": "RSA", "e": e, "n": n })
            }
        }
    }

    /// A compact JWS (RFC 7515 7.1) with whatever header and claims: nothing is added to them.
    ///
    /// # Errors
    /// [`Unusable`].
    pub fn sign(&self, header: &Value, claims: &Value) -> Result<String, Unusable> {
        let part = |value: &Value| encode(value.to_string().as_bytes());
        let input = format!("{}.{}", part(header), part(claims));
        let random = SystemRandom::new();
        let signature = match &self.pair {
            Pair::Ec(_, pair) => {
                let signed = pair.sign(&random, input.as_bytes());
                signed.map(|signature| signature.as_ref().to_vec())
            }
            Pair::Ed(pair) => Ok(pair.sign(input.as_bytes()).as_ref().to_vec()),
            Pair::Rsa(encoding, pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(*encoding, &random, input.as_bytes(), &mut signature)
                    .map(|()| signature)
            }
        };
        let signature = signature.map_err(|_| Unusable(self.alg.to_owned()))?;
        Ok(format!("{input}.{}", encode(&signature)))
    }
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("alg", &self.alg)
            .finish_non_exhaustive()
    }
}
