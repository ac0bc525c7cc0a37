//! Whatever no endpoint answers.

use actix_web::{HttpRequest, HttpResponse};

use super::Refusal;
use super::answer::finish;
use crate::http::Served;
use crate::journal::{Endpoint, Note};

/// A path below `/users` that is none of ours.
pub(super) async fn path(req: HttpRequest, served: Served) -> HttpResponse {
    refuse(&req, &served, Refusal::Path)
}

/// A path of ours, by a method that is none of its.
pub(super) async fn method(req: HttpRequest, served: Served) -> HttpResponse {
    let method = req.method().to_string();
    refuse(&req, &served, Refusal::Method { method })
}

fn refuse(req: &HttpRequest, served: &Served, refusal: Refusal) -> HttpResponse {
    let note = Note::on(Endpoint::Unknown);
    finish(req, served.institution(), Err(refusal), note)
}
