//! The part of the Consumer API that the official example and its relatives call (`banno.md` 6): one file
//! per resource.
//!
//! Every endpoint takes the bearer token first, then its scope, then whose data is asked for, and only then
//! the ids and parameters. What Banno does not document is an assumption, and called so where it is decided.

mod account_number;
mod accounts;
mod answer;
mod caller;
mod fetch;
mod refusal;
mod tasks;
mod transactions;
mod unknown;
mod user;
mod user_info;
mod user_institution;

use actix_web::web::{self, ServiceConfig};
use actix_web::{Resource, Route, guard};

use crate::http::cors;

pub use refusal::{BodyRefusal, Refusal};

/// Adds the routes below `/users`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(
            at("/{user}", READ_AND_CHANGE)
                .route(get().to(user::get))
                .route(web::patch().to(user::patch))
                .route(web::put().to(user::put)),
        )
        .service(at("/{user}/fetch", "PUT").route(web::put().to(fetch::put)))
        .service(at("/{user}/tasks/{task}", "GET").route(get().to(tasks::get)))
        .service(at("/{user}/accounts", "GET").route(get().to(accounts::list)))
        .service(at("/{user}/accounts/{account}", "GET").route(get().to(accounts::get)))
        .service(
            at("/{user}/accounts/{account}/number", "GET").route(get().to(account_number::get)),
        )
        .service(
            at("/{user}/accounts/{account}/transactions", "GET")
                .route(get().to(transactions::list)),
        )
        .service(
            at(
                "/{user}/accounts/{account}/transactions/{transaction}",
                "GET",
            )
            .route(get().to(transactions::get)),
        )
        .service(
            at("/{user}/institutions/{institution_id}", "GET")
                .route(get().to(user_institution::get)),
        )
        .default_service(web::to(unknown::path));
}

/// A path whose other methods are refused, and which scripts may ask about.
fn at(path: &str, methods: &'static str) -> Resource {
    web::resource(path.to_owned())
        .route(
            web::method(actix_web::http::Method::OPTIONS)
                .to(move |req, served| async move { cors::preflight(&req, &served, methods) }),
        )
        .default_service(web::to(move |req, served| async move {
            unknown::method(&req, &served, methods)
        }))
}

/// Whatever answers `GET` answers `HEAD` (RFC 9110 9.1).
fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

const READ_AND_CHANGE: &str = "GET,PATCH,PUT";
