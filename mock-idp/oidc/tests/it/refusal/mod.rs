//! The refusals: what each is called, what Banno says, and what a developer is advised.

pub(crate) mod hints;
mod pages;

use oidc::refusal::AuthorizationRefusal as Refusal;

#[test]
fn a_login_that_is_due_has_its_reason_and_bannos_text() {
    let rows = [
        (
            Refusal::NotSignedIn,
            "not signed in",
            "login_required",
            "End-User authentication is required",
        ),
        (
            Refusal::LoginPromptUnresolved,
            "login prompt not resolved",
            "login_required",
            "login prompt was not resolved",
        ),
        (
            Refusal::MaxAgeExceeded,
            "authentication is older than max_age",
            "login_required",
            "End-User authentication could not be obtained",
        ),
        (
            Refusal::IdTokenHintMismatch,
            "id_token_hint names another user",
            "login_required",
            "id_token_hint and authenticated subject do not match",
        ),
        (
            Refusal::SubMismatch,
            "requested sub is another user",
            "login_required",
            "requested subject could not be obtained",
        ),
        (
            Refusal::AcrNotReached { several: false },
            "essential acr not reached",
            "login_required",
            "requested ACR could not be obtained",
        ),
        (
            Refusal::AcrNotReached { several: true },
            "essential acr not reached",
            "login_required",
            "none of the requested ACRs could not be obtained",
        ),
        (
            Refusal::AcrValuesNotAnArray,
            "claims.id_token.acr.values is not an array",
            "invalid_request",
            "invalid claims.id_token.acr.values type",
        ),
    ];
    check(&rows);
}

#[test]
fn what_the_user_did_not_grant_has_its_reason_and_bannos_text() {
    let rows = [
        (
            Refusal::ConsentPromptUnresolved,
            "consent prompt not resolved",
            "consent_required",
            "consent prompt was not resolved",
        ),
        (
            Refusal::ScopesNotGranted,
            "requested scopes not granted",
            "consent_required",
            "requested scopes not granted",
        ),
        (
            Refusal::ClaimsNotGranted,
            "requested claims not granted",
            "consent_required",
            "requested claims not granted",
        ),
        (
            Refusal::IdTokenHintInvalid("bad signature"),
            "id_token_hint not valid: bad signature",
            "invalid_request",
            "could not validate id_token_hint",
        ),
        (
            Refusal::EndUserAborted,
            "the user declined",
            "access_denied",
            "End-User aborted interaction",
        ),
        (
            Refusal::NothingGranted,
            "no scope was granted",
            "access_denied",
            "",
        ),
        (
            Refusal::AccountNotFound,
            "account not found",
            "access_denied",
            "",
        ),
    ];
    check(&rows);
}

/// The refusal, its true reason, `error`, `error_description`.
type Row = (Refusal, &'static str, &'static str, &'static str);

fn check(rows: &[Row]) {
    for (refusal, reason, error, description) in rows {
        assert_eq!(refusal.to_string(), *reason);
        let wire = refusal.wire();
        assert_eq!(wire.code.as_str(), *error, "{reason}");
        assert_eq!(
            wire.description.unwrap_or_default(),
            *description,
            "{reason}"
        );
        assert!(refusal.may_redirect(), "{reason}");
    }
}
