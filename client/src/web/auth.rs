use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use url::form_urlencoded;

use super::error_page::PageError;
use super::session::{Session, named};
use super::{ReturnPath, WebApp, session_cookie, transaction_cookie};
use crate::rp::{EntropyError, Error, ResponseMode};

/// `GET /auth`: begins a login in the browser's session and sends the browser to the provider.
pub(super) async fn auth(
    request: HttpRequest,
    app: web::Data<WebApp>,
) -> Result<HttpResponse, PageError> {
    let return_path = return_path(request.query_string());
    let (url, transaction) = match app.relying_party.begin().await {
        Ok(begun) => begun,
        Err(error) => {
            let page = PageError::from(&error);
            app.tell_failure(error);
            return Err(page);
        }
    };
    let mut response = HttpResponse::Found();
    let session = session(&request, &app, &mut response).map_err(Error::from)?;
    session.begin(transaction, return_path, named(&request), app.clock.now());
    Ok(response
        .insert_header((header::LOCATION, url.expose().as_str()))
        .finish())
}

/// Where the login waits for its answer: in the browser's session, or in one that the browser names
/// even with another site's form.
fn session(
    request: &HttpRequest,
    app: &WebApp,
    response: &mut HttpResponseBuilder,
) -> Result<Arc<Session>, EntropyError> {
    if app.relying_party.registration().response_mode == ResponseMode::FormPost {
        let (id, session) = app.sessions.open_transaction(request)?;
        response.cookie(transaction_cookie::make(id));
        return Ok(session);
    }
    if let Some(session) = app.sessions.find(request) {
        return Ok(session);
    }
    let (id, session) = app.sessions.open()?;
    response.cookie(session_cookie::make(id, app.tls));
    Ok(session)
}

/// The optional `returnPath`; one that leads elsewhere counts as none.
fn return_path(query: &str) -> ReturnPath {
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "returnPath")
        .and_then(|(_, value)| ReturnPath::parse(&value))
        .unwrap_or_default()
}
