//! `/institutions/{id}/consumer-api`: how the Consumer API behaves.

use actix_web::web::Payload;
use serde_json::Value;

use super::Problem;
use super::message::{Answer, Of, object, ok};
use crate::config::ConsumerApiSection;

/// Tells how the Consumer API behaves; what is left out is the default.
#[utoipa::path(get, path = "/institutions/{id}/consumer-api", tag = "consumer_api",
    params(("id" = String, Path)),
    responses((status = 200, body = ConsumerApiSection), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn show(of: Of) -> Answer {
    ok(&of.switches::<ConsumerApiSection>()?)
}

/// Changes that by a merge patch (RFC 7396): `null` is the default again. Tasks that have begun go on as
/// they began.
#[utoipa::path(patch, path = "/institutions/{id}/consumer-api", tag = "consumer_api",
    params(("id" = String, Path)),
    request_body(content = Option<Object>, description = "Members of `ConsumerApi`; `null` is the default"),
    responses(
        (status = 200, body = ConsumerApiSection),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change(of: Of, payload: Payload) -> Answer {
    let patch = Value::Object(object(payload).await?);
    ok(&of.patch_switches::<ConsumerApiSection>(&patch)?)
}
