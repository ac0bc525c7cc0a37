//! `/institutions/{id}/clock`: the time of one institution.

use std::time::Duration;

use actix_web::web::Payload;
use oidc::clock::{Clock as _, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Problem;
use super::message::{Answer, Of, ok, structure};
use super::problem::bad_request;
use crate::clock::InstitutionClock;

/// What a clock shows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Time {
    /// Seconds since 1970.
    #[schema(value_type = i64)]
    now: Timestamp,
    /// Whether it stands.
    frozen: bool,
}

/// What to do with a clock; the members are carried out in this order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    /// Whether it is to stand.
    frozen: Option<bool>,
    /// Seconds since 1970, which it is to show.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    now: Option<i64>,
    /// Seconds that are to have passed.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    advance_seconds: Option<u64>,
}

/// Tells what it shows.
#[utoipa::path(get, path = "/institutions/{id}/clock", tag = "clock",
    params(("id" = String, Path)),
    responses((status = 200, body = Time), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn show(of: Of) -> Answer {
    told(&*of.clock()?)
}

/// Stops, sets or moves it, and tells what it shows then.
#[utoipa::path(patch, path = "/institutions/{id}/clock", tag = "clock",
    params(("id" = String, Path)),
    request_body(content = Option<Change>),
    responses(
        (status = 200, body = Time),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change(of: Of, payload: Payload) -> Answer {
    let change: Change = structure(payload, "clock").await?;
    let clock = of.clock()?;
    let from = change.now.unwrap_or_else(|| clock.now().unix());
    let by = change.advance_seconds.unwrap_or(0);
    let reached = i64::try_from(by).ok().and_then(|by| from.checked_add(by));
    if from < 0 || reached.is_none_or(|reached| reached > LATEST) {
        let what = format!("a clock may show 0 to {LATEST}, the end of the year 9999");
        return Err(bad_request(what));
    }
    if let Some(frozen) = change.frozen {
        clock.freeze(frozen);
    }
    if let Some(now) = change.now {
        clock.set(Timestamp::from_unix(now));
    }
    clock.advance(Duration::from_secs(by));
    told(&clock)
}

/// Dates are not written beyond the year 9999 (RFC 3339 1).
const LATEST: i64 = 253_402_300_799;

fn told(clock: &InstitutionClock) -> Answer {
    ok(&Time {
        now: clock.now(),
        frozen: clock.is_frozen(),
    })
}
