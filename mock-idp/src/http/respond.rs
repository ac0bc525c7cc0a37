//! The shapes of answers.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use oidc::authorize::Rejection;
use oidc::error::{ErrorCode, WireError};
use oidc::redirect_uri::form_action;
use oidc::refusal::RequestRefusal;
use oidc::response_mode::FormPost;
use oidc::secret::Secret;
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::negotiation::{accepts_html, prefers_html};
use crate::html::{ErrorPage, FormPostPage};
use crate::institution::Institution;
use crate::journal::Note;

pub(crate) const JSON: &str = "application/json; charset=utf-8";
pub(crate) const JWK_SET: &str = "application/jwk-set+json; charset=utf-8";
const JWT: &str = "application/jwt; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
pub(crate) const NO_STORE: (actix_web::http::header::HeaderName, &str) =
    (CACHE_CONTROL, "no-store");

/// A redirect after a form or a request: always 303 (RFC 9700 4.12).
pub(super) fn see_other(req: &HttpRequest, uri: &str) -> HttpResponse {
    let (content_type, uri_shown) = if accepts_html(req) {
        (HTML, escape(uri))
    } else {
        (TEXT, uri.to_owned())
    };
    HttpResponse::SeeOther()
        .insert_header(NO_STORE)
        .insert_header((LOCATION, uri))
        .content_type(content_type)
        .body(format!("Redirecting to {uri_shown}."))
}

/// An answer in JSON that must not be stored.
pub(crate) fn json(body: &impl Serialize) -> HttpResponse {
    // Plain structures of strings and numbers always serialize.
    HttpResponse::Ok()
        .insert_header(NO_STORE)
        .content_type(JSON)
        .body(serde_json::to_string(body).unwrap_or_default())
}

/// An answer that is a JWT (OIDC Core 5.3.2) and must not be stored.
pub(super) fn jwt(jwt: &Secret) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(NO_STORE)
        .content_type(JWT)
        .body(jwt.expose().to_owned())
}

/// A page whose form the browser posts by itself, or a person where there are no scripts. By way of
/// the form's answer it may lead on to `leads_to`.
pub(super) fn form_post(
    institution: &Institution,
    form: &FormPost,
    leads_to: Option<&str>,
) -> HttpResponse {
    let status = if form.is_error {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    let template = FormPostPage::new(institution, form);
    let script = format!(" script-src {};", FormPostPage::script_source());
    page_with(status, &template, &script, leads_to)
}

/// A page that may be neither stored nor framed, and whose forms lead to this provider and, where a
/// redirect URI is given, by way of it on to the application.
pub(super) fn page(
    status: StatusCode,
    template: &impl Template,
    redirect_uri: Option<&str>,
) -> HttpResponse {
    page_with(status, template, "", redirect_uri)
}

fn page_with(
    status: StatusCode,
    template: &impl Template,
    scripts: &str,
    redirect_uri: Option<&str>,
) -> HttpResponse {
    let Ok(html) = template.render() else {
        return HttpResponse::InternalServerError().finish();
    };
    let leads_to = redirect_uri.map_or_else(String::new, |uri| format!(" {}", form_action(uri)));
    let policy = format!(
        "default-src 'none';{scripts} style-src 'self'; img-src 'self' data:; form-action 'self'{leads_to}; \
         frame-ancestors 'none'; base-uri 'none'"
    );
    HttpResponse::build(status)
        .insert_header(NO_STORE)
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((X_FRAME_OPTIONS, "DENY"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .content_type(HTML)
        .body(html)
}

/// An error, as JSON or, for who would rather have that, as a page.
pub(super) fn error(
    req: &HttpRequest,
    institution: &Institution,
    status: StatusCode,
    wire: &WireError,
) -> HttpResponse {
    if prefers_html(req) {
        return page(status, &ErrorPage::new(institution, wire), None);
    }
    let body = serde_json::to_string(&Members(wire)).unwrap_or_default();
    HttpResponse::build(status)
        .insert_header(NO_STORE)
        .content_type(JSON)
        .body(body)
}

/// The page of an authorization error that no redirect can tell.
pub(super) fn rejection(institution: &Institution, rejection: &Rejection) -> HttpResponse {
    let wire = rejection.refusal.wire();
    let template = ErrorPage::of_rejection(institution, &wire, rejection);
    page(StatusCode::BAD_REQUEST, &template, None)
}

/// A request that no endpoint has looked at.
pub(super) fn refused_request(
    req: &HttpRequest,
    institution: &Institution,
    refusal: &RequestRefusal,
    note: &mut Note,
) -> HttpResponse {
    let wire = refusal.wire();
    note.refused(&wire, refusal);
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
    error(req, institution, status, &wire)
}

/// The provider itself has failed; what happened stands in the journal and in the log.
pub(super) fn failure(
    req: &HttpRequest,
    institution: &Institution,
    why: &impl std::fmt::Display,
    note: &mut Note,
) -> HttpResponse {
    let wire = WireError::new(ErrorCode::ServerError, "oops! something went wrong");
    note.failed(&wire, why);
    tracing::error!(error = %why, "the provider has failed");
    error(req, institution, StatusCode::INTERNAL_SERVER_ERROR, &wire)
}

/// An error's members as a JSON object.
struct Members<'a>(&'a WireError);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.0.members() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
