//! The user's session is to end (RP-Initiated Logout).

use oidc::client::Client;
use oidc::end_session::{self, PendingLogout};
use oidc::entropy::unguessable;
use oidc::params::Params;
use oidc::refusal::EndSessionRefusal;
use oidc::secret::{Fingerprint, Secret};

use super::hint;
use super::login::Browser;
use super::session::{self, Current};
use crate::institution::Institution;
use crate::journal::Note;

/// A logout that waits for its confirmation.
#[derive(Debug)]
pub struct Asked {
    /// The value of its cookie.
    pub cookie: Secret,
    /// The value that its form has to carry.
    pub form_token: Secret,
    /// The name of the user who is signed in; if nobody is, there is nothing to ask.
    pub user: Option<String>,
    /// The name of the client that has asked, if it said who it is.
    pub client: Option<String>,
    /// Where the form's answer may lead.
    pub post_logout_redirect_uri: Option<String>,
}

/// A logout that has been confirmed.
#[derive(Debug)]
pub struct Done {
    /// Where the browser goes.
    pub destination: Secret,
    /// Whether the session itself is over.
    pub everywhere: bool,
}

/// Handles the request of a client or of a person.
///
/// # Errors
/// [`EndSessionRefusal`].
pub async fn ask(
    institution: &Institution,
    params: &Params,
    session_cookie: Option<&str>,
    note: &mut Note,
) -> Result<Asked, EndSessionRefusal> {
    note.keep_params(params);
    end_session::check_parameters(params)?;
    let client = end_session::client(params, |id| institution.client(id))?;
    note.client_id = client.map(|client| client.id.clone());
    if let (Some(hint), Some(client)) = (params.get("id_token_hint"), client) {
        let hint = Secret::new(hint);
        let verified = hint::verify(institution, client, &hint).await;
        verified.map_err(EndSessionRefusal::HintInvalid)?;
    }
    let redirect_uri = end_session::redirect_uri(params, client)?;
    let current = session::current(institution, session_cookie).await;
    note.account = current.map(|current| current.session.account);
    let user = note
        .account
        .as_deref()
        .and_then(|sub| institution.user(sub));
    Ok(keep(
        institution,
        Asked {
            cookie: Secret::new(unguessable(&*institution.entropy)),
            form_token: Secret::new(unguessable(&*institution.entropy)),
            user: user.map(|user| user.display_name().to_owned()),
            client: client.map(|client| client.name.clone()),
            post_logout_redirect_uri: redirect_uri,
        },
        client,
        params.get("state"),
    )
    .await)
}

async fn keep(
    institution: &Institution,
    asked: Asked,
    client: Option<&Client>,
    state: Option<&str>,
) -> Asked {
    let now = institution.now();
    let pending = PendingLogout {
        client_id: client.map(|client| client.id.clone()),
        post_logout_redirect_uri: asked.post_logout_redirect_uri.clone(),
        state: state.map(Secret::new),
        form_token: asked.form_token.clone(),
        expires_at: now.after(institution.profile.lifetimes.interaction),
    };
    let id = Fingerprint::of(asked.cookie.expose());
    institution.store.put_logout(id, pending, now).await;
    asked
}

/// Handles the form: with `logout` the session ends, without it the client alone is signed out of.
///
/// # Errors
/// [`EndSessionRefusal`].
pub async fn confirm(
    institution: &Institution,
    browser: Browser<'_>,
    form: &Params,
    note: &mut Note,
) -> Result<Done, EndSessionRefusal> {
    note.keep_params(form);
    let repeated = form.repeated(&["xsrf", "logout"]);
    if !repeated.is_empty() {
        return Err(EndSessionRefusal::ParameterRepeated(repeated));
    }
    let store = &institution.store;
    let id = browser.logout.map(Fingerprint::of);
    let id = id.ok_or(EndSessionRefusal::DetailsNotFound)?;
    let pending = store.logout(id).await;
    let pending = pending.filter(|pending| !pending.expires_at.is_past(institution.now()));
    let pending = pending.ok_or(EndSessionRefusal::DetailsNotFound)?;
    note.client_id.clone_from(&pending.client_id);
    if form.get("xsrf").map(Secret::new).as_ref() != Some(&pending.form_token) {
        return Err(EndSessionRefusal::FormTokenMismatch);
    }
    // Of two submissions of one form, one takes the logout; the other is too late.
    let taken = store.take_logout(id).await;
    let pending = taken.ok_or(EndSessionRefusal::DetailsNotFound)?;
    let current = session::current(institution, browser.session).await;
    note.account = current
        .as_ref()
        .map(|current| current.session.account.clone());
    let everywhere = form.get("logout").is_some();
    match (&current, &pending.client_id) {
        (Some(current), _) if everywhere => session::end(institution, current).await,
        (Some(current), Some(client_id)) => leave(institution, current, client_id).await,
        _ => {}
    }
    let success = format!("{}/logout/success", institution.profile.issuer);
    Ok(Done {
        destination: pending.destination(&success, everywhere),
        everywhere,
    })
}

/// What the page tells that comes where no client has one of its own.
#[derive(Debug)]
pub struct Left {
    /// The client that the user has signed out of, if it was that one alone.
    pub client: Option<String>,
    /// Whether the user has chosen to stay, and is still signed in.
    pub stayed: bool,
}

/// Tells where the browser of somebody stands who has answered the confirmation page.
///
/// # Errors
/// [`EndSessionRefusal::ClientNotFound`].
pub async fn left(
    institution: &Institution,
    params: &Params,
    session_cookie: Option<&str>,
    note: &mut Note,
) -> Result<Left, EndSessionRefusal> {
    let found = |id| {
        institution
            .client(id)
            .ok_or(EndSessionRefusal::ClientNotFound)
    };
    let client = params.get("client_id").map(found).transpose()?;
    note.client_id = client.map(|client| client.id.clone());
    let current = session::current(institution, session_cookie).await;
    note.account = current.map(|current| current.session.account);
    Ok(Left {
        client: client.map(|client| client.name.clone()),
        stayed: client.is_none() && note.account.is_some(),
    })
}

/// Signs the user out of one client; the session goes on.
async fn leave(institution: &Institution, current: &Current, client_id: &str) {
    let Some(binding) = current.session.clients.get(client_id) else {
        return;
    };
    session::end_binding(institution, binding).await;
    institution.store.unbind_client(current.id, client_id).await;
}
