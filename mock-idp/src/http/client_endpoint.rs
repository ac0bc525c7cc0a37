//! What the endpoints that clients call have in common: a form, client authentication, errors as
//! JSON, and which scripts may read the answer.

use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use oidc::error::{ErrorCode, WireError, challenge};
use oidc::refusal::{ClientAuthRefusal, Reason};

use super::exchange::note_on;
use super::{Served, body, cors, respond};
use crate::admin::first_use;
use crate::faults::{self, Point};
use crate::founder::Founder;
use crate::institution::Institution;
use crate::journal::{Endpoint, Note};
use crate::provider::client_auth::{PUSHED_REQUEST, Request};

/// A refusal that is ready for the wire.
pub(super) struct Refused {
    wire: WireError,
    /// Whether the script that asked may read it.
    readable: bool,
}

impl Refused {
    /// Notes the refusal; `client_auth` is what kept the client from being authenticated, if that
    /// was it.
    pub(super) fn new(
        refusal: &impl Reason,
        wire: WireError,
        client_auth: Option<&ClientAuthRefusal>,
        note: &mut Note,
    ) -> Self {
        note.refused(&wire, refusal);
        let foreign = matches!(
            client_auth,
            Some(ClientAuthRefusal::OriginNotAllowed { .. })
        );
        Self {
            wire,
            readable: !foreign,
        }
    }
}

/// Answers a client's request by what `handle` makes of it.
pub(super) async fn answer(
    req: &HttpRequest,
    served: &Served,
    payload: Payload,
    endpoint: Endpoint,
    handle: impl AsyncFnOnce(&Institution, Request<'_>, &mut Note) -> Result<HttpResponse, Refused>,
) -> HttpResponse {
    let mut institution = served.institution().clone();
    let mut note = Note::on(endpoint);
    let (response, readable) = match body::form(req, payload).await {
        Ok(params) => {
            let proof = proof(req);
            // As somebody else would have sent it, where a fault says so.
            let altered = faults::header(&institution, Point::TokenRequest, "authorization");
            let request = Request {
                path: path(endpoint),
                proof: proof.as_deref(),
                authorization: altered.as_deref().or_else(|| authorization(req)),
                origin: cors::origin(req),
                params: &params,
            };
            if let Some(founder) = req.app_data::<Data<Founder>>() {
                institution =
                    first_use::at_client_endpoint(founder, &institution, request, &mut note);
            }
            match handle(&institution, request, &mut note).await {
                Ok(response) => (response, true),
                Err(refused) => (error(req, &institution, &refused.wire), refused.readable),
            }
        }
        Err(refusal) => {
            let response = respond::refused_request(req, &institution, &refusal, &mut note);
            (response, true)
        }
    };
    note_on(req, note);
    cors::client(req, response, readable)
}

/// The endpoint's path below the issuer, however it was spelled.
const fn path(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Introspection => "/token/introspection",
        Endpoint::PushedRequest => PUSHED_REQUEST,
        Endpoint::Revocation => "/token/revocation",
        _ => "/token",
    }
}

/// The `Authorization` header; one that is not text is as good as malformed.
pub(crate) fn authorization(req: &HttpRequest) -> Option<&str> {
    req.headers()
        .get(AUTHORIZATION)
        .map(|value| value.to_str().unwrap_or("?"))
}

/// The `DPoP` header; several are one, which is no proof (RFC 9449 4.3), and an empty one is none.
pub(crate) fn proof(req: &HttpRequest) -> Option<String> {
    let headers = req.headers().get_all("dpop");
    let values: Vec<_> = headers.map(|value| value.to_str().unwrap_or("?")).collect();
    Some(values.join(", ")).filter(|proof| !proof.is_empty())
}

/// The error, with a challenge where the client has tried to authenticate by header.
fn error(req: &HttpRequest, institution: &Institution, wire: &WireError) -> HttpResponse {
    if wire.code != ErrorCode::InvalidClient {
        return respond::error(req, institution, StatusCode::BAD_REQUEST, wire);
    }
    let mut response = respond::error(req, institution, StatusCode::UNAUTHORIZED, wire);
    if authorization(req).is_some() {
        let challenge = challenge("Basic", &institution.profile.issuer, Some(wire));
        if let Ok(value) = challenge.parse() {
            response.headers_mut().insert(WWW_AUTHENTICATE, value);
        }
    }
    response
}
