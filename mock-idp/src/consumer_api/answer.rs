use actix_web::http::StatusCode;
use actix_web::http::header::WWW_AUTHENTICATE;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::Refusal;
use crate::http::{cors, note_on, respond};
use crate::institution::Institution;
use crate::journal::Note;

/// What an endpoint has to say.
pub(super) type Answer = Result<HttpResponse, Refusal>;

/// `Error` of the Consumer API (`banno.md` 6.7). Its shape is documented for `/fetch`; that the other
/// endpoints have it, that the code is the status and the text its name, is our assumption.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Error {
    error_code: u16,
    messages: &'static str,
}

/// Notes what came of a request, and says who may read it.
pub(super) fn finish(
    req: &HttpRequest,
    institution: &Institution,
    answer: Answer,
    mut note: Note,
) -> HttpResponse {
    let response = answer.unwrap_or_else(|refusal| refused(institution, &refusal, &mut note));
    // Of a token that is nobody's, anybody may read so.
    let client = note
        .client_id
        .as_deref()
        .and_then(|id| institution.client(id));
    let readable = match (client, cors::origin(req)) {
        (Some(client), Some(origin)) => institution.profile.allows_origin(client, origin),
        _ => true,
    };
    note_on(req, note);
    cors::client(req, response, readable)
}

fn refused(institution: &Institution, refusal: &Refusal, note: &mut Note) -> HttpResponse {
    let status = refusal.status();
    let error = Error {
        error_code: status.as_u16(),
        messages: status.canonical_reason().unwrap_or_default(),
    };
    note.refused_by_status(error.error_code, error.messages, refusal);
    if status == StatusCode::INTERNAL_SERVER_ERROR {
        tracing::error!(error = %refusal, "the provider has failed");
    }
    let body = serde_json::to_string(&error).unwrap_or_default();
    let mut response = HttpResponse::build(status);
    response
        .insert_header(respond::NO_STORE)
        .content_type(respond::JSON);
    if let Refusal::Token(token) = refusal {
        let profile = &institution.profile;
        let (realm, algs) = (&profile.issuer, &profile.offer.proof_algs);
        let challenge = token.refusal.challenge(realm, token.bound, algs);
        response.insert_header((WWW_AUTHENTICATE, challenge));
    }
    response.body(body)
}
