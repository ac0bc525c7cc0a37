//! The pages: plain HTML, rendered from `templates/`; the one that posts a form by itself has the only
//! script.

mod words;

use std::sync::LazyLock;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oidc::authorize::Rejection;
use oidc::consent::Consent;
use oidc::error::WireError;
use oidc::response_mode::FormPost;
use oidc::scope::OPENID;

use self::words::Wish;
use crate::institution::{Institution, User};
use crate::provider::end_session::Asked;
use crate::provider::interaction::Page;
use crate::provider::login::LoginFailure;

/// The stylesheet of all pages.
pub const STYLESHEET: &str = include_str!("static/style.css");

/// The login page.
#[derive(Template)]
#[template(path = "login.html")]
pub struct LoginPage<'a> {
    institution: &'a str,
    client: &'a str,
    form_token: &'a str,
    username: &'a str,
    alert: Option<&'static str>,
    action: String,
}

/// The consent page.
#[derive(Template)]
#[template(path = "consent.html")]
pub struct ConsentPage<'a> {
    institution: &'a str,
    client: &'a str,
    form_token: &'a str,
    user: &'a str,
    wishes: Vec<WishLine>,
    names: Vec<String>,
    action: String,
}

/// A line of the consent page with its box.
struct WishLine {
    words: String,
    names: String,
    ticked: bool,
    required: bool,
}

impl WishLine {
    fn new(wish: Wish, user: &User) -> Self {
        let required = wish.names.iter().any(|name| name == OPENID);
        let declined = wish.names.iter().any(|name| user.declines.contains(name));
        Self {
            words: wish.words,
            names: wish.names.join(" "),
            ticked: required || !declined,
            required,
        }
    }
}

/// The page for errors that no redirect can tell.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage<'a> {
    institution: &'a str,
    members: Vec<(&'a str, &'a str)>,
}

/// The page for the second factor.
#[derive(Template)]
#[template(path = "second_factor.html")]
pub struct SecondFactorPage<'a> {
    institution: &'a str,
    client: &'a str,
    form_token: &'a str,
    failed: bool,
    action: String,
}

/// The page that asks whether to sign out.
#[derive(Template)]
#[template(path = "logout.html")]
pub struct LogoutPage<'a> {
    institution: &'a str,
    client: Option<&'a str>,
    user: &'a str,
    form_token: &'a str,
    action: &'a str,
}

/// The page after signing out, where no client has one of its own.
#[derive(Template)]
#[template(path = "signed_out.html")]
pub struct SignedOutPage<'a> {
    institution: &'a str,
    client: Option<&'a str>,
}

/// The page whose form the browser posts by itself.
#[derive(Template)]
#[template(path = "form_post.html")]
pub struct FormPostPage<'a> {
    institution: &'a str,
    action: &'a str,
    fields: Vec<(&'a str, &'a str)>,
    script: &'static str,
}

/// What somebody sees who opens the provider's address in a browser.
#[derive(Template)]
#[template(path = "start.html")]
pub struct StartPage<'a> {
    institution: &'a str,
    issuer: &'a str,
    users: Vec<&'a str>,
    clients: Vec<(&'a str, &'a str)>,
}

impl<'a> LoginPage<'a> {
    /// The page, with the failure of the attempt before.
    #[must_use]
    pub fn new(
        institution: &'a Institution,
        id: &str,
        page: &'a Page,
        failure: Option<LoginFailure>,
    ) -> Self {
        Self {
            institution: &institution.name,
            client: &page.client_name,
            form_token: page.form_token.expose(),
            username: &page.username,
            alert: failure.map(alert),
            action: format!("{}/interaction/{id}/login", institution.profile.issuer),
        }
    }
}

const fn alert(failure: LoginFailure) -> &'static str {
    match failure {
        LoginFailure::Locked => "This account is locked. Please contact the bank.",
        LoginFailure::PasswordExpired => {
            "The password of this account has expired. Please contact the bank."
        }
        LoginFailure::Wrong => "User name or password is wrong. Please try again.",
    }
}

