use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, LOCATION};
use actix_web::web::Bytes;
use actix_web::{HttpMessage as _, HttpRequest};
use oidc::params::Params;
use serde_json::Value;

use super::change::faults_at;
use super::{Fault, Point, members, params, url};
use crate::http::{Served, relative_path};
use crate::institution::Institution;

/// The parameters of a request as the institution takes them.
pub(crate) fn of_request(req: &HttpRequest, given: Params) -> Params {
    let served = req.extensions().get::<Served>().cloned();
    let Some(served) = served.filter(|served| !served.institution().faults.is_empty()) else {
        return given;
    };
    match Point::of_request(relative_path(req)) {
        Some(at) => params(&served.institution().faults, at, given),
        None => given,
    }
}

/// The header that the institution takes a request to have, where a fault says so.
pub(crate) fn header(institution: &Institution, at: Point, name: &str) -> Option<String> {
    let mut faults = faults_at(&institution.faults, at);
    faults.find_map(|fault| fault.headers.get(name).cloned())
}

/// The answer as it should not be, and its body.
pub(crate) fn alter(
    response: ServiceResponse<BoxBody>,
    body: Bytes,
    institution: &Institution,
) -> (ServiceResponse<BoxBody>, Bytes) {
    let Some(at) = Point::of_answer(relative_path(response.request())) else {
        return (response, body);
    };
    let faults: &[Fault] = &institution.faults;
    if faults_at(faults, at).next().is_none() || !is_it(at, &response, institution) {
        return (response, body);
    }
    let body = altered_body(faults, at, &body).unwrap_or(body);
    let mut response = response.map_body(|head, _| {
        head.headers.remove(CONTENT_LENGTH);
        BoxBody::new(body.clone())
    });
    if at == Point::EndSessionResponse {
        let location = response.headers().get(LOCATION);
        let location = location.and_then(|it| it.to_str().ok()).unwrap_or_default();
        let altered = url(faults, at, location);
        if let Some(altered) = altered.and_then(|it| HeaderValue::from_str(&it).ok()) {
            response.headers_mut().insert(LOCATION, altered);
        }
    }
    for fault in faults_at(faults, at) {
        for (name, value) in &fault.headers {
            // Those that cannot be sent were refused with the settings.
            let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else {
                continue;
            };
            response.headers_mut().remove(&name);
            if let (false, Ok(value)) = (value.is_empty(), HeaderValue::from_str(value)) {
                response.headers_mut().insert(name, value);
            }
        }
        if let Some(status) = fault.status.and_then(|it| StatusCode::from_u16(it).ok()) {
            *response.response_mut().status_mut() = status;
        }
    }
    (response, body)
}

/// A page on the way is no answer to the application.
fn is_it(at: Point, response: &ServiceResponse<BoxBody>, institution: &Institution) -> bool {
    if !matches!(at, Point::AuthorizationResponse | Point::EndSessionResponse) {
        return true;
    }
    let location = response.headers().get(LOCATION);
    let location = location.and_then(|location| location.to_str().ok());
    location.is_some_and(|location| {
        !location.starts_with('/') && !location.starts_with(&institution.base_url)
    })
}

fn altered_body(faults: &[Fault], at: Point, body: &Bytes) -> Option<Bytes> {
    let mut document: Value = serde_json::from_slice(body).ok()?;
    if at == Point::Jwks {
        for key in document["keys"].as_array_mut()? {
            members(faults, at, key.as_object_mut()?);
        }
    } else {
        members(faults, at, document.as_object_mut()?);
    }
    serde_json::to_vec(&document).ok().map(Bytes::from)
}
