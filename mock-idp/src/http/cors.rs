//! Cross-origin requests (Fetch, CORS protocol), as the library that Banno runs answers them.

use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, HeaderValue, ORIGIN, VARY,
};
use actix_web::{HttpRequest, HttpResponse};

use super::{Served, unknown};

/// The `Origin` of the script that asks, if one does; one that is not text is nobody's own.
pub(crate) fn origin(req: &HttpRequest) -> Option<&str> {
    req.headers()
        .get(ORIGIN)
        .filter(|origin| !origin.is_empty())
        .map(|origin| origin.to_str().unwrap_or("?"))
}

/// Any origin may read the answer.
pub(super) fn open(req: &HttpRequest, mut response: HttpResponse) -> HttpResponse {
    let origin = req.headers().get(ORIGIN).cloned();
    let origin = origin.filter(|origin| !origin.is_empty());
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("Origin"));
    let anybody = HeaderValue::from_static("*");
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.unwrap_or(anybody));
    response
}

/// The client's own origins may read the answer; others have been refused, and may not even read
/// that.
pub(crate) fn client(req: &HttpRequest, response: HttpResponse, allowed: bool) -> HttpResponse {
    let mut response = open(req, response);
    let headers = response.headers_mut();
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("WWW-Authenticate"),
    );
    if !allowed {
        headers.remove(ACCESS_CONTROL_ALLOW_ORIGIN);
    }
    response
}

/// Whether a script may `GET`.
pub async fn preflight_get(req: HttpRequest, served: Served) -> HttpResponse {
    preflight(&req, &served, "GET")
}

/// Whether a script may `GET` or `POST`.
pub async fn preflight_get_post(req: HttpRequest, served: Served) -> HttpResponse {
    preflight(&req, &served, "GET,POST")
}

/// Whether a script may `POST`.
pub async fn preflight_post(req: HttpRequest, served: Served) -> HttpResponse {
    preflight(&req, &served, "POST")
}

/// Whether a script may use those methods.
pub(crate) fn preflight(req: &HttpRequest, served: &Served, methods: &'static str) -> HttpResponse {
    let asked = req.headers();
    if !asked.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
        let mut response = unknown::respond(req, served.institution());
        response
            .headers_mut()
            .insert(VARY, HeaderValue::from_static("Origin"));
        return response;
    }
    let mut response = HttpResponse::NoContent();
    response
        .insert_header((ACCESS_CONTROL_MAX_AGE, "3600"))
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, methods));
    if let Some(headers) = asked.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        response.insert_header((ACCESS_CONTROL_ALLOW_HEADERS, headers.clone()));
    }
    open(req, response.finish())
}
