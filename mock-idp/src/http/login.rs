//! `POST /interaction/{id}/login`.

use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use oidc::params::Params;

use super::authorize::respond_with;
use super::cookies::Brought;
use super::interaction::{id, login_page, refused, submitted};
use super::{Served, cookies, respond};
use crate::institution::Institution;
use crate::journal::{Endpoint, Note};
use crate::provider::login::{Answer, submit};

/// The form of the login page.
pub async fn post(req: HttpRequest, served: Served, payload: Payload) -> HttpResponse {
    submitted(&req, &served, payload, Endpoint::Login, handle).await
}

async fn handle(
    req: &HttpRequest,
    institution: &Institution,
    form: &Params,
    note: &mut Note,
) -> HttpResponse {
    let id = id(req);
    let brought = Brought::from(req, institution);
    let answer = submit(institution, id, brought.browser(), form, note).await;
    let (mut response, session_cookie) = match answer {
        Ok(Answer::Again(page, failure)) => {
            (login_page(institution, id, &page, Some(failure)), None)
        }
        Ok(Answer::Continue { session_cookie }) => {
            let page = institution.page_path(id);
            (respond::see_other(req, &page), Some(session_cookie))
        }
        Ok(Answer::Respond {
            session_cookie,
            response,
        }) => (respond_with(req, institution, &response), session_cookie),
        Err(refusal) => (refused(institution, refusal, note), None),
    };
    if let Some(value) = session_cookie {
        // A cookie whose header cannot be written would show at once: the user is not signed in.
        let _ = response.add_cookie(&cookies::session(institution, &value));
    }
    response
}
