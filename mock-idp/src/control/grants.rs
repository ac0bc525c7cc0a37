//! `/institutions/{id}/grants`: what users have granted to clients.

use actix_web::HttpRequest;
use serde::Serialize;
use utoipa::ToSchema;

use super::Problem;
use super::message::{Answer, Of, done, ok, part};
use crate::admin::GrantView;

/// The grants of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Grants {
    grants: Vec<GrantView>,
}

/// Lists them, by when they are over.
#[utoipa::path(get, path = "/institutions/{id}/grants", tag = "grants",
    params(("id" = String, Path)),
    responses((status = 200, body = Grants), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn list(of: Of) -> Answer {
    ok(&Grants {
        grants: of.grants().await?,
    })
}

/// Revokes one: every code and token that hangs on it is dead at once, and the user is asked again.
#[utoipa::path(delete, path = "/institutions/{id}/grants/{grant_id}", tag = "grants",
    params(("id" = String, Path), ("grant_id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn revoke(req: HttpRequest, of: Of) -> Answer {
    of.revoke_grant(&part(&req, "grant_id")).await?;
    done()
}

/// Lets its time be over now.
#[utoipa::path(post, path = "/institutions/{id}/grants/{grant_id}/expire", tag = "grants",
    params(("id" = String, Path), ("grant_id" = String, Path)),
    responses((status = 200, body = GrantView), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn expire(req: HttpRequest, of: Of) -> Answer {
    ok(&of.expire_grant(&part(&req, "grant_id")).await?)
}
