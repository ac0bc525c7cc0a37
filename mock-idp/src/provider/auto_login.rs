//! Signing in without a page, where a leniency allows it.

use oidc::authorize::AuthorizationRequest;
use oidc::consent::{Consent, Decided};
use oidc::interaction::Answered;
use oidc::policy::{AutoLogin, Leniency};
use oidc::secret::Secret;

use super::decision::{self, Step};
use super::login;
use super::session::{self, Current};
use crate::institution::{Institution, User};
use crate::journal::Note;

/// Whether the request names somebody else than who is signed in, who is to be signed in instead.
#[must_use]
pub fn switches_user(
    institution: &Institution,
    request: &AuthorizationRequest,
    current: Option<&Current>,
) -> bool {
    let Some(AutoLogin::Hinted(name)) = named(institution, request) else {
        return false;
    };
    let signed_in = current.and_then(|current| institution.user(&current.session.account));
    signed_in.is_some_and(|user| user.username != name)
}

/// Signs somebody in where a page would be due, with second factor and consent, and goes on with the
/// request; the value of the new session cookie is there unless the user was signed in already. Answers
/// nothing where nobody is to be signed in, or somebody who cannot be: then the page is shown, and the
/// journal says why.
pub async fn sign_in(
    institution: &Institution,
    request: &AuthorizationRequest,
    hinted_sub: Option<&str>,
    before: Option<Current>,
    note: &mut Note,
) -> Option<(Option<Secret>, Step)> {
    let named = named(institution, request)?;
    let (AutoLogin::Hinted(name) | AutoLogin::Usual(name)) = named;
    let user = match login::find(institution, name) {
        Ok(user) => user,
        Err(failure) => {
            note.refusal = Some(failure.refused_without_page());
            return None;
        }
    };
    let is_other = |current: &Current| current.session.account != user.sub;
    if matches!(named, AutoLogin::Usual(_)) && before.as_ref().is_some_and(is_other) {
        // Whoever has signed in by the page is asked by the page.
        return None;
    }
    note.leniencies.push(Leniency::AllowAutoLogin);
    note.account = Some(user.sub.clone());
    let (cookie, current) = session(institution, request, user, before).await;
    agree(institution, request, user).await;
    let answered = Answered {
        login: true,
        consent: true,
    };
    let current = Some(&current);
    let step = decision::advance(institution, request, hinted_sub, answered, current, note).await;
    Some((cookie, step))
}

fn named<'a>(
    institution: &'a Institution,
    request: &'a AuthorizationRequest,
) -> Option<AutoLogin<'a>> {
    let leniencies = &institution.profile.leniencies;
    let named = leniencies.auto_login(request.login_hint.as_deref());
    named.filter(|_| !request.prompt.none)
}

/// The session that the user has, or a new one where the request wants a new login.
async fn session(
    institution: &Institution,
    request: &AuthorizationRequest,
    user: &User,
    before: Option<Current>,
) -> (Option<Secret>, Current) {
    let now = institution.now();
    let is_good = |session: &oidc::session::Session| {
        let too_old = |age| session.is_older_than(age, now);
        session.account == user.sub
            && !request.prompt.login
            && !request.max_age.is_some_and(too_old)
    };
    let (cookie, mut current) = match before {
        Some(before) if is_good(&before.session) => (None, before),
        before => {
            let (cookie, current) = session::begin(institution, &user.sub, before).await;
            (Some(Secret::new(cookie)), current)
        }
    };
    if user.second_factor.is_some() {
        current.session.second_factor = true;
        institution.store.pass_second_factor(current.id).await;
    }
    (cookie, current)
}

/// Agrees to everything that the client asks for.
async fn agree(institution: &Institution, request: &AuthorizationRequest, user: &User) {
    let decided = Decided {
        agreed: request.asks_for(&institution.profile),
        declined: Consent::default(),
    };
    let store = &institution.store;
    store
        .extend_decided(&user.sub, &request.client_id, &decided)
        .await;
}
