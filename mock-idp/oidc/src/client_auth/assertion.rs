//! `private_key_jwt` (RFC 7523 2.2 and 3, OIDC Core 9): an assertion that the client has signed.

use std::fmt;
use std::time::Duration;

use jose::{JwkSet, Jws, JwsAlg};
use serde_json::{Map, Value};

use super::Context;
use crate::clock::Timestamp;
use crate::params::Params;
use crate::refusal::{AssertionRefusal as Refusal, ClientAuthRefusal};
use crate::replay::Once;
use crate::secret::Secret;
use crate::unverified;

/// What assertions may be signed with: `token_endpoint_auth_signing_alg_values_supported`.
pub const ASSERTION_ALGS: [JwsAlg; 4] =
    [JwsAlg::Rs256, JwsAlg::Ps256, JwsAlg::Es256, JwsAlg::EdDsa];

/// How far the client's clock may be from ours, as in the library that Banno runs.
const TOLERANCE: Duration = Duration::from_secs(15);

/// RFC 7523 2.2.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a client is registered with for its assertions.
#[derive(Clone, Debug)]
pub struct PrivateKeyJwt {
    keys: JwkSet,
    alg: Option<JwsAlg>,
}

/// Why a client cannot be registered with these keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitKeys {
    /// `token_endpoint_auth_signing_alg` is not one of [`ASSERTION_ALGS`].
    #[error("is not one of RS256, PS256, ES256, EdDSA")]
    Alg,
    /// No key is good for an algorithm that may be used.
    #[error(
        "needs a public key that assertions can be verified with: EC on P-256, RSA or Ed25519, and of the kind of \
         token_endpoint_auth_signing_alg where that is given"
    )]
    NoKey,
}

impl PrivateKeyJwt {
    /// The client's `jwks` and `token_endpoint_auth_signing_alg`; without the latter any algorithm will do.
    ///
    /// # Errors
    /// [`UnfitKeys`].
    pub fn new(keys: JwkSet, alg: Option<JwsAlg>) -> Result<Self, UnfitKeys> {
        if alg.is_some_and(|alg| !ASSERTION_ALGS.contains(&alg)) {
            return Err(UnfitKeys::Alg);
        }
        let registered = Self { keys, alg };
        let has_key = |alg: &JwsAlg| registered.keys.for_verifying(*alg, None).next().is_some();
        let is_fit = registered.algs().iter().any(has_key);
        is_fit.then_some(registered).ok_or(UnfitKeys::NoKey)
    }

    fn algs(&self) -> &[JwsAlg] {
        self.alg
            .as_ref()
            .map_or(&ASSERTION_ALGS, std::slice::from_ref)
    }
}

/// An assertion that is a JWT with a subject; nothing else of it is known to be true.
#[derive(Clone)]
pub struct ClientAssertion {
    token: Secret,
    claims: Map<String, Value>,
}

impl ClientAssertion {
    /// Reads the parameter, and answers with the client that it is about as well.
    pub(super) fn parse(
        assertion: &str,
        params: &Params,
    ) -> Result<(String, Self), ClientAuthRefusal> {
        let payload = unverified::payload(assertion);
        let payload = payload.ok_or(ClientAuthRefusal::AssertionMalformed)?;
        let Value::Object(claims) = payload else {
            return Err(ClientAuthRefusal::AssertionWithoutSubject);
        };
        let subject = given(&claims, "sub").ok_or(ClientAuthRefusal::AssertionWithoutSubject)?;
        if params.get("client_id").is_some_and(|id| subject != id) {
            return Err(ClientAuthRefusal::AssertionSubjectMismatch);
        }
        let subject = subject.as_str().map(str::to_owned);
        let subject = subject.ok_or(ClientAuthRefusal::AssertionWithoutSubject)?;
        match params.get("client_assertion_type") {
            None => Err(ClientAuthRefusal::AssertionTypeMissing),
            Some(JWT_BEARER) => {
                let token = Secret::new(assertion);
                Ok((subject, Self { token, claims }))
            }
            Some(_) => Err(ClientAuthRefusal::AssertionTypeUnknown),
        }
    }

