use anyhow::{Context as _, ensure};
use url::Url;

use super::Notes;
use crate::params::Params;

/// A successful authorization response (OIDC Core 3.1.2.5, RFC 9207 2.4): answers with the code.
pub(super) fn code<'a>(
    response: &'a Params,
    request: &Params,
    issuer: &str,
) -> anyhow::Result<&'a str> {
    check_common(response, request, issuer)?;
    if let Some(error) = response.get("error") {
        let says = response.get("error_description").unwrap_or_default();
        anyhow::bail!("CheckIfAuthorizationEndpointError: the provider answers {error} ({says})");
    }
    let code = response.get("code");
    code.context("the authorization response has no code")
}

/// An error of the authorization endpoint (OIDC Core 3.1.2.6, RFC 6749 4.1.2.1): answers with its name.
pub(super) fn error<'a>(
    response: &'a Params,
    request: &Params,
    issuer: &str,
    notes: &mut Notes,
) -> anyhow::Result<&'a str> {
    check_common(response, request, issuer)?;
    ensure!(
        response.get("code").is_none(),
        "RejectAuthCodeInAuthorizationEndpointResponse: an error comes with a code"
    );
    let error = response.get("error");
    let error = error.context("the provider answers neither with a code nor with an error")?;
    for name in response.names() {
        notes.expect(
            KNOWN.contains(&name),
            "CheckForUnexpectedParametersInErrorResponseFromAuthorizationEndpoint",
            || format!("the error has the parameter {name}"),
        );
    }
    if let Some(says) = response.get("error_description") {
        check_description(says, notes)?;
    }
    if let Some(uri) = response.get("error_uri") {
        check_uri(uri)?;
    }
    Ok(error)
}

/// `error_description` (RFC 6749 4.1.2.1 and 5.2): printable ASCII without quote and backslash.
pub(super) fn check_description(says: &str, notes: &mut Notes) -> anyhow::Result<()> {
    let is_break = |c: char| ['\r', '\n', '\t'].contains(&c);
    notes.expect(
        !says.contains(is_break),
        "ValidateErrorDescriptionContainsCRLFTAB",
        || "error_description has a line break or a tab".to_owned(),
    );
    let is_legal = |c: char| matches!(c, ' '..='!' | '#'..='[' | ']'..='~') || is_break(c);
    ensure!(
        says.chars().all(is_legal),
        "ValidateErrorDescription: error_description has characters that RFC 6749 does not allow: {says:?}"
    );
    Ok(())
}

/// `error_uri` (RFC 6749 4.1.2.1).
pub(super) fn check_uri(uri: &str) -> anyhow::Result<()> {
    let parsed = Url::parse(uri);
    parsed.with_context(|| format!("ValidateErrorUri: error_uri is no URL: {uri}"))?;
    Ok(())
}

fn check_common(response: &Params, request: &Params, issuer: &str) -> anyhow::Result<()> {
    let (state, sent) = (response.get("state"), request.get("state"));
    ensure!(
        state == sent,
        "CheckStateInAuthorizationResponse: the state that comes back is {state:?}, and {sent:?} was sent"
    );
    let iss = response.get("iss");
    ensure!(
        iss.is_none_or(|iss| iss == issuer),
        "ValidateIssIfPresentInAuthorizationResponse: iss is {iss:?}"
    );
    Ok(())
}

const KNOWN: [&str; 6] = [
    "error",
    "error_description",
    "error_uri",
    "state",
    "session_state",
    "iss",
];

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUER: &str = "https://op.example";

    fn sent() -> Params {
        Params::from([("state", "s")])
    }

    #[test]
    fn a_code_is_taken_with_its_own_state_and_issuer_only() {
        let outcome = |query: &str| {
            let response = Params::decode(query);
            code(&response, &sent(), ISSUER).map(str::to_owned)
        };
        assert_eq!(outcome("code=c&state=s").unwrap(), "c");
        assert_eq!(
            outcome("code=c&state=s&iss=https://op.example").unwrap(),
            "c"
        );
        for wrong in [
            "code=c",
            "code=c&state=t",
            "state=s",
            "code=c&state=s&iss=https://other.example",
            "error=access_denied&state=s",
        ] {
            outcome(wrong).unwrap_err();
        }
    }

    #[test]
    fn an_error_is_checked_and_what_it_has_besides_is_noted() {
        let outcome = |query: &str| {
            let (response, mut notes) = (Params::decode(query), Notes::default());
            let error = error(&response, &sent(), ISSUER, &mut notes)?.to_owned();
            anyhow::Ok((error, notes.warnings.len()))
        };
        let plain = "error=login_required&error_description=no%20session&state=s";
        assert_eq!(outcome(plain).unwrap(), ("login_required".to_owned(), 0));
        assert_eq!(outcome(&format!("{plain}&scope=openid")).unwrap().1, 1);
        assert_eq!(
            outcome("error=e&error_description=a%0Ab&state=s")
                .unwrap()
                .1,
            1
        );
        for wrong in [
            "error=e&state=s&code=c",
            "error=e",
            "error=e&state=s&error_description=%22quoted%22",
            "error=e&state=s&error_uri=nowhere",
            "state=s",
        ] {
            outcome(wrong).unwrap_err();
        }
    }
}
