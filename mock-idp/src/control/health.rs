//! `/healthz`, `/readyz` and `/metrics`: what whoever runs the provider wants to know.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use super::Problem;
use super::message::{Answer, ok};
use crate::founder::Founder;
use crate::metrics::{CONTENT_TYPE, Metrics};

/// How the provider is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Health {
    /// `alive` or `ready`.
    status: &'static str,
}

/// Tells that the process answers.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = Health)))]
pub(super) async fn alive() -> Answer {
    ok(&Health { status: "alive" })
}

/// Tells whether whatever is asked can be answered at once. Nothing waits here, neither the one who asks
/// nor the key.
#[utoipa::path(get, path = "/readyz", tag = "health", responses(
    (status = 200, body = Health),
    (status = 503, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn ready(founder: Data<Founder>) -> Answer {
    let Some(id) = founder.unready() else {
        return ok(&Health { status: "ready" });
    };
    let detail = format!("the RSA key of the institution `{id}` is still being made");
    let title = "The provider is not ready";
    let status = StatusCode::SERVICE_UNAVAILABLE;
    Err(Problem::new(status, "not-ready", title, detail))
}

/// Tells what is counted, in Prometheus' text format.
#[utoipa::path(get, path = "/metrics", tag = "health", responses(
    (status = 200, body = String, content_type = "text/plain; version=0.0.4; charset=utf-8"),
))]
pub(super) async fn metrics(founder: Data<Founder>, metrics: Data<Metrics>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .content_type(CONTENT_TYPE)
        .body(metrics.text(founder.institutions().len()))
}
