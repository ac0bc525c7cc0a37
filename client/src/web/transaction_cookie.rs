use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use super::cookies;
use super::session::PENDING_LIFETIME;

/// The cookie that finds a browser's logins under way where the provider answers by `form_post`.
pub const TRANSACTION_COOKIE: &str = "banno_client_transaction";

/// The cookie for the id of an anonymous session that holds nothing but logins under way.
///
/// The provider's form is a POST from another site, and with those a browser sends cookies with
/// SameSite=None only, which have to be Secure. The session cookie stays what it is: this one opens
/// no page.
pub(super) fn make(id: String) -> Cookie<'static> {
    Cookie::build(TRANSACTION_COOKIE, id)
        .path("/")
        .http_only(true)
        .same_site(SameSite::None)
        .secure(true)
        .max_age(Duration::seconds(PENDING_LIFETIME.cast_signed()))
        .finish()
}

/// The id that a browser has brought.
pub(super) fn find(request: &HttpRequest) -> Option<&str> {
    cookies::find(request, TRANSACTION_COOKIE)
}
