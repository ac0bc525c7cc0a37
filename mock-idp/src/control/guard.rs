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
    if let Some(token) = token {
        let given = header(&AUTHORIZATION).and_then(|it| it.strip_prefix("Bearer "));
        if given.map(Secret::new).as_ref() != Some(token) {
            let detail =
                "send the header `Authorization: Bearer ` and the token of --control-token";
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
