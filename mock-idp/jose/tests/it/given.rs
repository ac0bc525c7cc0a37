//! Keys of every kind, and what they sign.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P256K1_SHA256_FIXED_SIGNING,
    ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RSA_PSS_SHA384, RsaEncoding,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jose::{JwsAlg, PublicKey};
use serde_json::{Map, Value, json};

pub(crate) struct SigningKey {
    pub(crate) jwk: Value,
    private: Private,
}

enum Private {
    Ec(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

impl SigningKey {
    /// A fresh key that fits the algorithm.
    pub(crate) fn for_alg(alg: JwsAlg) -> Self {
        match alg {
            JwsAlg::Es256 => Self::ec("P-256", &ECDSA_P256_SHA256_FIXED_SIGNING),
            JwsAlg::Es256k => Self::ec("secp256k1", &ECDSA_P256K1_SHA256_FIXED_SIGNING),
            JwsAlg::Es384 => Self::ec("P-384", &ECDSA_P384_SHA384_FIXED_SIGNING),
            JwsAlg::Es512 => Self::ec("P-521", &ECDSA_P521_SHA512_FIXED_SIGNING),
            JwsAlg::EdDsa => Self::ed25519(),
            JwsAlg::Ps256 | JwsAlg::Ps384 | JwsAlg::Rs256 => Self::rsa(),
        }
    }

    pub(crate) fn public(&self) -> PublicKey {
        PublicKey::from_jwk(self.jwk.as_object().unwrap()).unwrap()
    }

    /// Signs whatever the header says, in the way of `alg`.
    pub(crate) fn sign(&self, alg: JwsAlg, header: &Value, payload: &[u8]) -> String {
        let input = format!("{}.{}", base64url(header.to_string()), base64url(payload));
        let signature = self.signature(alg, input.as_bytes());
        format!("{input}.{}", base64url(signature))
    }

    fn signature(&self, alg: JwsAlg, input: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.private {
            Private::Ec(key) => key.sign(&random, input).unwrap().as_ref().to_vec(),
            Private::Ed25519(key) => key.sign(input).as_ref().to_vec(),
            Private::Rsa(key) => {
                let padding: &'static dyn RsaEncoding = match alg {
                    JwsAlg::Ps256 => &RSA_PSS_SHA256,
                    JwsAlg::Ps384 => &RSA_PSS_SHA384,
                    _ => &RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(padding, &random, input, &mut signature).unwrap();
                signature
            }
        }
    }

    fn ec(crv: &str, alg: &'static EcdsaSigningAlgorithm) -> Self {
        let key = EcdsaKeyPair::generate(alg).unwrap();
        let (x, y) = key.public_key().as_ref()[1..].split_at(key.public_key().as_ref().len() / 2);
        Self {
            jwk: json!({ "kty": "EC", "crv": crv, "x": base64url(x), "y": base64url(y) }),
            private: Private::Ec(key),
        }
    }

    fn ed25519() -> Self {
        let key = Ed25519KeyPair::generate().unwrap();
        Self {
            jwk: json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url(key.public_key()) }),
            private: Private::Ed25519(key),
        }
    }

    fn rsa() -> Self {
        let key = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        // An RSAPublicKey of 2048 bits has its modulus in this place (RFC 8017 A.1.1).
        let n = base64url(&key.public_key().as_ref()[9..265]);
        Self {
            jwk: json!({ "kty": "RSA", "n": n, "e": "AQAB" }),
            private: Private::Rsa(key),
        }
    }
}

pub(crate) fn base64url(octets: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(octets)
}

pub(crate) fn unbase64url(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    let Value::Object(object) = value else {
        panic!("{value} is not an object")
    };
    object
}
