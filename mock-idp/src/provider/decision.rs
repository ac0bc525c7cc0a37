//! The one decision about an authorization request, and what comes of it.

use std::borrow::Cow;

use oidc::authorize::{AuthorizationRequest, Rejection};
use oidc::client::Client;
use oidc::consent::{Consent, Decided};
use oidc::interaction::{Answered, Decision, LoginStrength, Situation, decide};
use oidc::refusal::AuthorizationRefusal;
use oidc::response_mode::AuthorizationResponse;
use oidc::response_type::ResponseType;

use super::issue;
use super::session::Current;
use crate::institution::Institution;
use crate::journal::Note;

/// Where a request stands.
#[derive(Debug)]
pub enum Step {
    /// The user has to answer a page first.
    Ask(Ask),
    /// It is over.
    Respond(Response),
}

/// The page that is due.
#[derive(Debug)]
pub enum Ask {
    /// The login page.
    Login,
    /// The page for the second factor.
    SecondFactor,
    /// The consent page, for this.
    Consent(Consent),
}

/// How a request ends.
#[derive(Debug)]
pub enum Response {
    /// The client is told.
    Client(AuthorizationResponse),
    /// The user is told, on a page.
    Page(Box<Rejection>),
}

/// Takes the one decision about a request, and carries it out where it ends the request.
pub async fn advance(
    institution: &Institution,
    request: &AuthorizationRequest,
    hinted_sub: Option<&str>,
    answered: Answered,
    current: Option<&Current>,
    note: &mut Note,
) -> Step {
    let profile = &institution.profile;
    let Some(client) = institution.client(&request.client_id) else {
        let refusal = AuthorizationRefusal::ClientNotFound;
        return Step::Respond(refuse(institution, request, refusal, note));
    };
    let user = current.and_then(|current| institution.user(&current.session.account));
    let asked = request;
    let request = user.map_or(Cow::Borrowed(asked), |user| {
        asked.for_user(&user.claims, profile)
    });
    let request = request.as_ref();
    let decided = decided(institution, request, client, current).await;
    let login = match (current, user) {
        (Some(current), Some(user)) => user.login_strength(&current.session),
        _ => LoginStrength::default(),
    };
    let situation = Situation {
        session: current.map(|current| &current.session),
        decided: &decided,
        login,
        hinted_sub,
        answered,
        now: institution.now(),
    };
    match (decide(request, situation, profile), current) {
        (Decision::AskLogin, _) => Step::Ask(Ask::Login),
        (Decision::AskSecondFactor, _) => Step::Ask(Ask::SecondFactor),
        (Decision::AskConsent(missing), _) => Step::Ask(Ask::Consent(missing)),
        (Decision::Refuse(refusal), _) => {
            Step::Respond(refuse(institution, request, refusal, note))
        }
        (Decision::Issue, Some(current)) => {
            if let Some(user) = user {
                note.withheld(asked.unanswered_claims(&user.claims, &decided.agreed));
            }
            Step::Respond(issue(institution, request, current, &decided.agreed, note).await)
        }
        (Decision::Issue, None) => {
            let refusal = AuthorizationRefusal::AccountNotFound;
            Step::Respond(refuse(institution, request, refusal, note))
        }
    }
}

/// What the user has decided; all is agreed to where the client need not ask.
async fn decided(
    institution: &Institution,
    request: &AuthorizationRequest,
    client: &Client,
    current: Option<&Current>,
) -> Decided {
    match current {
        _ if !client.require_consent => Decided {
            agreed: request.asks_for(&institution.profile),
            declined: Consent::default(),
        },
        Some(current) => {
            let account = &current.session.account;
            institution.store.decided(account, &client.id).await
        }
        None => Decided::default(),
    }
}

/// Answers a request that everything has been granted to; a pushed one is used up by that.
async fn issue(
    institution: &Institution,
    request: &AuthorizationRequest,
    current: &Current,
    agreed: &Consent,
    note: &mut Note,
) -> Response {
    if let Some(pushed) = request.pushed
        && !institution.store.consume_pushed_request(pushed).await
    {
        return refuse(
            institution,
            request,
            AuthorizationRefusal::RequestUriUsed,
            note,
        );
    }
    let code = match request.response_type {
        ResponseType::Code => issue::code(institution, request, current, agreed, note)
            .await
            .map(Some),
        ResponseType::None => Ok(None),
    };
    match code {
        Ok(code) => {
            let destination = request.destination(&institution.profile);
            Response::Client(destination.success(code.as_ref()))
        }
        Err(refusal) => refuse(institution, request, refusal, note),
    }
}

/// Refuses a well-formed request.
pub fn refuse(
    institution: &Institution,
    request: &AuthorizationRequest,
    refusal: AuthorizationRefusal,
    note: &mut Note,
) -> Response {
    reject(request.reject(refusal, &institution.profile), note)
}

/// Tells a rejection where it has to be told.
pub fn reject(rejection: Rejection, note: &mut Note) -> Response {
    let wire = rejection.refusal.wire();
    note.refused(&wire, &rejection.refusal);
    match &rejection.destination {
        Some(destination) => Response::Client(destination.error(&wire)),
        None => Response::Page(Box::new(rejection)),
    }
}
