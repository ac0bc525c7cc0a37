//! `/institutions/{id}/journal`: what has happened at one institution, with the true reasons.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use oidc::params::Params;
use serde_json::json;

use super::institutions::not_found;
use super::problem::{answer, bad_request};
use crate::founder::Founder;

/// `GET …/journal?after=SEQ`: the exchanges that are remembered, oldest first; with `after` those
/// that came after the one of that number. No secret stands in it.
pub(super) async fn list(
    req: HttpRequest,
    founder: Data<Founder>,
    id: Path<String>,
) -> HttpResponse {
    let Some(institution) = founder.registry().get(&id) else {
        return not_found(&id).response();
    };
    let query = Params::parse(req.query_string().as_bytes());
    if let Some(unknown) = query.names().find(|name| *name != "after") {
        return bad_request(format!("`{unknown}` means nothing here; `after` does")).response();
    }
    let after = match query.get("after").map(str::parse::<u64>) {
        None => 0,
        Some(Ok(after)) => after,
        Some(Err(_)) => {
            return bad_request("after must be the seq of an entry, such as 12").response();
        }
    };
    let entries = institution.journal.entries_after(after);
    answer(StatusCode::OK, &json!({ "entries": entries }))
}
