//! A pending authorization request: it waits here while the user answers pages, and only its id
//! travels with them.

use std::sync::Arc;

use oidc::authorize::AuthorizationRequest;
use oidc::consent::Consent;
use oidc::entropy::{name, unguessable};
use oidc::interaction::{Answered, Interaction};
use oidc::refusal::{AuthorizationRefusal, InteractionRefusal};
use oidc::secret::{Fingerprint, Secret};

use super::decision::{self, Ask, Response, Step};
use super::login::Browser;
use super::session;
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
    let step = decision::advance(
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
            if interaction.asked.is_some() && interaction.asked != note.account {
                // The form that somebody else was shown is good for nothing any more.
                interaction.form_token = Secret::new(unguessable(&*institution.entropy));
            }
            interaction.asked.clone_from(&note.account);
            let page = Page::of(institution, &interaction);
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

/// Ends a request that the user does not want to go on with.
///
/// # Errors
/// [`InteractionRefusal::NotFound`] where a page in another tab was faster.
pub async fn cancel(
    institution: &Institution,
    id: &str,
    note: &mut Note,
) -> Result<Response, InteractionRefusal> {
    let taken = institution.store.take_interaction(id).await;
    let request = taken.ok_or(InteractionRefusal::NotFound)?.request;
    let refusal = AuthorizationRefusal::EndUserAborted;
    Ok(decision::refuse(institution, &request, refusal, note))
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
