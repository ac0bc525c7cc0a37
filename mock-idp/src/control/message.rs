//! What requests bring and answers carry.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload as RawPayload;
use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::Problem;
use super::problem::{bad_request, no_such_institution};
use crate::admin::Admin;
use crate::founder::Founder;

/// What a handler answers.
pub(super) type Answer = Result<HttpResponse, Problem>;

/// The most that a body may weigh.
const LIMIT: usize = 1024 * 1024;

/// The administration of the institution that the path names.
pub(super) struct Of(Admin);

impl Deref for Of {
    type Target = Admin;

    fn deref(&self) -> &Admin {
        &self.0
    }
}

impl FromRequest for Of {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut RawPayload) -> Self::Future {
        let id = part(req, "id");
        let founder = req.app_data::<Data<Founder>>();
        let founder = founder.map(|founder| Arc::clone(founder));
        let admin = founder.and_then(|founder| Admin::of(founder, &id));
        ready(admin.map(Self).ok_or_else(|| no_such_institution(&id)))
    }
}

/// A part of the path, decoded: a client id may have a slash in it.
pub(super) fn part(req: &HttpRequest, name: &str) -> String {
    let decoded = Path::<Vec<String>>::from_request(req, &mut RawPayload::None).into_inner();
    let decoded = decoded.map(Path::into_inner).unwrap_or_default();
    let mut named = req.match_info().iter().zip(decoded);
    let part = named.find_map(|((known, _), part)| (known == name).then_some(part));
    part.unwrap_or_default()
}

/// The JSON object in the body; no body is as good as an empty one.
pub(super) async fn object(payload: Payload) -> Result<Map<String, Value>, Problem> {
    let bytes = payload.to_bytes_limited(LIMIT).await.map_err(|_| {
        let title = "The body is too large";
        let detail = format!("a body may have {LIMIT} bytes");
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body-too-large",
            title,
            detail,
        )
    })?;
    let bytes = bytes.map_err(|error| bad_request(format!("the body cannot be read: {error}")))?;
    if bytes.is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_slice(&bytes)
        .map_err(|error| bad_request(format!("not a JSON object: {error}")))
}

/// The body as a structure.
pub(super) async fn structure<T: DeserializeOwned>(
    payload: Payload,
    word: &str,
) -> Result<T, Problem> {
    let object = Value::Object(object(payload).await?);
    crate::config::parse(object, word).map_err(|error| bad_request(error.to_string()))
}

/// The query as a structure.
pub(super) fn query<T: DeserializeOwned>(req: &HttpRequest) -> Result<T, Problem> {
    parse_query(req.query_string())
}

/// Takes parameters out of the query; the rest is a structure.
pub(super) fn split_query<T: DeserializeOwned, const N: usize>(
    req: &HttpRequest,
    names: [&str; N],
) -> ([Option<String>; N], Result<T, Problem>) {
    let pairs = || form_urlencoded::parse(req.query_string().as_bytes());
    let value = |name| {
        let mut pairs = pairs();
        pairs.find_map(|(known, value)| (known == name).then(|| value.into_owned()))
    };
    let rest = pairs().filter(|(name, _)| !names.contains(&name.as_ref()));
    let rest = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(rest)
        .finish();
    (names.map(value), parse_query(&rest))
}

/// A query as a structure.
fn parse_query<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let parsed = Query::<T>::from_query(query);
    parsed
        .map(Query::into_inner)
        .map_err(|error| bad_request(explain_query(&error.to_string())))
}

/// Says what is wrong with a query as configuration errors say it.
fn explain_query(message: &str) -> String {
    let message = message.trim_start_matches("Query deserialize error: ");
    format!("the query: {}", crate::config::explain(message))
}

/// An answer in JSON that must not be stored.
pub(super) fn answer(status: StatusCode, body: &impl Serialize) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .content_type("application/json")
        // Plain structures of strings and numbers always serialize.
        .body(serde_json::to_string(body).unwrap_or_default())
}

/// The usual answer.
#[expect(clippy::unnecessary_wraps, reason = "it is what handlers answer")]
pub(super) fn ok(body: &impl Serialize) -> Answer {
    Ok(answer(StatusCode::OK, body))
}

/// The answer to what leaves nothing to tell.
#[expect(clippy::unnecessary_wraps, reason = "it is what handlers answer")]
pub(super) fn done() -> Answer {
    Ok(HttpResponse::NoContent()
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish())
}
