//! The login page and its form.

use std::sync::Arc;

use oidc::interaction::{Answered, Interaction};
use oidc::params::Params;
use oidc::refusal::InteractionRefusal;
use oidc::secret::Secret;

use super::decision::{self, Response, Step};
use super::interaction::{self, Page};
use super::session::{self, Current};
use crate::institution::{Institution, User, UserStatus};
use crate::journal::{Note, Refused};

/// What the form is answered with.
#[derive(Debug)]
pub enum Answer {
    /// Nobody is signed in: the page again, with what was typed as user name.
    Again(Page, LoginFailure),
    /// The user is signed in; the next page is due.
    Continue {
        /// The value of the new session cookie.
        session_cookie: Secret,
    },
    /// The user is signed in, or has cancelled, and the request is over.
    Respond {
        /// The value of the new session cookie, if signed in.
        session_cookie: Option<Secret>,
        /// How it ends.
        response: Response,
    },
}

/// Why nobody is signed in. Only who knows the password learns more than that it is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginFailure {
    /// The account is locked.
    Locked,
    /// The password has to be changed first.
    PasswordExpired,
    /// User name or password is wrong.
    Wrong,
}

/// Handles the form of the login page.
///
/// # Errors
/// [`InteractionRefusal`].
pub async fn submit(
    institution: &Institution,
    id: &str,
    browser: Browser<'_>,
    form: &Params,
    note: &mut Note,
) -> Result<Answer, InteractionRefusal> {
    note.keep_params(form);
    let interaction =
        interaction::find_for_form(institution, id, browser.interaction, form.get("xsrf")).await?;
    note.client_id = Some(interaction.request.client_id.clone());
    if form.get("action") == Some("cancel") {
        return Ok(Answer::Respond {
            session_cookie: None,
            response: interaction::cancel(institution, id, note).await?,
        });
    }
    let username = form.get("username").unwrap_or_default();
    let password = Secret::new(form.get("password").unwrap_or_default());
    let authenticated = authenticate(institution, username, &password);
    note.account = authenticated.map(|user| user.sub.clone());
    let user = match authenticated.ok_or(LoginFailure::Wrong).and_then(let_in) {
        Ok(user) => user,
        Err(failure) => {
            note.refusal = Some(failure.refused());
            let mut page = Page::of(institution, &interaction);
            username.clone_into(&mut page.username);
            return Ok(Answer::Again(page, failure));
        }
    };
    let before = session::current(institution, browser.session).await;
    let (cookie, current) = session::begin(institution, &user.sub, before).await;
    let cookie = Secret::new(cookie);
    proceed(institution, id, interaction, current, cookie, note).await
}

impl LoginFailure {
    /// Of somebody who was to be signed in without a page.
    pub(super) fn refused_without_page(self) -> Refused {
        match self {
            Self::Wrong => Refused {
                error: "login".to_owned(),
                description: None,
                reason: "nobody to sign in without a page has that user name".to_owned(),
                hint: Some("compare `login_hint` with `users` of the institution"),
            },
            Self::Locked | Self::PasswordExpired => self.refused(),
        }
    }

    pub(super) fn refused(self) -> Refused {
        let (reason, hint) = match self {
            Self::Locked => (
                "account locked",
                "the user's `status` is locked: sign in as somebody else",
            ),
            Self::PasswordExpired => (
                "password expired",
                "the user's `status` is password_expired: sign in as somebody else",
            ),
            Self::Wrong => (
                "user name or password wrong",
                "compare with `users` of the institution",
            ),
        };
        Refused {
            error: "login".to_owned(),
            description: None,
            reason: reason.to_owned(),
            hint: Some(hint),
        }
    }
}

/// What a browser brings with a form.
#[derive(Clone, Copy)]
pub struct Browser<'a> {
    /// The cookie of the interaction.
    pub interaction: Option<&'a str>,
    /// The cookie of the session.
    pub session: Option<&'a str>,
    /// The cookie of a logout.
    pub logout: Option<&'a str>,
}

async fn proceed(
    institution: &Institution,
    id: &str,
    mut interaction: Interaction,
    current: Current,
    session_cookie: Secret,
    note: &mut Note,
) -> Result<Answer, InteractionRefusal> {
    interaction.answered = Answered {
        login: true,
        ..interaction.answered
    };
    let Interaction {
        request,
        hinted_sub,
        answered,
        ..
    } = &interaction;
    let hint = hinted_sub.as_deref();
    let step = decision::advance(institution, request, hint, *answered, Some(&current), note).await;
    match step {
        Step::Ask(_) => {
            // A page in another tab may have ended the request meanwhile: then it stays ended.
            if !institution.store.replace_interaction(id, interaction).await {
                return Err(InteractionRefusal::NotFound);
            }
            Ok(Answer::Continue { session_cookie })
        }
        Step::Respond(response) => {
            institution
                .store
                .take_interaction(id)
                .await
                .ok_or(InteractionRefusal::NotFound)?;
            Ok(Answer::Respond {
                session_cookie: Some(session_cookie),
                response,
            })
        }
    }
}

/// Finds the user; a user name that nobody has takes as long as a wrong password.
fn authenticate<'i>(
    institution: &'i Institution,
    username: &str,
    password: &Secret,
) -> Option<&'i User> {
    let users = institution.users.iter().map(Arc::as_ref);
    let user = users.into_iter().find(|user| user.username == username);
    let expected = user.map_or_else(|| Secret::new(""), |user| user.password.clone());
    let right = expected == *password;
    user.filter(|_| right)
}

/// Finds a user who may sign in, whatever the password.
///
/// # Errors
/// [`LoginFailure`].
pub(super) fn find<'i>(
    institution: &'i Institution,
    username: &str,
) -> Result<&'i User, LoginFailure> {
    let mut users = institution.users.iter().map(Arc::as_ref);
    let user = users.find(|user| user.username == username);
    user.ok_or(LoginFailure::Wrong).and_then(let_in)
}

/// Whether the user, who has proven who it is, may sign in.
fn let_in(user: &User) -> Result<&User, LoginFailure> {
    match user.status {
        UserStatus::Active => Ok(user),
        UserStatus::Locked => Err(LoginFailure::Locked),
        UserStatus::PasswordExpired => Err(LoginFailure::PasswordExpired),
    }
}
