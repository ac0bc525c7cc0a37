use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::error_page::PageError;
use super::pages::{SignedOutPage, render};
use super::{WebApp, logout_cookie};
use crate::rp::{Error, PostLogoutError, PostLogoutResponse};

/// `GET /logout/cb`: the browser is back from the logout at the provider (RP-Initiated Logout 1.0,
/// 3). A wrong answer uses nothing up: the right one may still come.
pub(super) async fn post_logout(
    request: HttpRequest,
    app: web::Data<WebApp>,
) -> Result<HttpResponse, PageError> {
    check(&request, &app).map_err(Error::from)?;
    let page = SignedOutPage {
        environment: &app.environment,
        at_provider: true,
    };
    let mut response = render(StatusCode::OK, &page);
    // A cookie that stays is worth nothing: its logout has been taken.
    let _ = response.add_cookie(&logout_cookie::remove(request.path(), app.tls));
    Ok(response)
}

fn check(request: &HttpRequest, app: &WebApp) -> Result<(), PostLogoutError> {
    let response = PostLogoutResponse::parse(request.query_string())?;
    let expected = logout_cookie::find(request);
    response.check(expected.as_ref())?;
    match expected {
        Some(state) if app.logouts.take(&state, app.clock.now()) => Ok(()),
        _ => Err(PostLogoutError::NotExpected),
    }
}
