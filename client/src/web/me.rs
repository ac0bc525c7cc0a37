use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::Value;

use super::error_page::PageError;
use super::pages::{MePage, render};
use super::signed_in::{SignedIn, ends_session};
use super::{WebApp, found};

/// `GET /me`: the user's claims as JSON, or as a page around the same JSON for a browser.
pub(super) async fn me(
    request: HttpRequest,
    app: web::Data<WebApp>,
) -> Result<HttpResponse, PageError> {
    let Some(user) = user(&request, &app) else {
        return Ok(found("/login.html?returnPath=/me"));
    };
    if let Err(error) = user.update(&app.relying_party, app.clock.now()).await {
        if ends_session(&error) {
            tracing::info!(error.name = error.name(), "the session is over");
            app.sessions.close(&request);
            return Ok(found("/login.html?returnPath=/me"));
        }
        return Err(PageError::from(&*error));
    }
    let claims = Value::Object(user.claims().await);
    let json = format!("{claims:#}");
    if !wants_html(&request) {
        return Ok(HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, "application/json"))
            .body(json));
    }
    let page = MePage {
        environment: &app.environment,
        name: claims
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default(),
        claims: &json,
    };
    Ok(render(StatusCode::OK, &page))
}

/// The user whose session the request's cookie names.
pub(super) fn user(request: &HttpRequest, app: &WebApp) -> Option<Arc<SignedIn>> {
    app.sessions.find(request)?.user.clone()
}

/// Whether a person is looking: browsers name text/html, tools do not.
pub(super) fn wants_html(request: &HttpRequest) -> bool {
    request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.to_ascii_lowercase().contains("text/html"))
}
