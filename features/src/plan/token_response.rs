use anyhow::{Context as _, ensure};
use serde_json::{Map, Value};

use super::authorization_response::{check_description, check_uri};
use super::{Notes, is_unguessable};
use crate::user_agent::Answer;

/// A successful token response (RFC 6749 5.1, OIDC Core 3.1.3.3): its members.
pub(super) fn success(answer: &Answer) -> anyhow::Result<Map<String, Value>> {
    ensure!(
        answer.status == 200,
        "CheckTokenEndpointHttpStatus200: the status is {}: {answer}",
        answer.status
    );
    let members = members(answer)?;
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let access_token = text("access_token").context("there is no access_token")?;
    ensure!(
        is_visible(access_token),
        "EnsureAccessTokenContainsAllowedCharactersOnly: the access token has other characters"
    );
    let token_type = text("token_type").context("there is no token_type")?;
    ensure!(
        token_type.eq_ignore_ascii_case("Bearer"),
        "CheckTokenTypeIsBearer: token_type is {token_type}"
    );
    if let Some(expires_in) = members.get("expires_in") {
        let seconds = expires_in.as_u64();
        ensure!(
            seconds.is_some_and(|seconds| (1..=YEAR).contains(&seconds)),
            "ValidateExpiresIn: expires_in is {expires_in}"
        );
    }
    Ok(members)
}

/// An error of the token endpoint (RFC 6749 5.2): its name.
pub(super) fn error(answer: &Answer, notes: &mut Notes) -> anyhow::Result<String> {
    ensure!(
        answer.status == 400,
        "CheckTokenEndpointHttpStatus400: the status is {}: {answer}",
        answer.status
    );
    let members = members(answer)?;
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    if let Some(says) = text("error_description") {
        check_description(says, notes)?;
    }
    if let Some(uri) = text("error_uri") {
        check_uri(uri)?;
    }
    text("error")
        .map(str::to_owned)
        .context("the token endpoint tells no error")
}

/// What a refreshed response has to have besides (RFC 6749 5.1, 10.10).
pub(super) fn check_refreshed(
    answer: &Answer,
    members: &Map<String, Value>,
    notes: &mut Notes,
) -> anyhow::Result<()> {
    let cached = answer.header("cache-control").unwrap_or_default();
    ensure!(
        cached.to_ascii_lowercase().contains("no-store"),
        "CheckTokenEndpointCacheHeaders: Cache-Control is {cached:?}, and tokens may be kept"
    );
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    ensure!(
        text("access_token").is_some_and(is_unguessable),
        "EnsureMinimumAccessTokenEntropy: the access token can be guessed"
    );
    if let Some(token) = text("refresh_token") {
        check_refresh_token(token)?;
    }
    expect_expiry(members, notes);
    Ok(())
}

/// RFC 6749 A.17 and 10.10.
pub(super) fn check_refresh_token(token: &str) -> anyhow::Result<()> {
    ensure!(
        is_visible(token),
        "EnsureRefreshTokenContainsAllowedCharactersOnly: the refresh token has other characters"
    );
    ensure!(
        token.chars().count() >= 16 && is_unguessable(token),
        "EnsureMinimumRefreshTokenEntropy: the refresh token can be guessed"
    );
    Ok(())
}

/// RFC 6749 5.1 recommends `expires_in`.
pub(super) fn expect_expiry(members: &Map<String, Value>, notes: &mut Notes) {
    notes.expect(
        members.contains_key("expires_in"),
        "ExtractExpiresInFromTokenEndpointResponse",
        || "the token response tells no expires_in".to_owned(),
    );
}

fn members(answer: &Answer) -> anyhow::Result<Map<String, Value>> {
    let content_type = answer.header("content-type").unwrap_or_default();
    ensure!(
        content_type.split(';').next().map(str::trim) == Some("application/json"),
        "CheckTokenEndpointReturnedJsonContentType: the content type is {content_type:?}"
    );
    match answer.json()? {
        Value::Object(members) => Ok(members),
        other => anyhow::bail!("the token endpoint answers no object: {other}"),
    }
}

/// RFC 6749 A: VSCHAR.
fn is_visible(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| matches!(byte, 0x20..=0x7e))
}

/// In seconds.
const YEAR: u64 = 365 * 24 * 3600;
