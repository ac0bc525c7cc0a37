use askama::Template;

use crate::institution::Institution;
use crate::provider::interaction::Page;
use crate::provider::login::LoginFailure;

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
