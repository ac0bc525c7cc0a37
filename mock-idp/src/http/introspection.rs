//! `POST /token/introspection` (RFC 7662).

use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};

use super::client_endpoint::{self, Refused};
use super::{Served, respond};
use crate::journal::Endpoint;
use crate::provider::token_query::introspect;

/// The introspection request.
pub async fn post(req: HttpRequest, served: Served, payload: Payload) -> HttpResponse {
    client_endpoint::answer(
        &req,
        &served,
        payload,
        Endpoint::Introspection,
        async |institution, request, note| match introspect(institution, request, note).await {
            Ok(answer) => Ok(respond::json(&answer)),
            Err(refusal) => Err(Refused::new(
                &refusal,
                refusal.wire(),
                refusal.client_auth(),
                note,
            )),
        },
    )
    .await
}
