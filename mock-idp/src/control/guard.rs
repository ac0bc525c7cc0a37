//! Who is let in: programs on this machine, or whoever has the token; never the page of another site,
//! which a browser on this machine may show.

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, HOST, HeaderName, ORIGIN, WWW_AUTHENTICATE};
use actix_web::middleware::Next;
use actix_web::web::Data;
use oidc::secret::Secret;

use super::{Access, Problem};

/// Lets a request in, or answers why not.
pub(super) async fn admit(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let access = req.app_data::<Data<Access>>();
    match check(&req, access.and_then(|access| access.token.as_ref())) {
        Ok(()) => next
            .call(req)
            .await
            .map(ServiceResponse::map_into_boxed_body),
        Err(problem) => {
            let mut response = problem.response();
            if response.status() == StatusCode::UNAUTHORIZED
                && let Ok(challenge) = "Bearer realm=\"Mock Banno control\"".parse()
            {
                response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
            }
            Ok(req.into_response(response))
        }
    }
}

fn check(req: &ServiceRequest, token: Option<&Secret>) -> Result<(), Problem> {
    let header = |name: &HeaderName| {
        let value = req.headers().get(name);
        value.map(|value| value.to_str().unwrap_or("?"))
    };
    let host = header(&HOST).unwrap_or_default();
    if let Some(origin) = header(&ORIGIN).filter(|origin| *origin != format!("http://{host}")) {
        let detail = format!("a page of {origin} may not use the control plane");
        let title = "Pages of other origins are kept out";
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "foreign-origin",
            title,
            detail,
        ));
    }
    if let Some(site) = header(&SEC_FETCH_SITE).filter(|it| !["same-origin", "none"].contains(it)) {
        let detail = format!("a page may not use the control plane (Sec-Fetch-Site: {site})");
        let title = "Pages of other origins are kept out";
        let status = StatusCode::FORBIDDEN;
        return Err(Problem::new(status, "foreign-origin", title, detail));
    }
    if let Some(token) = token {
        let given = header(&AUTHORIZATION).and_then(|it| it.split_once(' '));
        // The scheme knows no case (RFC 9110 11.1).
        let given = given.and_then(|(scheme, token)| {
            let bearer = scheme.eq_ignore_ascii_case("bearer");
            bearer.then_some(token)
        });
        if given.map(Secret::new).as_ref() != Some(token) {
            let detail = "send the header `Authorization: Bearer ` and the token that the provider \
                          was started with (MOCK_IDP_CONTROL_TOKEN)";
            let title = "The token is missing or wrong";
            return Err(Problem::new(
                StatusCode::UNAUTHORIZED,
                "token",
                title,
                detail,
            ));
        }
        return Ok(());
    }
    if !names_this_machine(host) {
        // A name that somebody else's DNS leads here, so that a page may speak with it.
        let detail = format!("`{host}` is no name of this machine; use localhost or 127.0.0.1");
        let title = "The host is not this machine";
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "foreign-host",
            title,
            detail,
        ));
    }
    Ok(())
}

/// What browsers tell of a request, links and pictures included (Fetch Metadata 2.3).
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

fn names_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_matches(['[', ']']).to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
