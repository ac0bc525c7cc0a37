//! Whatever no endpoint answers.

use actix_web::http::header::ALLOW;
use actix_web::{HttpRequest, HttpResponse};

use super::Refusal;
use super::answer::finish;
use crate::http::Served;
use crate::journal::{Endpoint, Note};

/// A path below `/users` that is none of ours.
pub(super) async fn path(req: HttpRequest, served: Served) -> HttpResponse {
    refuse(&req, &served, Refusal::Path)
}

/// A path of ours, by a method that is none of its; the answer says which are (RFC 9110 15.5.6).
pub(super) fn method(req: &HttpRequest, served: &Served, methods: &str) -> HttpResponse {
    let method = req.method().to_string();
    let mut response = refuse(req, served, Refusal::Method { method });
    if let Ok(allowed) = methods.replace(',', ", ").parse() {
        response.headers_mut().insert(ALLOW, allowed);
    }
    response
}

fn refuse(req: &HttpRequest, served: &Served, refusal: Refusal) -> HttpResponse {
    let note = Note::on(Endpoint::Unknown);
    finish(req, served.institution(), Err(refusal), note)
}
