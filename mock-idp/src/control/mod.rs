//! The control plane: what tests do to a provider beside speaking OpenID Connect with it. It listens
//! on an address of its own, for programs on this machine.

mod clock;
mod guard;
mod health;
mod institutions;
mod journal;
mod problem;

use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use oidc::secret::Secret;

pub use problem::Problem;

/// Who may use the control plane.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// What a request has to carry as bearer token; without one, programs on this machine may.
    pub token: Option<Secret>,
}

/// Adds all routes; whatever else comes is a problem.
pub fn routes(config: &mut ServiceConfig) {
    let institutions = web::resource("/institutions")
        .route(web::get().to(institutions::list))
        .route(web::post().to(institutions::create))
        .default_service(web::to(problem::no_such_method));
    let institution = web::resource("/institutions/{id}")
        .route(web::get().to(institutions::show))
        .route(web::delete().to(institutions::remove))
        .default_service(web::to(problem::no_such_method));
    let clock = web::resource("/institutions/{id}/clock")
        .route(web::get().to(clock::show))
        .route(web::patch().to(clock::change))
        .default_service(web::to(problem::no_such_method));
    let journal = web::resource("/institutions/{id}/journal")
        .route(web::get().to(journal::list))
        .default_service(web::to(problem::no_such_method));
    let metrics = web::resource("/metrics")
        .route(web::get().to(health::metrics))
        .default_service(web::to(problem::no_such_method));
    let scope = web::scope("")
        .wrap(from_fn(guard::admit))
        .service(institutions)
        .service(institution)
        .service(clock)
        .service(journal)
        .service(metrics)
        .default_service(web::to(problem::no_such_route));
    // Probes bring no token, and may name any host; what they are told is no secret.
    let alive = web::resource("/healthz")
        .route(web::get().to(health::alive))
        .route(web::head().to(health::alive))
        .default_service(web::to(problem::no_such_method));
    let ready = web::resource("/readyz")
        .route(web::get().to(health::ready))
        .route(web::head().to(health::ready))
        .default_service(web::to(problem::no_such_method));
    config.service(alive).service(ready).service(scope);
}
