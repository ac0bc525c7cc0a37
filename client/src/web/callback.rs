use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder, web};

use super::error_page::PageError;
use super::signed_in::SignedIn;
use super::{WebApp, session_cookie};
use crate::rp::{AuthorizationResponse, CallbackError, Error, ResponseMode, Transaction};

/// `GET /auth/cb`: the provider's answer to the login that this browser began, in the query.
pub(super) async fn query(
    request: HttpRequest,
    app: web::Data<WebApp>,
) -> Result<HttpResponse, PageError> {
    let parameters = request.query_string().as_bytes();
    let answer = HttpResponse::Found();
    finish(&request, &app, ResponseMode::Query, parameters, answer).await
}

/// `POST /auth/cb`: the same answer as a form. The browser is sent on by GET (303), with which it
/// sends the session cookie again.
pub(super) async fn form_post(
    request: HttpRequest,
    app: web::Data<WebApp>,
    body: Result<web::Bytes, actix_web::Error>,
) -> Result<HttpResponse, PageError> {
    if !request.content_type().eq_ignore_ascii_case(FORM) {
        return Err(Error::from(CallbackError::NotForm).into());
    }
    let body = body.map_err(|error| match error.as_error() {
        Some(PayloadError::Overflow) => Error::from(CallbackError::TooLong),
        // It broke off.
        _ => Error::from(CallbackError::NotForm),
    })?;
    let answer = HttpResponse::SeeOther();
    finish(&request, &app, ResponseMode::FormPost, &body, answer).await
}

async fn finish(
    request: &HttpRequest,
    app: &WebApp,
    received: ResponseMode,
    parameters: &[u8],
    mut answer: HttpResponseBuilder,
) -> Result<HttpResponse, PageError> {
    let response = app.relying_party.response(received, parameters)?;
    let state = response.state().map_err(Error::from)?;
    let unknown = || Error::Callback(CallbackError::StateUnknown);
    let pending = match received {
        ResponseMode::FormPost => app.sessions.find_transaction(request),
        ResponseMode::Query => app.sessions.find(request),
    };
    let pending = pending.ok_or_else(unknown)?;
    let login = pending.take(state, app.clock.now()).ok_or_else(unknown)?;
    let user = match sign_in(app, login.transaction, response).await {
        Ok(user) => user,
        Err(error) => {
            let page = PageError::at_login(&error, &login.return_path);
            app.tell_failure(error);
            return Err(page);
        }
    };
    let renewed = app.sessions.renew(request, &pending, login.replaces, user);
    let id = renewed.map_err(Error::from)?;
    Ok(answer
        .cookie(session_cookie::make(id, app.tls))
        .insert_header((header::LOCATION, login.return_path.as_str()))
        .finish())
}

async fn sign_in(
    app: &WebApp,
    transaction: Transaction,
    response: AuthorizationResponse,
) -> Result<SignedIn, Error> {
    let tokens = app.relying_party.finish(transaction, response).await?;
    app.print_tokens(&tokens);
    let userinfo = app.relying_party.userinfo(&tokens).await?;
    Ok(SignedIn::new(tokens, userinfo))
}

const FORM: &str = "application/x-www-form-urlencoded";
/// The longest form that is read; providers send a code, a state and an issuer.
pub(super) const MAX_FORM: usize = 64 * 1024;
