//! What pages say, and what is refused before an endpoint looks at a request.

use std::collections::BTreeSet;

use oidc::newcomer::NotRegistered;
use oidc::refusal::{AuthorizationRefusal, InteractionRefusal, Reason as _, RequestRefusal};

#[test]
fn each_fault_of_an_interaction_has_its_reason_and_bannos_text() {
    use InteractionRefusal as Refusal;
    let expired = "authorization request has expired";
    let rows = [
        (
            Refusal::CookieMismatch,
            "interaction session id cookie not found",
        ),
        (Refusal::Expired, expired),
        (Refusal::FormTokenMismatch, "xsrf token invalid"),
        (Refusal::NotDue, expired),
        (Refusal::NotFound, expired),
    ];
    for (refusal, description) in rows {
        let told = [
            ("error", "invalid_request"),
            ("error_description", description),
        ];
        let wire = refusal.wire();
        assert_eq!(wire.members().collect::<Vec<_>>(), told, "{refusal}");
        assert!(refusal.hint().is_some());
    }
    let names: BTreeSet<_> = rows.map(|(refusal, _)| refusal.to_string()).into();
    assert_eq!(names.len(), rows.len());
}

#[test]
fn each_fault_of_a_request_has_its_status_and_bannos_text() {
    let (method, path) = (|| "PUT".to_owned(), || "/token".to_owned());
    let rows = [
        (
            RequestRefusal::BodyNotForm {
                method: method(),
                path: path(),
            },
            400,
            "body is not a form",
            "only application/x-www-form-urlencoded content-type bodies are supported on PUT /token",
        ),
        (
            RequestRefusal::BodyUnreadable,
            400,
            "body cannot be read",
            "failed to parse the request body",
        ),
        (
            RequestRefusal::UnknownRoute {
                method: method(),
                path: path(),
            },
            404,
            "no such route",
            "unrecognized route or not allowed method (PUT on /token)",
        ),
    ];
    for (refusal, status, reason, description) in rows {
        assert_eq!(refusal.status(), status);
        assert_eq!(refusal.to_string(), reason);
        let told = [
            ("error", "invalid_request"),
            ("error_description", description),
        ];
        assert_eq!(refusal.wire().members().collect::<Vec<_>>(), told);
    }
}

#[test]
fn only_an_unproven_client_or_redirect_uri_keeps_a_refusal_from_the_client() {
    use AuthorizationRefusal as Refusal;
    let pages = [
        Refusal::ClientNotFound,
        Refusal::ClientNotRegistered(NotRegistered::Full),
        Refusal::RedirectUriNotRegistered,
    ];
    let redirects = [
        Refusal::RequestUriExpired,
        Refusal::RequestUriClientMismatch,
        Refusal::RequestUriMalformed,
        Refusal::RequestUriNotSupported,
        Refusal::ResponseTypeNotAllowed,
        Refusal::AcrNotReached { several: true },
    ];

    assert!(pages.iter().all(|refusal| !refusal.may_redirect()));
    assert!(redirects.iter().all(Refusal::may_redirect));
}
