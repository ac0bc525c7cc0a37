//! The provider's cookies. Cookies know no ports, so they keep to the provider's own paths.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::COOKIE;
use actix_web::{HttpRequest, HttpResponse};
use oidc::secret::Secret;

use crate::institution::Institution;
use crate::provider::interaction::Begun;
use crate::provider::login::Browser;

const INTERACTION: &str = "mock_idp_interaction";
const LOGOUT: &str = "mock_idp_logout";

/// The values that a browser has brought.
pub(super) struct Brought {
    interaction: Option<String>,
    session: Option<String>,
    logout: Option<String>,
}

impl Brought {
    pub(super) fn from(req: &HttpRequest, institution: &Institution) -> Self {
        let value = |name: &str| find(req, name);
        Self {
            interaction: value(INTERACTION),
            session: value(&session_name(institution)),
            logout: value(LOGOUT),
        }
    }

    pub(super) fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// Lets the browser keep the session's cookie for its whole lifetime again.
    pub(super) fn renew_session(&self, institution: &Institution, response: &mut HttpResponse) {
        if let Some(value) = &self.session {
            // A cookie whose header cannot be written would not have come.
            let _ = response.add_cookie(&session(institution, &Secret::new(value)));
        }
    }

    pub(super) fn browser(&self) -> Browser<'_> {
        Browser {
            interaction: self.interaction.as_deref(),
            session: self.session(),
            logout: self.logout.as_deref(),
        }
    }
}

/// Keeps a user signed in. With TLS the provider may be used from other sites, without it not.
pub(super) fn session(institution: &Institution, value: &Secret) -> Cookie<'static> {
    let lifetime = institution.profile.lifetimes.session;
    session_cookie(institution, value.expose().to_owned(), seconds(lifetime))
}

/// Takes the session's cookie away.
pub(super) fn no_session(institution: &Institution) -> Cookie<'static> {
    session_cookie(institution, String::new(), Duration::ZERO)
}

fn session_cookie(institution: &Institution, value: String, max_age: Duration) -> Cookie<'static> {
    let secure = institution.is_secure();
    Cookie::build(session_name(institution), value)
        .path(institution.issuer_path.clone())
        .http_only(true)
        .secure(secure)
        .same_site(if secure {
            SameSite::None
        } else {
            SameSite::Lax
        })
        .max_age(max_age)
        .finish()
}

/// Binds a logout that waits for its confirmation to its browser.
pub(super) fn logout(institution: &Institution, value: &Secret) -> Cookie<'static> {
    Cookie::build(LOGOUT, value.expose().to_owned())
        .path(format!("{}/logout", institution.issuer_path))
        .http_only(true)
        .secure(institution.is_secure())
        .same_site(SameSite::Lax)
        .max_age(seconds(institution.profile.lifetimes.interaction))
        .finish()
}

/// Binds a pending request to its browser, and is sent to its pages only.
pub(super) fn interaction(institution: &Institution, begun: &Begun) -> Cookie<'static> {
    Cookie::build(INTERACTION, begun.cookie.expose().to_owned())
        .path(institution.page_path(&begun.id))
        .http_only(true)
        .secure(institution.is_secure())
        .same_site(SameSite::Lax)
        .max_age(seconds(institution.profile.lifetimes.interaction))
        .finish()
}

/// The value of a cookie. Other programs' cookies come along, since cookies know no ports: one that
/// cannot be read is passed over.
fn find(req: &HttpRequest, name: &str) -> Option<String> {
    req.headers()
        .get_all(COOKIE)
        .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| std::str::from_utf8(pair).ok()?.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then(|| value.to_owned()))
}

fn session_name(institution: &Institution) -> String {
    format!("mock_idp_session_{}", institution.id)
}

fn seconds(lifetime: std::time::Duration) -> Duration {
    Duration::seconds(i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX))
}
