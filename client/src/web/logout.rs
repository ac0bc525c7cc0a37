use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};

use super::error_page::PageError;
use super::me::user;
use super::pages::{LogoutPage, SignedOutPage, render};
use super::signed_in::SignedIn;
use super::{WebApp, logout_cookie, session_cookie};
use crate::explain;
use crate::rp::{EndSession, Error};

/// `GET /logout`: ends the browser's session here, then sends the browser to end the one at the
/// provider (RP-Initiated Logout 1.0, 2).
///
/// A link does this, as at most applications, but only a link of this client's own: what another
/// site makes a browser do is answered with a page that asks.
pub(super) async fn logout(
    request: HttpRequest,
    app: web::Data<WebApp>,
) -> Result<HttpResponse, PageError> {
    if !is_deliberate(&request) {
        let page = LogoutPage {
            environment: &app.environment,
        };
        return Ok(render(StatusCode::OK, &page));
    }
    let user = user(&request, &app);
    app.sessions.close(&request);
    let at_provider = end_at_provider(&app, user)
        .await
        .map_err(|error| PageError::at_logout(&error))?;
    let mut response = at_provider.map_or_else(
        || signed_out_here(&app),
        |end_session| see_provider(&app, &end_session),
    );
    // A cookie that cannot be made opens nothing any more: the session is gone.
    let _ = response.add_cookie(&session_cookie::remove(app.tls));
    Ok(response)
}

/// Whether the user asked for it: by a link of this client's own, by typing the address, or with a
/// browser or tool too old to say where a request comes from (Fetch Metadata; nothing but a session
/// is at stake). A browser that merely looks ahead has not been asked either.
fn is_deliberate(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    matches!(site, None | Some(b"same-origin" | b"none")) && !headers.contains_key("sec-purpose")
}

/// Revokes the refresh token and begins the logout at the provider.
async fn end_at_provider(
    app: &WebApp,
    user: Option<Arc<SignedIn>>,
) -> Result<Option<EndSession>, Error> {
    let Some(user) = user else {
        return app.relying_party.end_session(None).await;
    };
    let tokens = user.tokens.now().await;
    let relying_party = Arc::clone(&app.relying_party);
    let revoked = tokens.clone();
    // In a task of its own: a browser that hangs up must not keep the refresh token alive.
    let revocation = tokio::spawn(async move {
        if let Err(error) = relying_party.revoke(&revoked).await {
            let message = explain::message(&error);
            tracing::warn!(
                error.name = error.name(),
                "the refresh token was not revoked at sign-out: {message}"
            );
        }
    });
    // It fails only where the program ends meanwhile.
    let _ = revocation.await;
    let id_token_hint = tokens.id_token.raw();
    app.relying_party.end_session(Some(id_token_hint)).await
}

/// The provider has no logout.
fn signed_out_here(app: &WebApp) -> HttpResponse {
    let page = SignedOutPage {
        environment: &app.environment,
        at_provider: false,
    };
    render(StatusCode::OK, &page)
}

fn see_provider(app: &WebApp, end_session: &EndSession) -> HttpResponse {
    let mut response = HttpResponse::SeeOther();
    if let (Some(state), Some(path)) = (&end_session.state, &app.post_logout_path) {
        app.logouts.begin(state, app.clock.now());
        response.cookie(logout_cookie::make(state, path, app.tls));
    }
    response
        .insert_header((header::LOCATION, end_session.url.expose().as_str()))
        .finish()
}
