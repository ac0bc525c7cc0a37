//! An authorization request comes in.

use oidc::authorize::{AuthorizationRequest, Rejection};
use oidc::interaction;
use oidc::params::Params;
use oidc::refusal::AuthorizationRefusal;
use oidc::secret::{Fingerprint, Secret};

use super::decision::{self, Ask, Response, Step};
use super::interaction::{Begun, begin};
use super::{auto_login, hint, newcomer, session};
use crate::institution::Institution;
use crate::journal::Note;

/// What the browser is answered, and the value of its new session cookie where it was signed in without
/// a page.
#[derive(Debug)]
pub struct Answered {
    /// The answer.
    pub answer: Answer,
    /// The cookie.
    pub session_cookie: Option<Secret>,
}

/// What the browser is answered.
#[derive(Debug)]
pub enum Answer {
    /// It goes to the page for login, second factor or consent.
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
) -> Answered {
    note.keep_params(params);
    let current = session::current(institution, session_cookie).await;
    note.account = current
        .as_ref()
        .map(|current| current.session.account.clone());
    let request = match parse(institution, params).await {
        Ok(request) => request,
        Err(mut rejection) => {
            if rejection.refusal == AuthorizationRefusal::ClientNotFound {
                let client_id = params.get("client_id").unwrap_or_default();
                let why = newcomer::why_unknown(institution, client_id, params);
                rejection.refusal = why.map_or(
                    AuthorizationRefusal::ClientNotFound,
                    AuthorizationRefusal::ClientNotRegistered,
                );
            }
            note.client_id.clone_from(&rejection.client_id);
            return Answered::respond(decision::reject(*rejection, note));
        }
    };
    note.client_id = Some(request.client_id.clone());
    note.leniencies.extend(&request.leniencies);
    if request.pushed.is_none() {
        note.ignored(&request.ignored_scopes(params));
        note.withheld(request.withheld_claims(params, &institution.profile));
    }
    let hinted_sub = match hint::subject(institution, &request).await {
        Ok(hinted_sub) => hinted_sub,
        Err(refusal) => {
            let response = decision::refuse(institution, &request, refusal, note);
            return Answered::respond(response);
        }
    };
    let hint = hinted_sub.as_deref();
    let step = if auto_login::switches_user(institution, &request, current.as_ref()) {
        Step::Ask(Ask::Login)
    } else {
        let answered = interaction::Answered::default();
        let current = current.as_ref();
        decision::advance(institution, &request, hint, answered, current, note).await
    };
    let (session_cookie, step) = match step {
        Step::Ask(ask) => auto_login::sign_in(institution, &request, hint, current, note)
            .await
            .unwrap_or((None, Step::Ask(ask))),
        step @ Step::Respond(_) => (None, step),
    };
    let answer = match step {
        Step::Ask(_) => Answer::Interact(begin(institution, request, hinted_sub).await),
        Step::Respond(response) => Answer::Respond(response),
    };
    Answered {
        answer,
        session_cookie,
    }
}

impl Answered {
    const fn respond(response: Response) -> Self {
        Self {
            answer: Answer::Respond(response),
            session_cookie: None,
        }
    }
}

/// Reads the request, or the pushed one that it refers to.
async fn parse(
    institution: &Institution,
    params: &Params,
) -> Result<AuthorizationRequest, Box<Rejection>> {
    let find = |client_id: &str| institution.client(client_id);
    let profile = &institution.profile;
    let Some(request_uri) = params.get("request_uri") else {
        return AuthorizationRequest::parse(params, find, profile);
    };
    let id = Fingerprint::of(request_uri);
    let pushed = institution.store.pushed_request(id).await;
    let now = institution.now();
    AuthorizationRequest::parse_pushed(params, find, pushed.as_ref(), now, profile)
}
