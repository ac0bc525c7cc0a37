use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use subtle::ConstantTimeEq;

use super::id_token_claims::{Claims, IdToken, audiences};
use super::jwks::VerificationKey;
use super::{AccessToken, IdTokenError, Nonce, RawIdToken, Registration, SigningAlgorithm, json};

/// An ID token taken apart, believed in nothing yet but its form.
pub(super) struct Unverified<'a> {
    raw: &'a RawIdToken,
    message: &'a str,
    payload: &'a str,
    signature: &'a str,
    kid: Option<String>,
}

/// What an ID token is held against.
pub(super) struct Expectations<'a> {
    pub(super) registration: &'a Registration,
    pub(super) nonce: ExpectedNonce<'a>,
    pub(super) max_age: Option<u64>,
    pub(super) access_token: &'a AccessToken,
    pub(super) now: u64,
}

/// What is known about the `nonce`.
#[derive(Clone, Copy)]
pub(super) enum ExpectedNonce<'a> {
    /// The token answers an authorization request with this one (OIDC Core 3.1.3.7, step 11).
    Exactly(&'a Nonce),
    /// The token was refreshed; it may repeat the first one's (OIDC Core 12.2).
    NoneOr(Option<&'a str>),
}

impl<'a> Unverified<'a> {
    /// Takes the token apart and pins its algorithm (OIDC Core 3.1.3.7, steps 1 and 7).
    pub(super) fn parse(
        raw: &'a RawIdToken,
        algorithm: SigningAlgorithm,
    ) -> Result<Self, IdTokenError> {
        let token = raw.expose();
        let mut parts = token.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(match token.split('.').count() {
                5 => IdTokenError::Encrypted,
                _ => IdTokenError::Malformed,
            });
        };
        let header = decode(header)?;
        let received = header.get("alg").and_then(Value::as_str).unwrap_or("none");
        if received != algorithm.as_str() {
            return Err(IdTokenError::Algorithm {
                expected: algorithm.as_str(),
                received: received.to_owned(),
            });
        }
        if header.contains_key("crit") {
            return Err(IdTokenError::CriticalHeader);
        }
        let kid = header.get("kid").and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            raw,
            message: &token[..token.len() - signature.len() - 1],
            payload,
            signature,
            kid,
        })
    }

    /// The key id that the header names.
    pub(super) fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Checks the signature, then the claims in the order of OIDC Core 3.1.3.7.
    pub(super) fn verify(
        self,
        keys: &[std::sync::Arc<VerificationKey>],
        expected: &Expectations<'_>,
    ) -> Result<IdToken, IdTokenError> {
        let algorithm = expected.registration.id_token_signed_response_alg;
        if !keys
            .iter()
            .any(|key| key.verifies(self.signature, self.message, algorithm))
        {
            return Err(IdTokenError::Signature);
        }
        let claims = decode(self.payload)?;
        let subject = check(&claims, expected)?;
        Ok(IdToken {
            raw: self.raw.clone(),
            claims,
            kid: self.kid,
            subject,
        })
    }
}

fn check(claims: &Claims, expected: &Expectations<'_>) -> Result<String, IdTokenError> {
    check_issuer(claims, expected.registration)?;
    check_audience(claims, expected.registration)?;
    check_authorized_party(claims, expected.registration)?;
    check_times(claims, expected)?;
    check_nonce(claims, expected.nonce)?;
    check_access_token_hash(claims, expected.access_token)?;
    check_authentication_time(claims, expected)?;
    let subject = text(claims, "sub")?.ok_or(IdTokenError::Missing { claim: "sub" })?;
    if subject.is_empty() || subject.len() > 255 || !subject.is_ascii() {
        return Err(IdTokenError::Subject);
    }
    Ok(subject.to_owned())
}

fn check_issuer(claims: &Claims, registration: &Registration) -> Result<(), IdTokenError> {
    let issuer = text(claims, "iss")?.ok_or(IdTokenError::Missing { claim: "iss" })?;
    if issuer != registration.issuer {
        return Err(IdTokenError::Issuer {
            received: issuer.to_owned(),
        });
    }
    Ok(())
}

