use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use tokio::sync::mpsc::UnboundedSender;

use super::me::user;
use super::{WebApp, found};
use crate::rp::{Claims, Error, RelyingParty, Tokens};

/// Whoever waits at a terminal for one login in a browser.
pub(crate) type Waiting = UnboundedSender<Result<Login, Error>>;

/// What such a login brought.
pub(crate) struct Login {
    pub(crate) relying_party: Arc<RelyingParty>,
    pub(crate) tokens: Tokens,
    pub(crate) userinfo: Claims,
}

/// `GET /signed-in`: where the login ends. The page has no other part that a browser would ask for, since the
/// program may be at its end.
pub(super) async fn signed_in(request: HttpRequest, app: web::Data<WebApp>) -> HttpResponse {
    let (Some(waiting), Some(user)) = (&app.waiting, user(&request, &app)) else {
        return found("/me");
    };
    let login = Login {
        relying_party: Arc::clone(&app.relying_party),
        tokens: user.tokens.now().await,
        userinfo: user.userinfo().await,
    };
    // Nobody waits any more, where this is a second visit.
    let _ = waiting.send(Ok(login));
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(PAGE)
}

/// The path of that page.
pub(crate) const PATH: &str = "/signed-in";
const PAGE: &str = "<!DOCTYPE html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Signed in - Banno demo client</title>
<h1 id=\"signed-in-page\">You are signed in</h1>
<p>Close this tab and go back to the terminal.</p>
</html>
";
