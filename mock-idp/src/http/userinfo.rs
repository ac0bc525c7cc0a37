//! `GET` and `POST /me`.

use actix_web::http::StatusCode;
use actix_web::http::header::WWW_AUTHENTICATE;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use oidc::error::{ErrorCode, challenge};
use oidc::params::Params;
use oidc::refusal::UserinfoRefusal;
use oidc::userinfo::Presented;

use super::client_endpoint::{authorization, proof};
use super::exchange::note_on;
use super::{Served, body, cors, respond};
use crate::institution::Institution;
use crate::journal::{Endpoint, Note};
use crate::provider::userinfo::{Answer, Error, userinfo};

/// The token in the header.
pub async fn get(req: HttpRequest, served: Served) -> HttpResponse {
    handle(
        &req,
        served.institution(),
        None,
        Note::on(Endpoint::Userinfo),
    )
    .await
}

/// The token in the header or in the form.
pub async fn post(req: HttpRequest, served: Served, payload: Payload) -> HttpResponse {
    let institution = served.institution();
    let mut note = Note::on(Endpoint::Userinfo);
    let is_without = institution.profile.name.takes_forms_without_body() && !body::has_body(&req);
    let form = if is_without {
        Ok(Params::default())
    } else {
        body::form(&req, payload).await
    };
    match form {
        Ok(params) => handle(&req, institution, Some(&params), note).await,
        Err(refusal) => {
            let challenge = challenge("Bearer", &institution.profile.issuer, Some(&refusal.wire()));
            let response = respond::refused_request(&req, institution, &refusal, &mut note);
            note_on(&req, note);
            cors::client(&req, with_challenge(response, &challenge), true)
        }
    }
}

async fn handle(
    req: &HttpRequest,
    institution: &Institution,
    body: Option<&Params>,
    mut note: Note,
) -> HttpResponse {
    let query = body::query(req);
    let proof = proof(req);
    let presented = Presented {
        authorization: authorization(req),
        proof: proof.as_deref(),
        query: &query,
        body,
        origin: cors::origin(req),
    };
    let method = req.method().as_str();
    let (response, allowed) = match userinfo(institution, method, presented, &mut note).await {
        Ok(Answer::Claims(claims)) => (respond::json(&claims), true),
        Ok(Answer::Jwt(jwt)) => (respond::jwt(&jwt), true),
        Err(Error::Refused { refusal, bound }) => {
            let allowed = !matches!(refusal, UserinfoRefusal::OriginNotAllowed { .. });
            let response = refused(req, institution, &refusal, bound, &mut note);
            (response, allowed)
        }
        Err(Error::Keys(error)) => {
            let response = respond::failure(req, institution, &error, &mut note);
            (response, true)
        }
    };
    note_on(req, note);
    cors::client(req, response, allowed)
}

fn refused(
    req: &HttpRequest,
    institution: &Institution,
    refusal: &UserinfoRefusal,
    bound: bool,
    note: &mut Note,
) -> HttpResponse {
    let wire = refusal.wire();
    note.refused(&wire, refusal);
    let status = match wire.code {
        ErrorCode::InvalidDpopProof | ErrorCode::InvalidToken => StatusCode::UNAUTHORIZED,
        ErrorCode::InsufficientScope => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    };
    let response = respond::error(req, institution, status, &wire);
    let profile = &institution.profile;
    let challenge = refusal.challenge(&profile.issuer, bound, &profile.offer.proof_algs);
    with_challenge(response, &challenge)
}

fn with_challenge(mut response: HttpResponse, challenge: &str) -> HttpResponse {
    if let Ok(value) = challenge.parse() {
        response.headers_mut().insert(WWW_AUTHENTICATE, value);
    }
    response
}
