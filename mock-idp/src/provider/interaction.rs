//! A pending authorization request: it waits here while the user answers pages, and only its id
//! travels with them.

use std::borrow::Cow;
use std::sync::Arc;

use oidc::authorize::{AuthorizationRequest, Rejection};
use oidc::client::Client;
use oidc::consent::{Consent, Decided};
use oidc::entropy::{name, unguessable};
use oidc::interaction::{Answered, Decision, Interaction, LoginStrength, Situation, decide};
use oidc::refusal::{AuthorizationRefusal, InteractionRefusal};
use oidc::response_mode::AuthorizationResponse;
use oidc::response_type::ResponseType;
use oidc::secret::{Fingerprint, Secret};

use super::issue;
use super::login::Browser;
use super::session::{self, Current};
use crate::institution::{Institution, User};
use crate::journal::Note;

/// An interaction that has just begun, and what its browser has to keep.
#[derive(Debug)]
pub struct Begun {
    /// Its id, which is part of its pages' address.
    pub id: String,
    /// The value of its cookie.
    pub cookie: Secret,
}

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

/// What a page of an interaction shows.
#[derive(Debug)]
pub struct Page {
    /// The client's name.
    pub client_name: String,
    /// What its form has to carry.
    pub form_token: Secret,
    /// The verified redirect URI, which the form's answer may lead to.
    pub redirect_uri: String,
    /// What stands in the field for the user name.
    pub username: String,
}

/// What the address of an interaction leads to.
#[derive(Debug)]
pub enum Shown {
    /// The login page.
    Login(Page),
    /// The page for the second factor.
    SecondFactor(Page),
    /// The consent page, for this, asked of the user who is signed in.
    Consent(Page, Consent, Arc<User>),
    /// The request is over: a page in another tab has answered it.
    Respond(Response),
}

/// Keeps a request for the time of its pages.
pub async fn begin(
    institution: &Institution,
    request: AuthorizationRequest,
    hinted_sub: Option<String>,
) -> Begun {
    let entropy = &*institution.entropy;
    let now = institution.now();
    let begun = Begun {
        id: name(entropy),
        cookie: Secret::new(unguessable(entropy)),
    };
    let interaction = Interaction {
        request,
        hinted_sub,
        answered: Answered::default(),
        asked: None,
        browser: Fingerprint::of(begun.cookie.expose()),
        form_token: Secret::new(unguessable(entropy)),
        expires_at: now.after(institution.profile.lifetimes.interaction),
    };
    institution
        .store
        .put_interaction(&begun.id, interaction, now)
        .await;
    begun
}

/// Shows the page that is due.
///
/// # Errors
/// [`InteractionRefusal`].
pub async fn show(
    institution: &Institution,
    id: &str,
    browser: Browser<'_>,
    note: &mut Note,
) -> Result<Shown, InteractionRefusal> {
    let mut interaction = find(institution, id, browser.interaction).await?;
    let Interaction {
        request,
        hinted_sub,
        answered,
        ..
    } = &interaction;
    note.client_id = Some(request.client_id.clone());
    let current = session::current(institution, browser.session).await;
    note.account = current
        .as_ref()
        .map(|current| current.session.account.clone());
    let hint = hinted_sub.as_deref();
    let step = advance(
        institution,
        request,
        hint,
        *answered,
        current.as_ref(),
        note,
    )
    .await;
    let page = Page::of(institution, &interaction);
    match step {
        Step::Ask(Ask::Login) => Ok(Shown::Login(page)),
        Step::Ask(Ask::SecondFactor) => Ok(Shown::SecondFactor(page)),
        Step::Ask(Ask::Consent(asked)) => {
            let account = note.account.as_deref();
            let user = account.and_then(|account| institution.user(account));
            let user = user.ok_or(InteractionRefusal::NotFound)?.clone();
            interaction.asked.clone_from(&note.account);
            if !institution.store.replace_interaction(id, interaction).await {
                return Err(InteractionRefusal::NotFound);
            }
            Ok(Shown::Consent(page, asked, user))
        }
        Step::Respond(response) => {
            institution
                .store
                .take_interaction(id)
                .await
                .ok_or(InteractionRefusal::NotFound)?;
            Ok(Shown::Respond(response))
        }
    }
}

impl Page {
    /// The page of an interaction, with the user name that the client has hinted at.
    pub(super) fn of(institution: &Institution, interaction: &Interaction) -> Self {
        let request = &interaction.request;
        let client = institution.client(&request.client_id);
        Self {
            client_name: client.map_or_else(String::new, |client| client.name.clone()),
            form_token: interaction.form_token.clone(),
            redirect_uri: request.redirect_uri.clone(),
            username: request.login_hint.clone().unwrap_or_default(),
        }
    }
}

/// Finds a pending request for the browser that it belongs to.
///
/// # Errors
/// [`InteractionRefusal`].
pub async fn find(
    institution: &Institution,
    id: &str,
    cookie: Option<&str>,
) -> Result<Interaction, InteractionRefusal> {
    let cookie = cookie.ok_or(InteractionRefusal::CookieMismatch)?;
    let interaction = institution
        .store
        .interaction(id)
        .await
        .ok_or(InteractionRefusal::NotFound)?;
    if interaction.expires_at.is_past(institution.now()) {
        return Err(InteractionRefusal::Expired);
    }
    if Fingerprint::of(cookie) != interaction.browser {
        return Err(InteractionRefusal::CookieMismatch);
    }
    Ok(interaction)
}

/// Finds a pending request for a form that its page has submitted.
///
/// # Errors
/// [`InteractionRefusal`].
pub async fn find_for_form(
    institution: &Institution,
    id: &str,
    cookie: Option<&str>,
    form_token: Option<&str>,
) -> Result<Interaction, InteractionRefusal> {
    let interaction = find(institution, id, cookie).await?;
    if form_token.map(Secret::new).as_ref() != Some(&interaction.form_token) {
        return Err(InteractionRefusal::FormTokenMismatch);
    }
    Ok(interaction)
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
        ResponseType::Code => Some(issue::code(institution, request, current, agreed, note).await),
        ResponseType::None => None,
    };
    let destination = request.destination(&institution.profile);
    Response::Client(destination.success(code.as_ref()))
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
