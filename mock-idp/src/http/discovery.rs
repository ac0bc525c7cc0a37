//! `GET /.well-known/openid-configuration`, at the issuer and at the root of the host.

use actix_web::{HttpRequest, HttpResponse};

use super::exchange::note_on;
use super::{Served, cors, respond};
use crate::journal::{Endpoint, Note};

/// The metadata document.
pub async fn get(req: HttpRequest, served: Served) -> HttpResponse {
    note_on(&req, Note::on(Endpoint::Discovery));
    let response = HttpResponse::Ok()
        .content_type(respond::JSON)
        .body(served.institution().discovery());
    cors::open(&req, response)
}
