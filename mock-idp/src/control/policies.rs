//! `/institutions/{id}/policies` and `…/leniencies`: what Banno leaves open, and what it refuses.

use actix_web::web::Payload;
use serde_json::Value;

use super::Problem;
use super::message::{Answer, Of, object, ok};
use crate::config::{LenienciesSection, PoliciesSection};

/// Tells the choices where Banno documents nothing; what is left out is the default.
#[utoipa::path(get, path = "/institutions/{id}/policies", tag = "policies",
    params(("id" = String, Path)),
    responses((status = 200, body = PoliciesSection), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn show_policies(of: Of) -> Answer {
    ok(&of.policies()?)
}

/// Changes them by a merge patch (RFC 7396): `null` is the default again.
#[utoipa::path(patch, path = "/institutions/{id}/policies", tag = "policies",
    params(("id" = String, Path)),
    request_body(content = Option<Object>, description = "Members of `Policies`; `null` is the default"),
    responses(
        (status = 200, body = PoliciesSection),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change_policies(of: Of, payload: Payload) -> Answer {
    let patch = Value::Object(object(payload).await?);
    ok(&of.patch_switches::<PoliciesSection>(&patch)?)
}

/// Tells what is accepted though Banno refuses it.
#[utoipa::path(get, path = "/institutions/{id}/leniencies", tag = "policies",
    params(("id" = String, Path)),
    responses((status = 200, body = LenienciesSection), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn show_leniencies(of: Of) -> Answer {
    ok(&of.leniencies()?)
}

/// Changes that by a merge patch (RFC 7396): `null` and `false` are off.
#[utoipa::path(patch, path = "/institutions/{id}/leniencies", tag = "policies",
    params(("id" = String, Path)),
    request_body(content = Option<Object>, description = "Members of `Leniencies`; `null` is off"),
    responses(
        (status = 200, body = LenienciesSection),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change_leniencies(of: Of, payload: Payload) -> Answer {
    let patch = Value::Object(object(payload).await?);
    ok(&of.patch_switches::<LenienciesSection>(&patch)?)
}
