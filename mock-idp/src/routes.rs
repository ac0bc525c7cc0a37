//! The route table: every address that the public listener answers.

use actix_web::web::{self, ServiceConfig};
use actix_web::{Resource, Route, guard};

use crate::consumer_api;
use crate::http::{
    assets, authorize, consent, cors, discovery, end_session, interaction, introspection, jwks,
    login, pushed, revocation, second_factor, token, unknown, userinfo,
};
use crate::paths::{FI_PATH, ISSUER_PATH, PHOTO_PATH, USERS_PATH};

/// Adds all routes: those of the institutions below `/fi/{id}`, and the same for the one at the root
/// or of the host. Whatever else comes is an unknown route.
pub fn routes(config: &mut ServiceConfig) {
    let below = web::scope(&format!("{FI_PATH}{{institution}}")).configure(institution);
    config.service(below).configure(institution);
}

/// The addresses of one institution.
fn institution(config: &mut ServiceConfig) {
    // For applications, from any origin.
    let metadata = |path: &str| {
        at(path)
            .route(get().to(discovery::get))
            .route(web::method(OPTIONS).to(cors::preflight_get))
    };
    let keys = at("/jwks")
        .route(get().to(jwks::get))
        .route(web::method(OPTIONS).to(cors::preflight_get));

    // For applications, from a client's own origins.
    let token = at("/token")
        .route(web::post().to(token::post))
        .route(web::method(OPTIONS).to(cors::preflight_post));
    let userinfo = at("/me")
        .route(get().to(userinfo::get))
        .route(web::post().to(userinfo::post))
        .route(web::method(OPTIONS).to(cors::preflight_get_post));

    let introspection = at("/token/introspection")
        .route(web::post().to(introspection::post))
        .route(web::method(OPTIONS).to(cors::preflight_post));
    let revocation = at("/token/revocation")
        .route(web::post().to(revocation::post))
        .route(web::method(OPTIONS).to(cors::preflight_post));
    let pushed = at("/request")
        .route(web::post().to(pushed::post))
        .route(web::method(OPTIONS).to(cors::preflight_post));

    // For people.
    let authorization = at("/auth")
        .route(get().to(authorize::get))
        .route(web::post().to(authorize::post));
    let resume = at("/auth/{id}").route(get().to(interaction::resume));
    let page = at("/interaction/{id}").route(get().to(interaction::get));
    let login = at("/interaction/{id}/login").route(web::post().to(login::post));
    let second_factor =
        at("/interaction/{id}/second-factor").route(web::post().to(second_factor::post));
    let consent = at("/interaction/{id}/consent").route(web::post().to(consent::post));
    let logout = at("/logout")
        .route(get().to(end_session::get))
        .route(web::post().to(end_session::post));
    let confirmation = at("/logout/confirm").route(web::post().to(end_session::post_confirmation));
    let signed_out = at("/logout/success").route(get().to(end_session::success));

    let issuer = web::scope(ISSUER_PATH)
        .service(metadata("/.well-known/openid-configuration"))
        .service(keys)
        .service(token)
        .service(userinfo)
        .service(introspection)
        .service(revocation)
        .service(pushed)
        .service(authorization)
        .service(resume)
        .service(page)
        .service(login)
        .service(second_factor)
        .service(consent)
        .service(logout)
        .service(confirmation)
        .service(signed_out)
        .default_service(web::to(unknown::any));
    let photo = format!("{PHOTO_PATH}/{{name}}");
    config
        .service(issuer)
        .service(web::scope(USERS_PATH).configure(consumer_api::routes))
        .service(metadata("/.well-known/openid-configuration"))
        .service(at("/").route(get().to(assets::start)))
        .service(at("/mock-idp/style.css").route(get().to(assets::stylesheet)))
        .service(at(&photo).route(get().to(assets::photo)))
        .default_service(web::to(unknown::any));
}

/// A path whose other methods are unknown routes too.
fn at(path: &str) -> Resource {
    web::resource(path.to_owned()).default_service(web::to(unknown::any))
}

/// Whatever answers `GET` answers `HEAD` (RFC 9110 9.1).
fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

const OPTIONS: actix_web::http::Method = actix_web::http::Method::OPTIONS;