    /// Holds it against what the client is registered with, in the order of the library that Banno runs.
    pub(super) fn check(
        &self,
        client_id: &str,
        registered: &PrivateKeyJwt,
        context: Context<'_>,
    ) -> Result<Once, Refusal> {
        let jws = Jws::parse(self.token.expose()).map_err(Refusal::Malformed)?;
        let offered = &context.profile.offer.assertion_algs;
        let may_be = |alg: &JwsAlg| registered.algs().contains(alg) && offered.contains(alg);
        let alg = jws.alg().filter(may_be);
        let alg = alg.ok_or(Refusal::Alg)?;
        for (claim, missing) in [("exp", Refusal::ExpMissing), ("jti", Refusal::JtiMissing)] {
            self.given(claim).ok_or(missing)?;
        }
        let issuer = self.given("iss").ok_or(Refusal::IssMissing)?;
        if issuer != client_id {
            return Err(Refusal::IssNotClient);
        }
        let audience = self.given("aud").ok_or(Refusal::AudMissing)?;
        if !is_for(audience, context) {
            return Err(Refusal::AudMismatch);
        }
        let mut keys = registered.keys.for_verifying(alg, jws.kid()).peekable();
        if keys.peek().is_none() {
            return Err(Refusal::KeyNotFound);
        }
        if jws.is_extended() {
            return Err(Refusal::Extension);
        }
        if !keys.any(|key| jws.verifies_with(key.key())) {
            return Err(Refusal::Signature);
        }
        self.check_times(context.now)?;
        let jti = self.claims.get("jti").and_then(Value::as_str);
        let expires_at = self.time("exp")?.ok_or(Refusal::ExpMissing)?;
        Ok(Once {
            jti: jti.ok_or(Refusal::ClaimMalformed("jti"))?.to_owned(),
            until: expires_at.after(TOLERANCE),
        })
    }

    /// `nbf`, `iat` and `exp`; one that is not a number is refused, and an `iat` to come is not.
    fn check_times(&self, now: Timestamp) -> Result<(), Refusal> {
        let not_before = self.time("nbf")?;
        if not_before.is_some_and(|not_before| not_before > now.after(TOLERANCE)) {
            return Err(Refusal::NotYetValid);
        }
        self.time("iat")?;
        let expires_at = self.time("exp")?;
        if expires_at.is_some_and(|expires_at| expires_at.after(TOLERANCE).is_past(now)) {
            return Err(Refusal::Expired);
        }
        Ok(())
    }

    fn given(&self, claim: &str) -> Option<&Value> {
        given(&self.claims, claim)
    }

    /// A `NumericDate` (RFC 7519 2), which may have a fraction.
    fn time(&self, claim: &'static str) -> Result<Option<Timestamp>, Refusal> {
        let Some(value) = self.claims.get(claim) else {
            return Ok(None);
        };
        let seconds = value.as_f64().ok_or(Refusal::ClaimMalformed(claim))?;
        Ok(Some(Timestamp::from_numeric_date(seconds)))
    }
}

/// A claim that is there and not empty, as JavaScript sees it.
fn given<'c>(claims: &'c Map<String, Value>, claim: &str) -> Option<&'c Value> {
    claims.get(claim).filter(|value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        _ => true,
    })
}

/// Whether the audience is this provider: its issuer, its token endpoint or the endpoint that was asked.
fn is_for(audience: &Value, context: Context<'_>) -> bool {
    let profile = context.profile;
    let is_ours = |audience: &Value| {
        audience.as_str().is_some_and(|audience| {
            audience == profile.issuer
                || profile.urls("/token").any(|url| url == audience)
                || profile.urls(context.path).any(|url| url == audience)
        })
    };
    match audience {
        Value::Array(audiences) => audiences.iter().any(is_ours),
        one => is_ours(one),
    }
}

impl fmt::Debug for ClientAssertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientAssertion(…)")
    }
}
