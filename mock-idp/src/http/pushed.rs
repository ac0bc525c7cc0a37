//! `POST /request` (RFC 9126).

use actix_web::http::StatusCode;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use oidc::refusal::PushedRequestRefusal;
use serde::Serialize;

use super::client_endpoint::{self, Refused};
use super::{Served, respond};
use crate::journal::Endpoint;
use crate::provider::pushed::push;

/// The body of a successful answer, in the order of the library that Banno runs.
#[derive(Serialize)]
struct PushedResponse<'a> {
    expires_in: u64,
    request_uri: &'a str,
}

/// The pushed authorization request.
pub async fn post(req: HttpRequest, served: Served, payload: Payload) -> HttpResponse {
    client_endpoint::answer(
        &req,
        &served,
        payload,
        Endpoint::PushedRequest,
        async |institution, request, note| match push(institution, request, note).await {
            Ok(pushed) => {
                let mut response = respond::json(&PushedResponse {
                    expires_in: pushed.expires_in,
                    request_uri: pushed.request_uri.expose(),
                });
                *response.status_mut() = StatusCode::CREATED;
                Ok(response)
            }
            Err(refusal) => {
                let client_auth = match &refusal {
                    PushedRequestRefusal::ClientAuth(refusal) => Some(refusal),
                    _ => None,
                };
                Err(Refused::new(&refusal, refusal.wire(), client_auth, note))
            }
        },
    )
    .await
}
