//! `POST /token`.

use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use oidc::error::{ErrorCode, challenge};
use oidc::refusal::{ClientAuthRefusal, TokenRefusal};
use oidc::secret::Secret;
use oidc::token::TokenResponse;

use super::exchange::note_on;
use super::{State, body, cors, respond};
use crate::institution::Institution;
use crate::journal::{Endpoint, Note};
use crate::provider::issue::Tokens;
use crate::provider::token::{Error, Request, token};

/// The token request.
pub async fn post(req: HttpRequest, state: Data<State>, payload: Payload) -> HttpResponse {
    let institution = state.institution();
    let mut note = Note::on(Endpoint::Token);
    let (response, allowed) = match body::form(&req, payload).await {
        Ok(params) => {
            let request = Request {
                authorization: authorization(&req),
                origin: cors::origin(&req),
                params: &params,
            };
            match token(institution, request, &mut note).await {
                Ok(tokens) => (success(&tokens), true),
                Err(Error::Refused(refusal)) => refused(&req, institution, &refusal, &mut note),
                Err(Error::Keys(error)) => {
                    (respond::failure(&req, institution, &error, &mut note), true)
                }
            }
        }
        Err(refusal) => (
            respond::refused_request(&req, institution, &refusal, &mut note),
            true,
        ),
    };
    note_on(&req, note);
    cors::client(&req, response, allowed)
}

/// The `Authorization` header; one that is not text is as good as malformed.
pub(super) fn authorization(req: &HttpRequest) -> Option<&str> {
    req.headers()
        .get(AUTHORIZATION)
        .map(|value| value.to_str().unwrap_or("?"))
}

fn success(tokens: &Tokens) -> HttpResponse {
    let body = TokenResponse {
        access_token: tokens.access_token.expose(),
        expires_in: tokens.expires_in,
        id_token: tokens.id_token.as_ref().map(Secret::expose),
        refresh_token: tokens.refresh_token.as_ref().map(Secret::expose),
        scope: tokens.scope.to_string(),
        token_type: "Bearer",
    };
    HttpResponse::Ok()
        .insert_header(respond::NO_STORE)
        .content_type(respond::JSON)
        .body(serde_json::to_string(&body).unwrap_or_default())
}

/// The answer, and whether the script that asked may read it.
fn refused(
    req: &HttpRequest,
    institution: &Institution,
    refusal: &TokenRefusal,
    note: &mut Note,
) -> (HttpResponse, bool) {
    let wire = refusal.wire();
    note.refused(&wire, refusal);
    let foreign = matches!(
        refusal,
        TokenRefusal::ClientAuth(ClientAuthRefusal::OriginNotAllowed { .. })
    );
    let unauthorized = wire.code == ErrorCode::InvalidClient;
    let status = if unauthorized {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::BAD_REQUEST
    };
    let mut response = respond::error(req, institution, status, &wire);
    if unauthorized && authorization(req).is_some() {
        let challenge = challenge("Basic", &institution.profile.issuer, Some(&wire));
        if let Ok(value) = challenge.parse() {
            response.headers_mut().insert(WWW_AUTHENTICATE, value);
        }
    }
    (response, !foreign)
}
