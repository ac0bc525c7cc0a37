//! `/institutions/{id}/journal`: what has happened at one institution, with the true reasons.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::Problem;
use super::message::{Answer, Of, done, ok, query, split_query};
use super::problem::bad_request;
use crate::journal::{Entry, Filter, Har, Journal, Secrets};

/// The exchanges of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Entries {
    entries: Vec<Entry>,
}

/// Lists the exchanges that are remembered, oldest first. No secret stands in it.
#[utoipa::path(get, path = "/institutions/{id}/journal", tag = "journal",
    params(("id" = String, Path), Filter),
    responses(
        (status = 200, body = Entries),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list(req: HttpRequest, of: Of) -> Answer {
    let filter: Filter = query(&req)?;
    ok(&Entries {
        entries: of.journal()?.filtered(&filter),
    })
}

/// Forgets them; the next one's number goes on from theirs.
#[utoipa::path(delete, path = "/institutions/{id}/journal", tag = "journal",
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn clear(of: Of) -> Answer {
    of.journal()?.clear();
    done()
}

/// Waits for the first exchange that is meant; one that is remembered already counts, so name `after`
/// where only a new one will do.
#[utoipa::path(get, path = "/institutions/{id}/journal/await", tag = "journal",
    params(
        ("id" = String, Path),
        Filter,
        ("timeout_seconds" = Option<u64>, Query, description = "How long to wait, 10 unless told otherwise, 60 at the most"),
    ),
    responses(
        (status = 200, body = Entry),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn wait(req: HttpRequest, of: Of) -> Answer {
    let ([timeout], rest) = split_query(&req, ["timeout_seconds"]);
    let filter: Filter = rest?;
    let seconds = match timeout.as_deref().map(str::parse) {
        None => USUAL_WAIT,
        Some(Ok(seconds)) if seconds <= LONGEST_WAIT => seconds,
        Some(_) => {
            let what = format!("timeout_seconds must be a whole number from 0 to {LONGEST_WAIT}");
            return Err(bad_request(what));
        }
    };
    let journal = of.journal()?;
    let waiting = tokio::time::timeout(Duration::from_secs(seconds), journal.expect(&filter));
    match waiting.await {
        Ok(entry) => ok(&entry),
        Err(_) => Err(did_not_come(&journal, &filter, seconds)),
    }
}

/// Exports the exchanges whose messages are still remembered as an HTTP Archive (HAR 1.2), secrets masked
/// unless they are asked for.
#[utoipa::path(get, path = "/institutions/{id}/journal/har", tag = "journal",
    params(
        ("id" = String, Path),
        Filter,
        ("secrets" = inline(Option<Secrets>), Query, description = "`shown` leaves secrets, codes, tokens and cookies in it"),
    ),
    responses(
        (status = 200, body = Har),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn har(req: HttpRequest, of: Of) -> Answer {
    let ([secrets], rest) = split_query(&req, ["secrets"]);
    let filter: Filter = rest?;
    let secrets = match secrets.as_deref() {
        None | Some("masked") => Secrets::Masked,
        Some("shown") => Secrets::Shown,
        Some(other) => {
            return Err(bad_request(format!(
                "secrets `{other}` must be masked or shown"
            )));
        }
    };
    ok(&Har::of(&of.journal()?.filtered(&filter), secrets))
}

/// Says what came instead.
fn did_not_come(journal: &Journal, filter: &Filter, seconds: u64) -> Problem {
    let came = journal.filtered(&Filter {
        after: filter.after,
        ..Filter::default()
    });
    let last: Vec<_> = came
        .iter()
        .rev()
        .take(TOLD)
        .map(|entry| {
            let reason = entry.refusal.as_ref().map(|refusal| &refusal.reason);
            json!([entry.seq, entry.endpoint, entry.status, reason]).to_string()
        })
        .collect();
    let instead = match came.len() {
        0 => "nothing else came either".to_owned(),
        others => format!("of {others} others the last were {}", last.join(", ")),
    };
    let detail = format!("no such exchange came within {seconds} s; {instead}");
    let title = "The exchange did not come";
    Problem::new(
        StatusCode::NOT_FOUND,
        "exchange-did-not-come",
        title,
        detail,
    )
}

const USUAL_WAIT: u64 = 10;
const LONGEST_WAIT: u64 = 60;
/// How many exchanges a problem tells of.
const TOLD: usize = 5;
