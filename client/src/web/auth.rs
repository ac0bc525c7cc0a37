use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use url::form_urlencoded;

use super::error_page::PageError;
use super::{ReturnPath, WebApp, session_cookie};
use crate::rp::Error;

/// `GET /auth`: begins a login in the browser's session and sends the browser to the provider.
pub(super) async fn auth(
    request: HttpRequest,
    app: web::Data<WebApp>,
) -> Result<HttpResponse, PageError> {
    let return_path = return_path(request.query_string());
    let (url, transaction) = app.relying_party.begin().await?;
    let mut response = HttpResponse::Found();
    let session = if let Some(session) = app.sessions.find(&request) {
        session
    } else {
        let (id, session) = app.sessions.open().map_err(Error::from)?;
        response.cookie(session_cookie::make(id, app.tls));
        session
    };
    session.begin(transaction, return_path, app.clock.now());
    Ok(response
        .insert_header((header::LOCATION, url.expose().as_str()))
        .finish())
}

/// The optional `returnPath`; one that leads elsewhere counts as none.
fn return_path(query: &str) -> ReturnPath {
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "returnPath")
        .and_then(|(_, value)| ReturnPath::parse(&value))
        .unwrap_or_default()
}
