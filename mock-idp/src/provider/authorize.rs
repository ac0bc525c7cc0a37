//! An authorization request comes in.

use oidc::authorize::AuthorizationRequest;
use oidc::interaction::Answered;
use oidc::params::Params;

use super::hint;
use super::interaction::{self, Begun, Response, Step};
use super::session;
use crate::institution::Institution;
use crate::journal::Note;

/// What the browser is answered.
#[derive(Debug)]
pub enum Answer {
    /// It goes to the login or consent page.
    Interact(Begun),
    /// The request is over.
    Respond(Response),
}

/// Handles the request of a browser with that session cookie.
pub async fn authorize(
    institution: &Institution,
    params: &Params,
    session_cookie: Option<&str>,
    note: &mut Note,
) -> Answer {
    note.keep_params(params);
    let find = |client_id: &str| institution.client(client_id);
    let request = match AuthorizationRequest::parse(params, find, &institution.profile) {
        Ok(request) => request,
        Err(rejection) => {
            note.client_id.clone_from(&rejection.client_id);
            return Answer::Respond(interaction::reject(*rejection, note));
        }
    };
    note.client_id = Some(request.client_id.clone());
    let hinted_sub = match hint::subject(institution, &request).await {
        Ok(hinted_sub) => hinted_sub,
        Err(refusal) => {
            return Answer::Respond(interaction::refuse(institution, &request, refusal, note));
        }
    };
    let current = session::current(institution, session_cookie).await;
    note.account = current
        .as_ref()
        .map(|current| current.session.account.clone());
    let hint = hinted_sub.as_deref();
    let answered = Answered::default();
    let step = interaction::advance(
        institution,
        &request,
        hint,
        answered,
        current.as_ref(),
        note,
    )
    .await;
    match step {
        Step::Ask(_) => {
            Answer::Interact(interaction::begin(institution, request, hinted_sub).await)
        }
        Step::Respond(response) => Answer::Respond(response),
    }
}
