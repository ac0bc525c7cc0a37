use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use super::cookies;

/// The cookie that names a browser's session.
pub const SESSION_COOKIE: &str = "banno_client_session";

/// The cookie for a session id: out of reach of scripts, and sent along when the provider redirects
/// back (SameSite=Lax).
pub(super) fn make(id: String, tls: bool) -> Cookie<'static> {
    Cookie::build(SESSION_COOKIE, id)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(tls)
        .finish()
}

/// Takes the cookie back.
pub(super) fn remove(tls: bool) -> Cookie<'static> {
    let mut cookie = make(String::new(), tls);
    cookie.set_max_age(Duration::ZERO);
    cookie
}

/// The session id that a browser has brought.
pub(super) fn find(request: &HttpRequest) -> Option<&str> {
    cookies::find(request, SESSION_COOKIE)
}
