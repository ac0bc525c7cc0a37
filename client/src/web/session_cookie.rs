use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::COOKIE;

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

/// The session id that a browser has brought. Other programs' cookies come along, since cookies
/// know no ports: one that cannot be read is passed over.
pub(super) fn find(request: &HttpRequest) -> Option<&str> {
    request
        .headers()
        .get_all(COOKIE)
        .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| std::str::from_utf8(pair).ok()?.trim().split_once('='))
        .find_map(|(name, id)| (name == SESSION_COOKIE).then_some(id))
}
