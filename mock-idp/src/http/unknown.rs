//! Whatever no endpoint answers.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse};
use oidc::refusal::RequestRefusal;

use super::exchange::note_on;
use super::{Served, respond};
use crate::institution::Institution;
use crate::journal::{Endpoint, Note};
use crate::paths::{FI_PATH, ISSUER_PATH};

/// Any method on any other path.
pub async fn any(req: HttpRequest, served: Served) -> HttpResponse {
    respond(&req, served.institution())
}

/// The answer, which is 404 for a wrong method too. No endpoint has forbidden anybody to store it.
pub(super) fn respond(req: &HttpRequest, institution: &Institution) -> HttpResponse {
    let refusal = RequestRefusal::UnknownRoute {
        method: req.method().to_string(),
        path: relative_path(req).to_owned(),
    };
    let mut note = Note::on(Endpoint::Unknown);
    let mut response = respond::refused_request(req, institution, &refusal, &mut note);
    response.headers_mut().remove(CACHE_CONTROL);
    note_on(req, note);
    response
}

/// The path below the issuer, which is what the provider speaks of.
pub(crate) fn relative_path(req: &HttpRequest) -> &str {
    match req.path().split_once(ISSUER_PATH) {
        Some(("", below)) => below,
        Some((before, below)) if before.starts_with(FI_PATH) => below,
        _ => req.path(),
    }
}
