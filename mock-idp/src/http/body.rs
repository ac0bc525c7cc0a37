use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpMessage as _, HttpRequest};
use oidc::params::Params;
use oidc::refusal::RequestRefusal;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::unknown::relative_path;
use crate::faults;

/// The most that a form may weigh, as in the library that Banno runs.
const LIMIT: usize = 56 * 1024;
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: [&str; 2] = ["application/json", "application/merge-patch+json"];

/// The form of a request, for the record.
pub(super) struct FormBody(pub(super) Bytes);

/// Reads a form body; a request without body and without content type has an empty one.
pub(super) async fn form(req: &HttpRequest, payload: Payload) -> Result<Params, RequestRefusal> {
    let headers = req.headers();
    let content_type = headers
        .get(CONTENT_TYPE)
        .map(|value| value.to_str().unwrap_or("?"));
    let essence = content_type.map(|value| value.split(';').next().unwrap_or("").trim());
    let is_form = essence.is_some_and(|essence| essence.eq_ignore_ascii_case(FORM));
    if has_body(req) && is_form {
        let bytes = payload.to_bytes_limited(LIMIT).await;
        let bytes = bytes
            .ok()
            .and_then(Result::ok)
            .ok_or(RequestRefusal::BodyUnreadable)?;
        let params = faults::of_request(req, Params::parse(&bytes));
        // A copy: as it came, it would hold on to all that was read from the socket at once.
        let copy = Bytes::copy_from_slice(&bytes);
        req.extensions_mut().insert(FormBody(copy));
        return Ok(params);
    }
    if content_type.is_some_and(|value| !value.is_empty()) {
        return Err(RequestRefusal::BodyNotForm {
            method: req.method().to_string(),
            path: relative_path(req).to_owned(),
        });
    }
    Ok(Params::default())
}

/// Whether the request says that it has a body, be it an empty one (RFC 9112 6).
pub(super) fn has_body(req: &HttpRequest) -> bool {
    let headers = req.headers();
    headers.contains_key(TRANSFER_ENCODING) || headers.contains_key(CONTENT_LENGTH)
}

/// Why a body is not a JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonRefusal {
    /// It is not JSON, or no object.
    #[error("the body is not a JSON object")]
    NotAnObject,
    /// It does not say that it is JSON.
    #[error("the content type is not JSON")]
    NotJson,
    /// It is longer than any that makes sense, or broke off.
    #[error("the body is too long, or incomplete")]
    Unreadable,
}

/// Reads a JSON object, or a merge patch (RFC 7396).
pub(crate) async fn json_object(
    req: &HttpRequest,
    payload: Payload,
) -> Result<Map<String, Value>, JsonRefusal> {
    let content_type = req.content_type().trim().to_ascii_lowercase();
    if !JSON.contains(&content_type.as_str()) {
        return Err(JsonRefusal::NotJson);
    }
    let bytes = payload.to_bytes_limited(LIMIT).await;
    let bytes = bytes
        .ok()
        .and_then(Result::ok)
        .ok_or(JsonRefusal::Unreadable)?;
    serde_json::from_slice(&bytes).map_err(|_| JsonRefusal::NotAnObject)
}

/// The pairs of the query as they stand: to the Consumer API, an empty value is one.
pub(crate) fn query_pairs(req: &HttpRequest) -> Vec<(String, String)> {
    form_urlencoded::parse(req.query_string().as_bytes())
        .into_owned()
        .collect()
}

/// Reads the query.
pub(crate) fn query(req: &HttpRequest) -> Params {
    faults::of_request(req, Params::parse(req.query_string().as_bytes()))
}
