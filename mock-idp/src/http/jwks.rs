//! `GET /jwks`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::exchange::note_on;
use super::{State, cors, respond};
use crate::journal::{Endpoint, Note};

/// The public signing keys.
pub async fn get(req: HttpRequest, state: Data<State>) -> HttpResponse {
    let mut note = Note::on(Endpoint::Jwks);
    let response = match state.jwks().await {
        Ok(body) => HttpResponse::Ok()
            .content_type("application/jwk-set+json; charset=utf-8")
            .body(body),
        Err(error) => respond::failure(&req, state.institution(), &error, &mut note),
    };
    note_on(&req, note);
    cors::open(&req, response)
}
