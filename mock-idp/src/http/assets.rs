//! What pages and claims lead to: the stylesheet, photos, and a page for the curious.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::exchange::note_on;
use super::{Served, respond, unknown};
use crate::html::{STYLESHEET, StartPage};
use crate::institution::Registry;
use crate::journal::{Endpoint, Note};

/// `GET /`.
pub async fn start(req: HttpRequest, served: Served, all: Data<Registry>) -> HttpResponse {
    note_on(&req, Note::on(Endpoint::Asset));
    let all = all.all();
    let template = StartPage::new(served.institution(), &all);
    respond::page(StatusCode::OK, &template, None)
}

/// `GET /mock-idp/style.css`.
pub async fn stylesheet(req: HttpRequest) -> HttpResponse {
    note_on(&req, Note::on(Endpoint::Asset));
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "max-age=3600"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .content_type("text/css; charset=utf-8")
        .body(STYLESHEET)
}

/// `GET …/public-profile-photo/{base64 of the sub}`: public, as Banno's are.
pub async fn photo(req: HttpRequest, served: Served) -> HttpResponse {
    let institution = served.institution();
    let name = req.match_info().get("name").unwrap_or_default();
    let sub = URL_SAFE_NO_PAD
        .decode(name)
        .ok()
        .and_then(|sub| String::from_utf8(sub).ok());
    let user = sub.and_then(|sub| institution.user(&sub));
    let Some(photo) = user.and_then(|user| user.photo.as_ref()) else {
        return unknown::respond(&req, institution);
    };
    note_on(&req, Note::on(Endpoint::Photo));
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "max-age=3600"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .content_type(photo.media_type)
        .body(photo.bytes.clone())
}
