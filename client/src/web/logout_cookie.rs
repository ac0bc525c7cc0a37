use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use super::cookies;
use super::logouts::LIFETIME;
use crate::rp::LogoutState;

/// The cookie that binds a logout's `state` to the browser that began it.
pub const LOGOUT_COOKIE: &str = "banno_client_logout";

/// The cookie for a logout under way; it goes to the post-logout redirect URI and nowhere else.
pub(super) fn make(state: &LogoutState, path: &str, tls: bool) -> Cookie<'static> {
    Cookie::build(LOGOUT_COOKIE, state.expose().to_owned())
        .path(path.to_owned())
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(tls)
        .max_age(Duration::seconds(LIFETIME.cast_signed()))
        .finish()
}

/// Takes the cookie back.
pub(super) fn remove(path: &str, tls: bool) -> Cookie<'static> {
    let mut cookie = make(&LogoutState::new(""), path, tls);
    cookie.set_max_age(Duration::ZERO);
    cookie
}

/// The `state` that a browser has to bring back.
pub(super) fn find(request: &HttpRequest) -> Option<LogoutState> {
    cookies::find(request, LOGOUT_COOKIE).map(LogoutState::new)
}