fn check_audience(claims: &Claims, registration: &Registration) -> Result<(), IdTokenError> {
    if !claims.contains_key("aud") {
        return Err(IdTokenError::Missing { claim: "aud" });
    }
    let audiences = audiences(claims).ok_or(IdTokenError::WrongType { claim: "aud" })?;
    if !audiences.contains(&registration.client_id.as_str()) {
        return Err(IdTokenError::Audience);
    }
    let trusted = |audience: &&str| {
        *audience == registration.client_id
            || registration
                .trusted_audiences
                .iter()
                .any(|it| it == audience)
    };
    match audiences.iter().find(|audience| !trusted(audience)) {
        Some(other) => Err(IdTokenError::AudienceUntrusted {
            audience: (*other).to_owned(),
        }),
        None => Ok(()),
    }
}

fn check_authorized_party(
    claims: &Claims,
    registration: &Registration,
) -> Result<(), IdTokenError> {
    let several = audiences(claims).is_some_and(|audiences| audiences.len() > 1);
    match text(claims, "azp")? {
        Some(party) if party != registration.client_id => Err(IdTokenError::AuthorizedParty),
        None if several => Err(IdTokenError::AuthorizedPartyMissing),
        _ => Ok(()),
    }
}

fn check_times(claims: &Claims, expected: &Expectations<'_>) -> Result<(), IdTokenError> {
    let (now, tolerance) = (expected.now, expected.registration.clock_tolerance);
    let exp = seconds(claims, "exp")?.ok_or(IdTokenError::Missing { claim: "exp" })?;
    if now >= exp.saturating_add(tolerance) {
        return Err(IdTokenError::Expired);
    }
    let iat = seconds(claims, "iat")?.ok_or(IdTokenError::Missing { claim: "iat" })?;
    if iat > now.saturating_add(tolerance) {
        return Err(IdTokenError::IssuedInFuture);
    }
    match seconds(claims, "nbf")? {
        Some(nbf) if nbf > now.saturating_add(tolerance) => Err(IdTokenError::NotYetValid),
        _ => Ok(()),
    }
}

fn check_nonce(claims: &Claims, expected: ExpectedNonce<'_>) -> Result<(), IdTokenError> {
    let received = text(claims, "nonce")?;
    let right = match (expected, received) {
        (ExpectedNonce::Exactly(_), None) => {
            return Err(IdTokenError::Missing { claim: "nonce" });
        }
        (ExpectedNonce::Exactly(nonce), Some(received)) => nonce.matches(received),
        (ExpectedNonce::NoneOr(_), None) => true,
        (ExpectedNonce::NoneOr(original), Some(received)) => original == Some(received),
    };
    if right {
        Ok(())
    } else {
        Err(IdTokenError::Nonce)
    }
}

/// OIDC Core 3.1.3.6 and 3.1.3.8: the left half of the access token's hash; optional in the code
/// flow. The hash is SHA-256 for each of [`SigningAlgorithm`].
fn check_access_token_hash(
    claims: &Claims,
    access_token: &AccessToken,
) -> Result<(), IdTokenError> {
    let Some(received) = text(claims, "at_hash")? else {
        return Ok(());
    };
    let digest = digest(&SHA256, access_token.expose().as_bytes());
    let right = URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16]);
    if bool::from(right.as_bytes().ct_eq(received.as_bytes())) {
        Ok(())
    } else {
        Err(IdTokenError::AccessTokenHash)
    }
}

fn check_authentication_time(
    claims: &Claims,
    expected: &Expectations<'_>,
) -> Result<(), IdTokenError> {
    let authenticated = seconds(claims, "auth_time")?;
    let Some(max_age) = expected.max_age else {
        return Ok(());
    };
    let authenticated = authenticated.ok_or(IdTokenError::Missing { claim: "auth_time" })?;
    let latest = authenticated
        .saturating_add(max_age)
        .saturating_add(expected.registration.clock_tolerance);
    if expected.now > latest {
        return Err(IdTokenError::AuthenticationTooOld);
    }
    Ok(())
}

fn text<'a>(claims: &'a Claims, claim: &'static str) -> Result<Option<&'a str>, IdTokenError> {
    match claims.get(claim) {
        None => Ok(None),
        Some(Value::String(value)) => Ok(Some(value)),
        Some(_) => Err(IdTokenError::WrongType { claim }),
    }
}

fn seconds(claims: &Claims, claim: &'static str) -> Result<Option<u64>, IdTokenError> {
    match claims.get(claim) {
        None => Ok(None),
        Some(value) => value
            .as_u64()
            .map(Some)
            .ok_or(IdTokenError::WrongType { claim }),
    }
}

fn decode(part: &str) -> Result<Claims, IdTokenError> {
    let bytes = URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| IdTokenError::Malformed)?;
    json::object(&bytes).map_err(|_| IdTokenError::Malformed)
}
