//! The pages: what the official example serves, around the relying party in [`crate::rp`].

mod account_page;
mod accounts_and_transactions;
mod accounts_pages;
mod app;
mod at_terminal;
mod auth;
mod callback;
mod cookies;
mod error_page;
mod fetch_under_way;
mod hello;
mod login;
mod logout;
mod logout_cookie;
mod logouts;
mod me;
mod pages;
mod post_logout;
mod return_path;
mod session;
mod session_cookie;
mod signed_in;
mod token_set;
mod transaction_cookie;

pub(crate) use app::{Parts, WebApp};
pub(crate) use at_terminal::{Login, PATH as SIGNED_IN, Waiting};
pub use logout_cookie::LOGOUT_COOKIE;
pub use return_path::ReturnPath;
pub(crate) use session::PENDING_LIFETIME;
pub use session_cookie::SESSION_COOKIE;
pub use transaction_cookie::TRANSACTION_COOKIE;

use actix_web::http::header;
use actix_web::middleware::DefaultHeaders;
use actix_web::{HttpResponse, web};

/// The paths that the provider sends browsers back to.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    /// Of the redirect URI.
    pub(crate) callback: String,
    /// Of the post-logout redirect URI, if there is one.
    pub(crate) post_logout: Option<String>,
}

/// The paths of the pages, which are not to be had for anything else.
pub(crate) const PAGES: [&str; 9] = [
    "/",
    SIGNED_IN,
    "/login.html",
    "/auth",
    "/me",
    "/hello",
    "/accountsAndTransactions",
    "/logout",
    "/style.css",
];

/// The route table.
pub(crate) fn routes(config: &mut web::ServiceConfig, paths: &Paths) {
    let callback = web::resource(&paths.callback)
        .app_data(web::PayloadConfig::new(callback::MAX_FORM))
        .route(web::get().to(callback::query))
        .route(web::post().to(callback::form_post));
    config
        .route("/", web::get().to(|| async { found("/hello") }))
        .route("/login.html", web::get().to(login::login))
        .route("/auth", web::get().to(auth::auth))
        .service(callback)
        .route("/me", web::get().to(me::me))
        .route("/hello", web::get().to(hello::hello))
        .route(
            "/accountsAndTransactions",
            web::get().to(accounts_and_transactions::accounts_and_transactions),
        )
        .route("/logout", web::get().to(logout::logout))
        .route(SIGNED_IN, web::get().to(at_terminal::signed_in))
        .route("/style.css", web::get().to(pages::style))
        .default_service(web::to(error_page::not_found));
    if let Some(path) = &paths.post_logout {
        config.route(path, web::get().to(post_logout::post_logout));
    }
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
