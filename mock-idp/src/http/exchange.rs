//! The record of each exchange: one journal entry, one log line and one count, whatever the answer.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorInternalServerError;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpMessage as _, HttpRequest};
use oidc::entropy::uuid;

use super::body::FormBody;
use super::{Served, host, unknown};
use crate::clock::Stopwatch;
use crate::faults;
use crate::institution::{Institution, Registry};
use crate::journal::{Endpoint, Entry, Exchange, Message, Messages, Note, Refused, mask, short};
use crate::metrics::Metrics;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Leaves what a handler knows for the record.
pub(crate) fn note_on(req: &HttpRequest, note: Note) {
    req.extensions_mut().insert(note);
}

/// Names the exchange, lets it happen, records it and counts it.
///
/// # Errors
/// Those of the handlers.
pub async fn record(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let stopwatch = Stopwatch::start();
    let Some(registry) = req.app_data::<Data<Registry>>().cloned() else {
        return Err(ErrorInternalServerError("no institutions are served"));
    };
    let found = registry.find(host::of(&req), req.match_info().as_str());
    let is_somebodys = found.is_some();
    let is_there = |institution: &Institution| {
        let endpoints = &institution.profile.offer.endpoints;
        endpoints.has(unknown::relative_path(req.request()))
    };
    let offered = found
        .as_ref()
        .is_none_or(|institution| is_there(institution));
    let (institution, mut response) = if let Some(institution) = found.clone().filter(|_| offered) {
        req.extensions_mut().insert(Served::by(institution.clone()));
        (institution, next.call(req).await?.map_into_boxed_body())
    } else {
        // An endpoint that the bank does not have; or a bank that is not there, or no longer: no other one's
        // journal has to do with it.
        let institution = found.unwrap_or_else(|| registry.default_institution());
        let (req, _) = req.into_parts();
        let response = unknown::respond(&req, &institution);
        (institution, ServiceResponse::new(req, response))
    };
    let request_id = uuid(&*institution.entropy);
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    let (response, body) = with_body(response);
    let (response, body) = if institution.faults.is_empty() {
        (response, body)
    } else {
        faults::alter(response, body, &institution)
    };
    let note = response
        .request()
        .extensions_mut()
        .remove::<Note>()
        .unwrap_or_default();
    let request = response.request();
    let endpoint = note.endpoint;
    let exchange = Exchange {
        at: institution.now(),
        request_id,
        method: short(request.method().as_str()),
        path: short(&endpoint.masked_path(request.path())),
        status: response.status().as_u16(),
    };
    let mut entry = note.into_entry(exchange);
    entry.refusal = entry.refusal.map(|refused| told(refused, endpoint));
    entry.messages = Some(messages(&response, &institution, body));
    log(&entry);
    if let Some(metrics) = request.app_data::<Data<Metrics>>() {
        let (method, pattern) = (request.method(), request.match_pattern());
        metrics.answered(pattern, method, response.status(), stopwatch.elapsed());
        if let Some(refused) = &entry.refusal {
            metrics.refused(entry.endpoint, refused);
        }
    }
    if is_somebodys {
        institution.journal.record(entry);
    }
    Ok(response)
}

/// The refusal, but for a text that repeats the path.
fn told(refused: Refused, endpoint: Endpoint) -> Refused {
    match endpoint {
        Endpoint::Unknown => Refused {
            description: refused.description.map(|text| mask::path(&text)),
            ..refused
        },
        _ => refused,
    }
}

/// The response and its body, which both share.
fn with_body(response: ServiceResponse<BoxBody>) -> (ServiceResponse<BoxBody>, Bytes) {
    let mut shared = Bytes::new();
    let response = response.map_body(|_, body| match body.try_into_bytes() {
        Ok(bytes) => {
            shared = bytes.clone();
            BoxBody::new(bytes)
        }
        Err(body) => body,
    });
    (response, shared)
}

/// What went over the wire, as it is: whoever tells it takes the secrets out.
fn messages(
    response: &ServiceResponse<BoxBody>,
    institution: &Institution,
    body: Bytes,
) -> Messages {
    let request = response.request();
    let form = request.extensions_mut().remove::<FormBody>();
    let form = form.map(|FormBody(bytes)| bytes).unwrap_or_default();
    Messages {
        scheme: if institution.is_secure() {
            "https"
        } else {
            "http"
        },
        target: request.uri().to_string(),
        request: Message::new(request.headers(), form),
        response: Message::new(response.headers(), body),
    }
}

/// One line per exchange; never a query, a header or a body.
fn log(entry: &Entry) {
    let endpoint = entry.endpoint;
    let status = entry.status;
    let request_id = entry.request_id.as_str();
    let client_id = entry.client_id.as_deref().unwrap_or("-");
    let grant_id = entry.grant.as_ref().map_or("-", |grant| grant.0.as_str());
    for leniency in &entry.leniencies {
        tracing::warn!(
            request.id = request_id,
            client.id = client_id,
            "{endpoint} needed {}: {}",
            leniency.as_str(),
            leniency.at_banno()
        );
    }
    let Some(refused) = &entry.refusal else {
        tracing::info!(
            request.id = request_id,
            client.id = client_id,
            grant.id = grant_id,
            http.status = status,
            "{endpoint} answered"
        );
        return;
    };
    tracing::info!(
        request.id = request_id,
        client.id = client_id,
        grant.id = grant_id,
        http.status = status,
        error = refused.error,
        hint = refused.hint,
        "{endpoint} refused: {}",
        refused.reason
    );
}
