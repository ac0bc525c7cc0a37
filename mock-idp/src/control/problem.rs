use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CACHE_CONTROL};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use super::document;
use crate::admin::AdminError;
use crate::founder::FoundError;

/// Why the control plane does not do what was asked (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema, thiserror::Error)]
#[error("{detail}")]
pub struct Problem {
    /// `urn:mock-banno:problem:` and a word.
    #[serde(rename = "type")]
    kind: String,
    /// What the word means.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What is wrong here, and how to mend it.
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
        HttpResponse::build(self.status_code())
            .insert_header((CACHE_CONTROL, "no-store"))
            .content_type("application/problem+json")
            .body(serde_json::to_string(self).unwrap_or_default())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        self.response()
    }
}

/// The problem of a request that says what cannot be done.
pub(super) fn bad_request(detail: impl Into<String>) -> Problem {
    let title = "The request says what cannot be done";
    Problem::new(StatusCode::BAD_REQUEST, "bad-request", title, detail)
}

/// The problem of an id that no institution has.
pub(super) fn no_such_institution(id: &str) -> Problem {
    let detail = format!("no institution has the id `{id}`; GET /institutions lists them");
    let title = "There is no such institution";
    let kind = "institution-not-found";
    Problem::new(StatusCode::NOT_FOUND, kind, title, detail)
}

impl From<FoundError> for Problem {
    fn from(error: FoundError) -> Self {
        let detail = error.to_string();
        match error {
            FoundError::Taken(_) => {
                let title = "The id is taken";
                Self::new(StatusCode::CONFLICT, "institution-taken", title, detail)
            }
            FoundError::Config(_) | FoundError::Host | FoundError::OtherId(_) | FoundError::Ttl => {
                bad_request(detail)
            }
            FoundError::Keys(_) => failure(detail),
        }
    }
}

impl From<AdminError> for Problem {
    fn from(error: AdminError) -> Self {
        let detail = error.to_string();
        match error {
            AdminError::Institution(id) => no_such_institution(&id),
            AdminError::DefaultStays => {
                let title = "The default institution stays";
                Self::new(StatusCode::CONFLICT, "default-institution", title, detail)
            }
            AdminError::NotFound { .. } => {
                let title = "There is no such thing";
                Self::new(StatusCode::NOT_FOUND, "not-found", title, detail)
            }
            AdminError::Taken { .. } => {
                let title = "The name is taken";
                Self::new(StatusCode::CONFLICT, "taken", title, detail)
            }
            AdminError::KeySigns(_) => {
                let title = "The key still signs";
                Self::new(StatusCode::CONFLICT, "key-signs", title, detail)
            }
            AdminError::Invalid(_) => bad_request(detail),
            AdminError::Found(error) => error.into(),
            AdminError::Keys(_) => failure(detail),
        }
    }
}

fn failure(detail: String) -> Problem {
    let title = "The provider has failed";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "failure", title, detail)
}

/// No route has that path.
pub(super) async fn no_such_route(req: HttpRequest) -> HttpResponse {
    let detail = format!(
        "nothing is at {}; begin at /institutions, or read /openapi.json",
        req.path()
    );
    let title = "There is no such address";
    Problem::new(StatusCode::NOT_FOUND, "no-such-address", title, detail).response()
}

/// The path has no such method.
pub(super) async fn no_such_method(req: HttpRequest) -> HttpResponse {
    let detail = format!("{} means nothing at {}", req.method(), req.path());
    let title = "The method is not allowed there";
    let kind = "method-not-allowed";
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, kind, title, detail);
    let mut response = problem.response();
    let allowed = document::allowed(&req.match_pattern().unwrap_or_default());
    if let Ok(allowed) = allowed.parse() {
        response.headers_mut().insert(ALLOW, allowed);
    }
    response
}
