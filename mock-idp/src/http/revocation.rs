//! `POST /token/revocation` (RFC 7009).

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};

use super::Served;
use super::client_endpoint::{self, Refused};
use crate::journal::Endpoint;
use crate::provider::token_query::revoke;

/// The revocation request. This endpoint forbids nobody to store its answers, which tell nothing.
pub async fn post(req: HttpRequest, served: Served, payload: Payload) -> HttpResponse {
    let mut response = client_endpoint::answer(
        &req,
        &served,
        payload,
        Endpoint::Revocation,
        async |institution, request, note| match revoke(institution, request, note).await {
            Ok(()) => Ok(HttpResponse::Ok()
                .content_type("text/plain; charset=utf-8")
                .finish()),
            Err(refusal) => Err(Refused::new(
                &refusal,
                refusal.wire(),
                refusal.client_auth(),
                note,
            )),
        },
    )
    .await;
    response.headers_mut().remove(CACHE_CONTROL);
    response
}
