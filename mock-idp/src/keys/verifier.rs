use std::fmt;

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use oidc::access_token::Payload;
use oidc::client::SigningAlg;
use serde::de::DeserializeOwned;

use super::{EcSigner, RsaSigner};

/// Tells access tokens of this institution from everything else.
pub struct AccessTokenVerifier {
    /// The one that signs now first.
    keys: Vec<DecodingKey>,
    validation: Validation,
}

impl AccessTokenVerifier {
    pub(super) fn new<'k>(signers: impl Iterator<Item = &'k EcSigner>) -> Self {
        Self {
            keys: signers.map(ec_key).collect(),
            validation: signature_only(Algorithm::ES256),
        }
    }

    /// The payload of a token that was signed with one of the institution's keys.
    #[must_use]
    pub fn verify(&self, access_token: &str) -> Option<Payload> {
        self.keys.iter().find_map(|key| {
            let verified = decode(access_token, key, &self.validation);
            verified.ok().map(|token| token.claims)
        })
    }
}

pub(super) fn verify_ec<T: DeserializeOwned>(signer: &EcSigner, token: &str) -> Option<T> {
    let validation = signature_only(Algorithm::ES256);
    decode(token, &ec_key(signer), &validation)
        .ok()
        .map(|token| token.claims)
}

pub(super) fn verify_rsa<T: DeserializeOwned>(
    signer: &RsaSigner,
    alg: SigningAlg,
    token: &str,
) -> Option<T> {
    let alg = match alg {
        SigningAlg::Ps256 => Algorithm::PS256,
        _ => Algorithm::RS256,
    };
    let (e, n) = signer.exponent_and_modulus();
    let key = DecodingKey::from_rsa_raw_components(n, e);
    decode(token, &key, &signature_only(alg))
        .ok()
        .map(|token| token.claims)
}

/// Only the signature is checked here: the caller knows what else there is to a token, and time
/// comes from the institution's clock.
fn signature_only(alg: Algorithm) -> Validation {
    let mut validation = Validation::new(alg);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    validation
}

fn ec_key(signer: &EcSigner) -> DecodingKey {
    let (x, y) = signer.coordinates();
    DecodingKey::from_ec_der(&[&[4], x, y].concat())
}

impl fmt::Debug for AccessTokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessTokenVerifier")
    }
}
