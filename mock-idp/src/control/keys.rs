//! `/institutions/{id}/keys`: what an institution signs with.

use actix_web::HttpRequest;
use actix_web::web::Payload;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Problem;
use super::message::{Answer, Of, done, ok, part, structure};
use crate::admin::KeyView;
use crate::keys::Replaced;

/// The keys of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Keys {
    keys: Vec<KeyView>,
}

/// How keys are replaced.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Rotation {
    /// Whether the keys before stay published, so that what they have signed stays good; they do unless
    /// told otherwise.
    overlap: Option<bool>,
}

/// Lists them as `/jwks` does, those that sign first.
#[utoipa::path(get, path = "/institutions/{id}/keys", tag = "keys",
    params(("id" = String, Path)),
    responses((status = 200, body = Keys), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn list(of: Of) -> Answer {
    ok(&Keys {
        keys: of.keys().await?,
    })
}

/// Makes new keys to sign with. Without overlap all others are gone, as when one has been stolen.
#[utoipa::path(post, path = "/institutions/{id}/keys/rotate", tag = "keys",
    params(("id" = String, Path)),
    request_body(content = Option<Rotation>),
    responses(
        (status = 200, body = Keys),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn rotate(of: Of, payload: Payload) -> Answer {
    let rotation: Rotation = structure(payload, "rotation").await?;
    let replaced = match rotation.overlap {
        None | Some(true) => Replaced::StayPublished,
        Some(false) => Replaced::Gone,
    };
    ok(&Keys {
        keys: of.rotate_keys(replaced).await?,
    })
}

/// Stops publishing one that has been replaced: what it has signed is good for nothing.
#[utoipa::path(delete, path = "/institutions/{id}/keys/{kid}", tag = "keys",
    params(("id" = String, Path), ("kid" = String, Path)),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn retire(req: HttpRequest, of: Of) -> Answer {
    of.retire_key(&part(&req, "kid"))?;
    done()
}
