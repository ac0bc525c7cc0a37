//! DPoP proofs (RFC 9449 4): a JWT that shows that who sends a request holds a certain key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jose::{Jws, JwsAlg, PublicKey};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::client::Client;
use crate::clock::Timestamp;
use crate::refusal::{DpopRefusal as Refusal, TokenRefusal};
use crate::replay::Once;

/// What proofs may be signed with: `dpop_signing_alg_values_supported`.
pub const PROOF_ALGS: [JwsAlg; 7] = [
    JwsAlg::Ps256,
    JwsAlg::Ps384,
    JwsAlg::Es256,
    JwsAlg::Es256k,
    JwsAlg::Es384,
    JwsAlg::Es512,
    JwsAlg::EdDsa,
];

/// How far `iat` may be from now, in seconds, and how long a proof is remembered from its use on: as in the library that
/// Banno runs, so that one from five minutes ahead can be used again before it is over.
const WINDOW: i32 = 300;

/// A proof that is good for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// `jkt`: the thumbprint of the key (RFC 9449 6.1), which tokens are bound to.
    pub thumbprint: String,
    /// What must not have come before.
    pub once: Once,
}

/// The request that a proof has to be for.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// What proofs may be signed with.
    pub algs: &'a [JwsAlg],
    /// The method.
    pub method: &'a str,
    /// The addresses under which the endpoint is known.
    pub urls: &'a [String],
    /// The access token that comes with it, at a resource.
    pub access_token: Option<&'a str>,
}

impl Proof {
    /// Checks a `DPoP` header, in the order of RFC 9449 4.3 as the library that Banno runs goes through it. Whether it
    /// has come before is left to whoever remembers.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(header: &str, target: Target<'_>, now: Timestamp) -> Result<Self, Refusal> {
        let (key, claims) = verified(header, target.algs, now)?;
        let issued_at = claims.get("iat").and_then(Value::as_f64);
        let issued_at = issued_at.filter(|at| *at != 0.0);
        let issued_at = issued_at.ok_or(Refusal::IatMissing)?;
        let jti = text(&claims, "jti").filter(|jti| !jti.is_empty());
        let jti = jti.ok_or(Refusal::JtiMissing)?;
        match claims.get("nonce") {
            None => {}
            Some(Value::String(nonce)) if nonce.is_empty() => {}
            Some(Value::String(_)) => return Err(Refusal::NonceUnasked),
            Some(_) => return Err(Refusal::NonceMalformed),
        }
        if distance(issued_at, now) > f64::from(WINDOW) {
            return Err(Refusal::IatFarOff);
        }
        if text(&claims, "htm") != Some(target.method) {
            return Err(Refusal::HtmMismatch);
        }
        if !text(&claims, "htu").is_some_and(|htu| target.is_at(htu)) {
            return Err(Refusal::HtuMismatch);
        }
        if let Some(access_token) = target.access_token
            && text(&claims, "ath") != Some(&ath(access_token))
        {
            return Err(Refusal::AthMismatch);
        }
        Ok(Self {
            thumbprint: key.thumbprint().to_owned(),
            once: Once {
                jti: jti.to_owned(),
                until: Timestamp::from_unix(now.unix().saturating_add(WINDOW.into())),
            },
        })
    }
}

/// Who comes to the token endpoint: a client that has authenticated, and the key that it has proven.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// The client.
    pub client: &'a Client,
    /// The proof, if one came with the request.
    pub proof: Option<&'a Proof>,
}

impl Holder<'_> {
    /// A client that is registered for bound tokens has to send a proof (RFC 9449 5.2).
    ///
    /// # Errors
    /// [`TokenRefusal::DpopProofMissing`].
    pub fn check_required(self) -> Result<(), TokenRefusal> {
        if self.client.dpop_bound_access_tokens && self.proof.is_none() {
            return Err(TokenRefusal::DpopProofMissing);
        }
        Ok(())
    }

    /// The thumbprint of the key, which tokens are then bound to.
    #[must_use]
    pub fn jkt(self) -> Option<String> {
        self.proof.map(|proof| proof.thumbprint.clone())
    }
}

/// Whether who sends a token that is bound to a key holds that key; one that is not bound is anybody's.
#[must_use]
pub fn is_proven(jkt: Option<&str>, proof: Option<&Proof>) -> bool {
    jkt.is_none_or(|jkt| proof.is_some_and(|proof| proof.thumbprint == jkt))
}

impl Target<'_> {
    /// Whether the address is the endpoint's, but for query and fragment (RFC 9449 4.2), once both are
    /// read as browsers read addresses.
    fn is_at(&self, htu: &str) -> bool {
        let normal = |address: &str| {
            let mut url = Url::parse(address).ok()?;
            url.set_query(None);
            url.set_fragment(None);
            Some(url)
        };
        let given = normal(htu);
        given.is_some() && self.urls.iter().any(|url| normal(url) == given)
    }
}

/// The key and the claims of a JWT that is signed with the key in its own header. All that may be wrong with it has
/// one text outside.
fn verified(
    header: &str,
    algs: &[JwsAlg],
    now: Timestamp,
) -> Result<(PublicKey, Map<String, Value>), Refusal> {
    let jws = Jws::parse(header).map_err(Refusal::Malformed)?;
    let alg = jws.alg().filter(|alg| algs.contains(alg));
    alg.ok_or(Refusal::Alg)?;
    let typ = text(jws.header(), "typ").ok_or(Refusal::Typ)?;
    if !is_dpop_type(typ) {
        return Err(Refusal::Typ);
    }
    let jwk = jws.header().get("jwk").and_then(Value::as_object);
    let key = PublicKey::from_jwk(jwk.ok_or(Refusal::JwkMissing)?);
    let key = key.map_err(Refusal::JwkUnusable)?;
    if jws.is_extended() {
        return Err(Refusal::Extension);
    }
    if !jws.verifies_with(&key) {
        return Err(Refusal::Signature);
    }
    let claims = jws.claims().ok_or(Refusal::NotAJwt)?;
    check_times(&claims, now)?;
    Ok((key, claims))
}

/// A media type, with or without what goes without saying (RFC 7515 4.1.9).
fn is_dpop_type(typ: &str) -> bool {
    let typ = typ.to_ascii_lowercase();
    typ.strip_prefix("application/").unwrap_or(&typ) == "dpop+jwt"
}

/// The times of any JWT (RFC 7519 4.1), which a proof need not have but for `iat`.
fn check_times(claims: &Map<String, Value>, now: Timestamp) -> Result<(), Refusal> {
    let time = |claim: &'static str| match claims.get(claim) {
        None => Ok(None),
        Some(value) => {
            let seconds = value.as_f64().ok_or(Refusal::ClaimMalformed(claim))?;
            Ok(Some(Timestamp::from_numeric_date(seconds)))
        }
    };
    time("iat")?;
    if time("nbf")?.is_some_and(|not_before| not_before > now) {
        return Err(Refusal::NotYetValid);
    }
    if time("exp")?.is_some_and(|expires_at| expires_at.is_past(now)) {
        return Err(Refusal::Expired);
    }
    Ok(())
}

/// `ath` (RFC 9449 4.2): the hash of the access token.
fn ath(access_token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(access_token.as_bytes()))
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name).and_then(Value::as_str)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "seconds of this age of the world are exact"
)]
fn distance(issued_at: f64, now: Timestamp) -> f64 {
    (now.unix() as f64 - issued_at).abs()
}
