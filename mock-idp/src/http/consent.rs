//! `POST /interaction/{id}/consent`.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::authorize::respond_with;
use super::cookies::Brought;
use super::exchange::note_on;
use super::interaction::{id, refused};
use super::{State, body, respond};
use crate::journal::{Endpoint, Note};
use crate::paths::ISSUER_PATH;
use crate::provider::consent::{Answer, submit};

/// The form of the consent page.
pub async fn post(req: HttpRequest, state: Data<State>, payload: Payload) -> HttpResponse {
    let institution = state.institution();
    let mut note = Note::on(Endpoint::Consent);
    let form = match body::form(&req, payload).await {
        Ok(form) => form,
        Err(refusal) => {
            let response = respond::refused_request(&req, institution, &refusal, &mut note);
            note_on(&req, note);
            return response;
        }
    };
    let id = id(&req);
    let brought = Brought::from(&req, institution);
    let response = match submit(institution, id, brought.browser(), &form, &mut note).await {
        Ok(Answer::Continue) => respond::see_other(&format!("{ISSUER_PATH}/interaction/{id}")),
        Ok(Answer::Respond(response)) => respond_with(institution, &response),
        Err(refusal) => refused(institution, refusal, &mut note),
    };
    note_on(&req, note);
    response
}
