use askama::Template;

use crate::institution::Institution;
use crate::provider::end_session::{Asked, Left};

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

/// The page after the answer, where no client has one of its own.
#[derive(Template)]
#[template(path = "signed_out.html")]
pub struct LeftPage<'a> {
    institution: &'a str,
    client: Option<&'a str>,
    stayed: bool,
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

impl<'a> LeftPage<'a> {
    /// The page.
    #[must_use]
    pub fn new(institution: &'a Institution, left: &'a Left) -> Self {
        Self {
            institution: &institution.name,
            client: left.client.as_deref(),
            stayed: left.stayed,
        }
    }
}
