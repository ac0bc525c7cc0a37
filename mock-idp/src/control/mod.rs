//! The control plane: what tests do to a provider beside speaking OpenID Connect with it. It listens
//! on an address of its own, for programs on this machine. `GET /openapi.json` describes it.

mod clients;
mod clock;
mod consumer_api;
mod document;
mod grants;
mod guard;
mod health;
mod institutions;
mod journal;
mod keys;
mod message;
mod policies;
mod problem;
mod sessions;
mod tokens;
mod users;

use actix_web::Resource;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, delete, get, head, patch, post, put};
use oidc::secret::Secret;

pub use document::generated as generated_document;
pub use problem::Problem;

/// Who may use the control plane.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// What a request has to carry as bearer token; without one, programs on this machine may.
    pub token: Option<Secret>,
}

/// Adds all routes; whatever else comes is a problem.
pub fn routes(config: &mut ServiceConfig) {
    let scope = web::scope("")
        .wrap(from_fn(guard::admit))
        .service(at("/openapi.json").route(get().to(document::show)))
        .service(at("/metrics").route(get().to(health::metrics)))
        .service(
            at("/institutions")
                .route(get().to(institutions::list))
                .route(post().to(institutions::create)),
        )
        .service(
            at("/institutions/{id}")
                .route(get().to(institutions::show))
                .route(put().to(institutions::put))
                .route(delete().to(institutions::remove)),
        )
        .service(at("/institutions/{id}/reset").route(post().to(institutions::reset)))
        .service(at("/institutions/{id}/settings").route(get().to(institutions::settings_now)))
        .configure(settings)
        .configure(records)
        .default_service(web::to(problem::no_such_route));
    // Probes bring no token, and may name any host; what they are told is no secret.
    let alive = at("/healthz")
        .route(get().to(health::alive))
        .route(head().to(health::alive));
    let ready = at("/readyz")
        .route(get().to(health::ready))
        .route(head().to(health::ready));
    config.service(alive).service(ready).service(scope);
}

/// What an institution is told to be.
fn settings(config: &mut ServiceConfig) {
    config
        .service(
            at("/institutions/{id}/clients")
                .route(get().to(clients::list))
                .route(post().to(clients::create)),
        )
        .service(
            at("/institutions/{id}/clients/{client_id}")
                .route(get().to(clients::show))
                .route(patch().to(clients::change))
                .route(delete().to(clients::remove)),
        )
        .service(
            at("/institutions/{id}/users")
                .route(get().to(users::list))
                .route(post().to(users::create)),
        )
        .service(
            at("/institutions/{id}/users/{user}")
                .route(get().to(users::show))
                .route(patch().to(users::change))
                .route(delete().to(users::remove)),
        )
        .service(
            at("/institutions/{id}/consumer-api")
                .route(get().to(consumer_api::show))
                .route(patch().to(consumer_api::change)),
        )
        .service(
            at("/institutions/{id}/policies")
                .route(get().to(policies::show_policies))
                .route(patch().to(policies::change_policies)),
        )
        .service(
            at("/institutions/{id}/leniencies")
                .route(get().to(policies::show_leniencies))
                .route(patch().to(policies::change_leniencies)),
        )
        .service(
            at("/institutions/{id}/clock")
                .route(get().to(clock::show))
                .route(patch().to(clock::change)),
        )
        .service(at("/institutions/{id}/keys").route(get().to(keys::list)))
        .service(at("/institutions/{id}/keys/rotate").route(post().to(keys::rotate)))
        .service(at("/institutions/{id}/keys/{kid}").route(delete().to(keys::retire)));
}

/// What an institution remembers.
fn records(config: &mut ServiceConfig) {
    config
        .service(
            at("/institutions/{id}/sessions")
                .route(get().to(sessions::list))
                .route(delete().to(sessions::end_all)),
        )
        .service(at("/institutions/{id}/sessions/{session_id}").route(delete().to(sessions::end)))
        .service(
            at("/institutions/{id}/sessions/{session_id}/expire")
                .route(post().to(sessions::expire)),
        )
        .service(at("/institutions/{id}/grants").route(get().to(grants::list)))
        .service(at("/institutions/{id}/grants/{grant_id}").route(delete().to(grants::revoke)))
        .service(at("/institutions/{id}/grants/{grant_id}/expire").route(post().to(grants::expire)))
        .service(
            at("/institutions/{id}/tokens")
                .route(get().to(tokens::list))
                .route(post().to(tokens::mint)),
        )
        .service(at("/institutions/{id}/tokens/{token_id}").route(delete().to(tokens::revoke)))
        .service(at("/institutions/{id}/tokens/{token_id}/expire").route(post().to(tokens::expire)))
        .service(
            at("/institutions/{id}/journal")
                .route(get().to(journal::list))
                .route(delete().to(journal::clear)),
        )
        .service(at("/institutions/{id}/journal/await").route(get().to(journal::wait)))
        .service(at("/institutions/{id}/journal/har").route(get().to(journal::har)));
}

/// A path whose other methods are a problem.
fn at(path: &str) -> Resource {
    web::resource(path.to_owned()).default_service(web::to(problem::no_such_method))
}
