//! `/healthz`, `/readyz` and `/metrics`: what whoever runs the provider wants to know.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use serde_json::json;

use super::Problem;
use super::problem::answer;
use crate::founder::Founder;
use crate::metrics::{CONTENT_TYPE, Metrics};

/// `GET /healthz`: the process answers.
pub(super) async fn alive() -> HttpResponse {
    answer(StatusCode::OK, &json!({ "status": "alive" }))
}

/// `GET /readyz`: whether whatever is asked can be answered at once. Nothing waits here, neither the
/// one who asks nor the key.
pub(super) async fn ready(founder: Data<Founder>) -> HttpResponse {
    let default = founder.registry().default_institution();
    if default.keys.is_complete() {
        return answer(StatusCode::OK, &json!({ "status": "ready" }));
    }
    let detail = format!(
        "the RSA key of the institution `{}` is still being made",
        default.id
    );
    let title = "The provider is not ready";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not-ready", title, detail).response()
}

/// `GET /metrics`, in Prometheus' text format.
pub(super) async fn metrics(founder: Data<Founder>, metrics: Data<Metrics>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .content_type(CONTENT_TYPE)
        .body(metrics.text(founder.registry().all().len()))
}
