use askama::Template;
use oidc::consent::Consent;
use oidc::scope::OPENID;

use super::words::{self, Wish};
use crate::institution::{Institution, User};
use crate::provider::interaction::Page;

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
