use anyhow::ensure;
use serde_json::{Map, Value};

use super::standard_claims;
use crate::user_agent::Answer;

/// A userinfo response as JSON (OIDC Core 5.3.2), about the user of the ID token: its claims.
pub(super) fn claims(answer: &Answer, sub: Option<&str>) -> anyhow::Result<Map<String, Value>> {
    ensure!(
        answer.status == 200,
        "CallUserInfoEndpoint: the status is {}: {answer}",
        answer.status
    );
    let content_type = answer.header("content-type").unwrap_or_default();
    ensure!(
        content_type.split(';').next().map(str::trim) == Some("application/json"),
        "EnsureContentTypeJson: the content type is {content_type:?}"
    );
    let Value::Object(claims) = answer.json()? else {
        anyhow::bail!("userinfo answers no object: {answer}");
    };
    let told = claims.get("sub").and_then(Value::as_str);
    ensure!(
        told.is_some() && told == sub,
        "VerifyUserInfoAndIdTokenSameSub: sub is {told:?}, and {sub:?} in the ID token"
    );
    ensure!(
        !claims.contains_key("nonce"),
        "EnsureUserInfoDoesNotContainNonce: userinfo tells the nonce"
    );
    for name in claims
        .get("_claim_names")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::values)
    {
        let sources = claims.get("_claim_sources").and_then(Value::as_object);
        let is_there = name
            .as_str()
            .zip(sources)
            .is_some_and(|(name, all)| all.contains_key(name));
        ensure!(
            is_there,
            "EnsureMemberValuesInClaimNameReferenceToMemberNamesInClaimSources: {name} is no source"
        );
    }
    standard_claims::check(&claims)?;
    Ok(claims)
}
