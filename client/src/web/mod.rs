//! The pages: what the official example serves, around the relying party in [`crate::rp`].

mod app;
mod auth;
mod callback;
mod error_page;
mod hello;
mod login;
mod me;
mod pages;
mod return_path;
mod session;
mod session_cookie;
mod signed_in;
mod token_set;

pub(crate) use app::WebApp;
pub use return_path::ReturnPath;
pub use session_cookie::SESSION_COOKIE;

use actix_web::http::header;
use actix_web::middleware::DefaultHeaders;
use actix_web::{HttpResponse, web};

/// The route table.
pub(crate) fn routes(config: &mut web::ServiceConfig, callback_path: &str) {
    config
        .route("/", web::get().to(|| async { found("/hello") }))
        .route("/login.html", web::get().to(login::login))
        .route("/auth", web::get().to(auth::auth))
        .route(callback_path, web::get().to(callback::callback))
        .route("/me", web::get().to(me::me))
        .route("/hello", web::get().to(hello::hello))
        .route("/style.css", web::get().to(pages::style))
        .default_service(web::to(error_page::not_found));
}

/// The headers of every response: nothing is kept, framed, guessed or told to others, and no
/// script runs.
pub(crate) fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::CACHE_CONTROL, "no-store"))
        .add((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'",
        ))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::X_FRAME_OPTIONS, "DENY"))
}

/// Sends the browser on with a 302, as the official example does.
fn found(location: &str) -> HttpResponse {
    HttpResponse::Found()
        .insert_header((header::LOCATION, location))
        .finish()
}
