use askama::Template;
use oidc::authorize::Rejection;
use oidc::error::WireError;

use crate::institution::Institution;

/// The page for errors that no redirect can tell.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage<'a> {
    institution: &'a str,
    members: Vec<(&'a str, &'a str)>,
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
