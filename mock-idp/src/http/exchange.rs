//! The record of each exchange: one journal entry, one log line and one count, whatever the answer.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorInternalServerError;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage as _, HttpRequest};
use oidc::entropy::uuid;

use super::{Served, host, unknown};
use crate::clock::Stopwatch;
use crate::institution::Registry;
use crate::journal::{Entry, Note, short};
use crate::metrics::Metrics;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Leaves what a handler knows for the record.
pub(super) fn note_on(req: &HttpRequest, note: Note) {
    req.extensions_mut().insert(note);
}

/// Names the exchange, lets it happen, records it and counts it.
///
/// # Errors
/// Those of the handlers.
pub async fn record(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let stopwatch = Stopwatch::start();
    let Some(registry) = req.app_data::<Data<Registry>>().cloned() else {
        return Err(ErrorInternalServerError("no institutions are served"));
    };
    let found = registry.find(host::of(&req), req.match_info().as_str());
    let (institution, mut response) = if let Some(institution) = found {
        req.extensions_mut().insert(Served::by(institution.clone()));
        (institution, next.call(req).await?.map_into_left_body())
    } else {
        let institution = registry.default_institution().clone();
        let (req, _) = req.into_parts();
        let response = unknown::respond(&req, &institution);
        let response = ServiceResponse::new(req, response).map_into_right_body();
        (institution, response)
    };
    let request_id = uuid(&*institution.entropy);
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    let note = response
        .request()
        .extensions_mut()
        .remove::<Note>()
        .unwrap_or_default();
    let request = response.request();
    let entry = Entry {
        seq: 0,
        at: institution.now(),
        request_id,
        endpoint: note.endpoint,
        method: short(request.method().as_str()),
        path: short(request.path()),
        status: response.status().as_u16(),
        client_id: note.client_id,
        account: note.account,
        grant: note.grant,
        params: note.params,
        leniencies: note.leniencies,
        ignored_scopes: note.ignored_scopes,
        withheld: note.withheld,
        refusal: note.refusal,
    };
    log(&entry);
    if let Some(metrics) = request.app_data::<Data<Metrics>>() {
        let (method, pattern) = (request.method(), request.match_pattern());
        metrics.answered(pattern, method, response.status(), stopwatch.elapsed());
        if let Some(refused) = &entry.refusal {
            metrics.refused(entry.endpoint, refused);
        }
    }
    institution.journal.record(entry);
    Ok(response)
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
            "{endpoint} needed {}: Banno would have refused it",
            leniency.as_str()
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
