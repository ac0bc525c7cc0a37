//! `POST /interaction/{id}/login`.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::authorize::respond_with;
use super::cookies::Brought;
use super::exchange::note_on;
use super::interaction::{id, login_page, refused};
use super::{State, body, cookies, respond};
use crate::journal::{Endpoint, Note};
use crate::paths::ISSUER_PATH;
use crate::provider::login::{Answer, submit};

/// The form of the login page.
pub async fn post(req: HttpRequest, state: Data<State>, payload: Payload) -> HttpResponse {
    let institution = state.institution();
    let mut note = Note::on(Endpoint::Login);
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
    let answer = submit(institution, id, brought.browser(), &form, &mut note).await;
    let (mut response, session_cookie) = match answer {
        Ok(Answer::WrongPassword(page)) => (login_page(institution, id, &page, true), None),
        Ok(Answer::Continue { session_cookie }) => {
            let page = format!("{ISSUER_PATH}/interaction/{id}");
            (respond::see_other(&page), Some(session_cookie))
        }
        Ok(Answer::Respond {
            session_cookie,
            response,
        }) => (respond_with(institution, &response), session_cookie),
        Err(refusal) => (refused(institution, refusal, &mut note), None),
    };
    if let Some(value) = session_cookie {
        // A cookie whose header cannot be written would show at once: the user is not signed in.
        let _ = response.add_cookie(&cookies::session(institution, &value));
    }
    note_on(&req, note);
    response
}