impl<'a> SecondFactorPage<'a> {
    /// The page; `failed` after a wrong code.
    #[must_use]
    pub fn new(institution: &'a Institution, id: &str, page: &'a Page, failed: bool) -> Self {
        Self {
            institution: &institution.name,
            client: &page.client_name,
            form_token: page.form_token.expose(),
            failed,
            action: format!(
                "{}/interaction/{id}/second-factor",
                institution.profile.issuer
            ),
        }
    }
}

impl<'a> LogoutPage<'a> {
    /// The page, whose form goes to `action`.
    #[must_use]
    pub fn new(institution: &'a Institution, asked: &'a Asked, action: &'a str) -> Self {
        Self {
            institution: &institution.name,
            client: asked.client.as_deref(),
            user: asked.user.as_deref().unwrap_or_default(),
            form_token: asked.form_token.expose(),
            action,
        }
    }
}

impl<'a> SignedOutPage<'a> {
    /// The page; `client` is the one that the user has signed out of, if it was that one alone.
    #[must_use]
    pub fn new(institution: &'a Institution, client: Option<&'a str>) -> Self {
        Self {
            institution: &institution.name,
            client,
        }
    }
}

impl<'a> FormPostPage<'a> {
    /// The page of a form.
    #[must_use]
    pub fn new(institution: &'a Institution, form: &'a FormPost) -> Self {
        let fields = form.fields.iter();
        Self {
            institution: &institution.name,
            action: &form.action,
            fields: fields
                .map(|(name, value)| (name.as_str(), value.expose()))
                .collect(),
            script: SUBMIT,
        }
    }

    /// What Content-Security-Policy names its one script by (CSP Level 3, 6.7.2.7).
    #[must_use]
    pub fn script_source() -> &'static str {
        static SOURCE: LazyLock<String> = LazyLock::new(|| {
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, SUBMIT.as_bytes());
            format!("'sha256-{}'", STANDARD.encode(digest))
        });
        &SOURCE
    }
}

/// The one script of all pages.
const SUBMIT: &str =
    "addEventListener('DOMContentLoaded', function () { document.forms[0].submit() })";

impl<'a> ConsentPage<'a> {
    /// The page that asks `user` for what is not granted yet.
    #[must_use]
    pub fn new(
        institution: &'a Institution,
        id: &str,
        page: &'a Page,
        asked: &Consent,
        user: &'a User,
    ) -> Self {
        Self {
            institution: &institution.name,
            client: &page.client_name,
            form_token: page.form_token.expose(),
            user: user.display_name(),
            wishes: words::wishes(asked, &institution.profile)
                .into_iter()
                .map(|wish| WishLine::new(wish, user))
                .collect(),
            names: asked
                .scopes
                .iter()
                .map(str::to_owned)
                .chain(asked.claims.iter().cloned())
                .collect(),
            action: format!("{}/interaction/{id}/consent", institution.profile.issuer),
        }
    }
}

impl<'a> ErrorPage<'a> {
    /// The page for an error.
    #[must_use]
    pub fn new(institution: &'a Institution, error: &'a WireError) -> Self {
        Self {
            institution: &institution.name,
            members: error.members().collect(),
        }
    }

    /// The page with the issuer's name on it, as the pages of the authorization endpoint have it.
    #[must_use]
    pub fn with_issuer(mut self, institution: &'a Institution) -> Self {
        self.members.push(("iss", &institution.profile.issuer));
        self
    }

    /// The page for an authorization error, which tells `state` and `iss` besides.
    #[must_use]
    pub fn of_rejection(
        institution: &'a Institution,
        error: &'a WireError,
        rejection: &'a Rejection,
    ) -> Self {
        let mut page = Self::new(institution, error);
        let state = rejection
            .state
            .as_ref()
            .map(|state| ("state", state.expose()));
        page.members.extend(state);
        page.with_issuer(institution)
    }
}

impl<'a> StartPage<'a> {
    /// The page of an institution.
    #[must_use]
    pub fn new(institution: &'a Institution) -> Self {
        let clients = institution.clients.iter();
        Self {
            institution: &institution.name,
            issuer: &institution.profile.issuer,
            users: institution
                .users
                .iter()
                .map(|user| user.username.as_str())
                .collect(),
            clients: clients
                .map(|client| (client.name.as_str(), client.id.as_str()))
                .collect(),
        }
    }
}
