use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::Value;

/// Why the control plane does not do what was asked (RFC 9457).
#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: String,
}

impl Problem {
    /// A problem of that kind, which is a word of the address in `type`.
    pub(super) fn new(
        status: StatusCode,
        kind: &str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind: format!("urn:mock-banno:problem:{kind}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
        }
    }

    /// The answer.
    pub(super) fn response(&self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status);
        HttpResponse::build(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
            .insert_header((CACHE_CONTROL, "no-store"))
            .content_type("application/problem+json")
            .body(serde_json::to_string(self).unwrap_or_default())
    }
}

/// The problem of a request that says what cannot be done.
pub(super) fn bad_request(detail: impl Into<String>) -> Problem {
    let title = "The request says what cannot be done";
    Problem::new(StatusCode::BAD_REQUEST, "bad-request", title, detail)
}

/// An answer in JSON that must not be stored.
pub(super) fn answer(status: StatusCode, body: &Value) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .content_type("application/json")
        .body(body.to_string())
}

/// No route has that path.
pub(super) async fn no_such_route(req: HttpRequest) -> HttpResponse {
    let detail = format!("nothing is at {}; begin at /institutions", req.path());
    let title = "There is no such address";
    Problem::new(StatusCode::NOT_FOUND, "not-found", title, detail).response()
}

/// The path has no such method.
pub(super) async fn no_such_method(req: HttpRequest) -> HttpResponse {
    let detail = format!("{} means nothing at {}", req.method(), req.path());
    let title = "The method is not allowed there";
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        title,
        detail,
    )
    .response()
}
