use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::Value;

use super::me::{user, wants_html};
use super::pages::{HelloPage, render};
use super::{WebApp, found};

/// `GET /hello`: greets the user by the `name` claim.
pub(super) async fn hello(request: HttpRequest, app: web::Data<WebApp>) -> HttpResponse {
    let Some(user) = user(&request, &app) else {
        return found("/login.html?returnPath=/hello");
    };
    let claims = user.claims().await;
    let name = claims.get("name").and_then(Value::as_str).unwrap_or("you");
    if !wants_html(&request) {
        return HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
            .body(format!("Hello {name}"));
    }
    let page = HelloPage {
        environment: &app.environment,
        name,
    };
    render(StatusCode::OK, &page)
}
