use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;

/// `/login.html`.
#[derive(Template)]
#[template(path = "login.html")]
pub(super) struct LoginPage<'a> {
    pub(super) environment: &'a str,
    pub(super) auth: &'a str,
}

/// `/hello` for a browser.
#[derive(Template)]
#[template(path = "hello.html")]
pub(super) struct HelloPage<'a> {
    pub(super) environment: &'a str,
    pub(super) name: &'a str,
}

/// `/me` for a browser.
#[derive(Template)]
#[template(path = "me.html")]
pub(super) struct MePage<'a> {
    pub(super) environment: &'a str,
    pub(super) name: &'a str,
    pub(super) claims: &'a str,
}

/// `/logout` where another site led there.
#[derive(Template)]
#[template(path = "logout.html")]
pub(super) struct LogoutPage<'a> {
    pub(super) environment: &'a str,
}

/// The end of a logout.
#[derive(Template)]
#[template(path = "signed_out.html")]
pub(super) struct SignedOutPage<'a> {
    pub(super) environment: &'a str,
    /// Whether the browser comes from the provider's own logout.
    pub(super) at_provider: bool,
}

/// Every error.
#[derive(Template)]
#[template(path = "error.html")]
pub(super) struct ErrorPage<'a> {
    pub(super) title: &'a str,
    pub(super) name: &'a str,
    pub(super) message: &'a str,
    pub(super) mend: &'a str,
    pub(super) again: &'a str,
}

/// Renders a page.
pub(super) fn render(status: StatusCode, page: &impl Template) -> HttpResponse {
    match page.render() {
        Ok(html) => HttpResponse::build(status)
            .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
            .body(html),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            HttpResponse::InternalServerError().finish()
        }
    }
}

/// The stylesheet; pages have no other part.
pub(super) async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/css; charset=utf-8"))
        .body(include_str!("../../static/style.css"))
}
