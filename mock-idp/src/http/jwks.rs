//! `GET /jwks`.

use actix_web::{HttpRequest, HttpResponse};

use super::exchange::note_on;
use super::{Served, cors, respond};
use crate::journal::{Endpoint, Note};

/// The public signing keys.
pub async fn get(req: HttpRequest, served: Served) -> HttpResponse {
    let mut note = Note::on(Endpoint::Jwks);
    let response = match served.institution().jwks().await {
        Ok(body) => HttpResponse::Ok().content_type(respond::JWK_SET).body(body),
        Err(error) => respond::failure(&req, served.institution(), &error, &mut note),
    };
    note_on(&req, note);
    cors::open(&req, response)
}
