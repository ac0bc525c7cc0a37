use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::WebApp;
use super::pages::{LoginPage, render};

/// `GET /login.html`: the way to the provider; the query goes along to `/auth`.
pub(super) async fn login(request: HttpRequest, app: web::Data<WebApp>) -> HttpResponse {
    let auth = match request.query_string() {
        "" => "/auth".to_owned(),
        query => format!("/auth?{query}"),
    };
    let page = LoginPage {
        environment: &app.environment,
        auth: &auth,
    };
    render(StatusCode::OK, &page)
}
