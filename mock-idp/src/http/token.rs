//! `POST /token`.

use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use oidc::refusal::TokenRefusal;
use oidc::secret::Secret;
use oidc::token::TokenResponse;

use super::client_endpoint::{self, Refused};
use super::{Served, respond};
use crate::journal::Endpoint;
use crate::provider::issue::Tokens;
use crate::provider::token::{Error, token};

/// The token request.
pub async fn post(req: HttpRequest, served: Served, payload: Payload) -> HttpResponse {
    client_endpoint::answer(
        &req,
        &served,
        payload,
        Endpoint::Token,
        async |institution, request, note| match token(institution, request, note).await {
            Ok(tokens) => Ok(success(&tokens)),
            Err(Error::Refused(refusal)) => {
                let client_auth = match &refusal {
                    TokenRefusal::ClientAuth(refusal) => Some(refusal),
                    _ => None,
                };
                Err(Refused::new(&refusal, refusal.wire(), client_auth, note))
            }
            Err(Error::Keys(error)) => Ok(respond::failure(&req, institution, &error, note)),
        },
    )
    .await
}

fn success(tokens: &Tokens) -> HttpResponse {
    respond::json(&TokenResponse {
        access_token: tokens.access_token.expose(),
        expires_in: tokens.expires_in,
        id_token: tokens.id_token.as_ref().map(Secret::expose),
        issued_token_type: tokens.issued_token_type,
        refresh_token: tokens.refresh_token.as_ref().map(Secret::expose),
        scope: tokens.scope.to_string(),
        token_type: tokens.token_type,
    })
}
