use askama::Template;

use crate::institution::Institution;
use crate::provider::interaction::Page;

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
