//! JSON Web Signature read by hand, so that no library's idea of validity hides a provider's fault.

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::unique;

/// A token whose signature one of the provider's published keys made.
#[derive(Debug)]
pub(crate) struct Verified {
    pub(crate) header: Map<String, Value>,
    pub(crate) claims: Map<String, Value>,
}

/// Checks the signature of a compact JWS (RFC 7515 5.2) against a JWK set.
pub(crate) fn verify(token: &str, jwks: &Value) -> anyhow::Result<Verified> {
    let parts: Vec<_> = token.split('.').collect();
    let [header, payload, _] = parts[..] else {
        anyhow::bail!("a compact JWS has three parts, this has {}", parts.len());
    };
    let verified = Verified {
        header: object(header)?,
        claims: object(payload)?,
    };
    let text = |name| verified.header.get(name).and_then(Value::as_str);
    let kid = text("kid").context("the header has no kid")?;
    let keys = jwks["keys"].as_array().context("the JWK set has no keys")?;
    let key = keys
        .iter()
        .find(|key| key["kid"] == kid)
        .with_context(|| format!("no published key has the kid {kid}"))?;
    check_signature(token, &verified, key)?;
    Ok(verified)
}

/// The same, of a token that names no key where only one fits (OIDC Core 10.1).
pub(crate) fn verify_without_kid(token: &str, jwks: &Value) -> anyhow::Result<Verified> {
    let part = |at: usize| token.split('.').nth(at).context("not a compact JWS");
    let (header, claims) = (object(part(0)?)?, object(part(1)?)?);
    let verified = Verified { header, claims };
    let kty = match verified.header.get("alg").and_then(Value::as_str) {
        Some("ES256") => "EC",
        _ => "RSA",
    };
    let keys = jwks["keys"].as_array().context("the JWK set has no keys")?;
    let fitting = |key: &&Value| key["kty"] == kty && key["use"] != "enc";
    let fitting: Vec<_> = keys.iter().filter(fitting).collect();
    let [key] = fitting[..] else {
        anyhow::bail!(
            "the header has no kid, and {} published keys fit",
            fitting.len()
        );
    };
    check_signature(token, &verified, key)?;
    Ok(verified)
}

fn check_signature(token: &str, verified: &Verified, key: &Value) -> anyhow::Result<()> {
    let alg = verified.header.get("alg").and_then(Value::as_str);
    let (algorithm, key) = decoding_key(alg.context("the header has no alg")?, key)?;
    let parts: Vec<_> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else {
        anyhow::bail!("a compact JWS has three parts, this has {}", parts.len());
    };
    let message = &token[..header.len() + 1 + payload.len()];
    let valid = jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key, algorithm)?;
    anyhow::ensure!(valid, "the signature is not the published key's");
    Ok(())
}

/// The name of the key that a compact JWS was signed with, which is not checked (RFC 7515 4.1.4).
pub(crate) fn kid(token: &str) -> anyhow::Result<String> {
    text(token, 0, "kid")
}

/// What a compact JWS says that it is signed with, which is not checked (RFC 7515 4.1.1).
pub(crate) fn alg(token: &str) -> anyhow::Result<String> {
    text(token, 0, "alg")
}

/// The name of a JSON Web Token, which is not checked (RFC 7519 4.1.7).
pub(crate) fn jti(token: &str) -> anyhow::Result<String> {
    text(token, 1, "jti")
}

/// Whom a JSON Web Token is about, which is not checked (RFC 7519 4.1.2).
pub(crate) fn sub(token: &str) -> anyhow::Result<String> {
    text(token, 1, "sub")
}

/// The left half of the SHA-256 of an access token (OIDC Core 3.1.3.6).
pub(crate) fn at_hash(access_token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token)[..16])
}

/// The hash of an access token, which a proof is for (RFC 9449 4.2).
pub(crate) fn ath(access_token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(access_token))
}

/// What names a public key by itself (RFC 7638 3): the hash of its necessary members in the order of the alphabet.
pub(crate) fn thumbprint(jwk: &Value) -> anyhow::Result<String> {
    let names: &[_] = match jwk["kty"].as_str() {
        Some("EC") => &["crv", "kty", "x", "y"],
        Some("OKP") => &["crv", "kty", "x"],
        Some("RSA") => &["e", "kty", "n"],
        other => anyhow::bail!("{other:?} is no type of a public key"),
    };
    let members: Vec<_> = names
        .iter()
        .map(|name| format!("\"{name}\":{}", jwk[name]))
        .collect();
    let text = format!("{{{}}}", members.join(","));
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(text)))
}

/// The S256 challenge of a verifier (RFC 7636 4.2).
pub(crate) fn code_challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

fn text(token: &str, part: usize, name: &str) -> anyhow::Result<String> {
    let part = token.split('.').nth(part).context("not a compact JWS")?;
    let text = object(part)?
        .get(name)
        .and_then(Value::as_str)
        .map(str::to_owned);
    text.with_context(|| format!("there is no {name}"))
}

fn object(part: &str) -> anyhow::Result<Map<String, Value>> {
    let bytes = URL_SAFE_NO_PAD.decode(part).context("not base64url")?;
    unique::object(&bytes).context("not a JSON object of unique members")
}

fn decoding_key(alg: &str, key: &Value) -> anyhow::Result<(Algorithm, DecodingKey)> {
    let member = |name: &str| {
        key[name]
            .as_str()
            .with_context(|| format!("the published key has no {name}"))
    };
    let (algorithm, kty) = match alg {
        "ES256" => (Algorithm::ES256, "EC"),
        "PS256" => (Algorithm::PS256, "RSA"),
        "RS256" => (Algorithm::RS256, "RSA"),
        other => anyhow::bail!("{other} is no algorithm that discovery lists"),
    };
    anyhow::ensure!(member("kty")? == kty, "{alg} needs a key of type {kty}");
    let key = if kty == "EC" {
        anyhow::ensure!(member("crv")? == "P-256", "ES256 needs the curve P-256");
        DecodingKey::from_ec_components(member("x")?, member("y")?)?
    } else {
        DecodingKey::from_rsa_components(member("n")?, member("e")?)?
    };
    Ok((algorithm, key))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn the_thumbprint_is_that_of_rfc_7638_section_3_1() {
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECP\
                 ebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY\
                 368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0f\
                 M4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let jwk = json!({ "kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29" });
        let thumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
        assert_eq!(super::thumbprint(&jwk).unwrap(), thumbprint);
    }

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(super::code_challenge(verifier), challenge);
    }
}
