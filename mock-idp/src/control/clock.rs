//! `/institutions/{id}/clock`: the time of one institution.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use oidc::clock::{Clock as _, Timestamp};
use serde::Deserialize;
use serde_json::json;

use super::institutions::not_found;
use super::problem::{answer, bad_request};
use crate::clock::InstitutionClock;
use crate::founder::Founder;

/// What to do with a clock; the members are carried out in this order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// Whether it is to stand.
    frozen: Option<bool>,
    /// Seconds since 1970, which it is to show.
    now: Option<i64>,
    /// Seconds that are to have passed.
    advance_seconds: Option<u64>,
}

/// `GET …/clock`.
pub(super) async fn show(founder: Data<Founder>, id: Path<String>) -> HttpResponse {
    match founder.registry().get(&id) {
        Some(institution) => told(&institution.clock),
        None => not_found(&id).response(),
    }
}

/// `PATCH …/clock`: stops, sets or moves it, and answers with what it shows then.
pub(super) async fn change(founder: Data<Founder>, id: Path<String>, body: Bytes) -> HttpResponse {
    let Some(institution) = founder.registry().get(&id) else {
        return not_found(&id).response();
    };
    let change: Change = match serde_json::from_slice(&body) {
        Ok(change) => change,
        Err(error) => {
            let mend = "send frozen, now (seconds since 1970) or advance_seconds";
            return bad_request(format!("{error}; {mend}")).response();
        }
    };
    let clock = &institution.clock;
    if let Some(frozen) = change.frozen {
        clock.freeze(frozen);
    }
    if let Some(now) = change.now {
        clock.set(Timestamp::from_unix(now));
    }
    if let Some(seconds) = change.advance_seconds {
        clock.advance(Duration::from_secs(seconds));
    }
    told(clock)
}

fn told(clock: &InstitutionClock) -> HttpResponse {
    let told = json!({ "now": clock.now(), "frozen": clock.is_frozen() });
    answer(StatusCode::OK, &told)
}
