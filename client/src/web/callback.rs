use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::error_page::PageError;
use super::signed_in::SignedIn;
use super::{WebApp, session_cookie};
use crate::rp::{AuthorizationResponse, CallbackError, Error};

/// `GET /auth/cb`: the provider's answer to the login that this browser began.
pub(super) async fn callback(
    request: HttpRequest,
    app: web::Data<WebApp>,
) -> Result<HttpResponse, PageError> {
    let response = AuthorizationResponse::parse(request.query_string()).map_err(Error::from)?;
    let state = response.state().map_err(Error::from)?;
    let unknown = || Error::Callback(CallbackError::StateUnknown);
    let session = app.sessions.find(&request).ok_or_else(unknown)?;
    let login = session.take(state, app.clock.now()).ok_or_else(unknown)?;
    let finished = app.relying_party.finish(login.transaction, response).await;
    let tokens = finished.map_err(|error| PageError::at_login(&error, &login.return_path))?;
    app.print_tokens(&tokens);
    let userinfo = app.relying_party.userinfo(&tokens).await?;
    let user = SignedIn::new(tokens, userinfo);
    let renewed = app.sessions.renew(&request, &session, user);
    let id = renewed.map_err(Error::from)?;
    Ok(HttpResponse::Found()
        .cookie(session_cookie::make(id, app.tls))
        .insert_header((header::LOCATION, login.return_path.as_str()))
        .finish())
}
