//! `/institutions/{id}/clients`: what Banno People calls External Applications.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Payload;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Problem;
use super::message::{Answer, Of, answer, done, object, ok, part};
use crate::config::ClientSection;

/// All clients of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Clients {
    clients: Vec<ClientSection>,
}

/// Lists them.
#[utoipa::path(get, path = "/institutions/{id}/clients", tag = "clients",
    params(("id" = String, Path)),
    responses((status = 200, body = Clients), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn list(of: Of) -> Answer {
    ok(&Clients { clients: of.all()? })
}

/// Registers one. A `client_id` that is left out is a new one, and so is the secret of one that is not
/// public.
#[utoipa::path(post, path = "/institutions/{id}/clients", tag = "clients",
    params(("id" = String, Path)),
    request_body(content = Object, description = "Members of `Client`; `client_id` and `client_secret` are made up where they are left out"),
    responses(
        (status = 201, body = ClientSection),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create(of: Of, payload: Payload) -> Answer {
    let created = of.create_client(object(payload).await?)?;
    Ok(answer(StatusCode::CREATED, &created))
}

/// Tells one.
#[utoipa::path(get, path = "/institutions/{id}/clients/{client_id}", tag = "clients",
    params(("id" = String, Path), ("client_id" = String, Path)),
    responses((status = 200, body = ClientSection), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn show(req: HttpRequest, of: Of) -> Answer {
    ok(&of.one::<ClientSection>(&part(&req, "client_id"))?)
}

/// Changes one by a merge patch (RFC 7396).
#[utoipa::path(patch, path = "/institutions/{id}/clients/{client_id}", tag = "clients",
    params(("id" = String, Path), ("client_id" = String, Path)),
    request_body(content = Option<Object>, description = "Members of `Client`; `null` is the default"),
    responses(
        (status = 200, body = ClientSection),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change(req: HttpRequest, of: Of, payload: Payload) -> Answer {
    let patch = Value::Object(object(payload).await?);
    ok(&of.patch::<ClientSection>(&part(&req, "client_id"), &patch)?)
}

/// Takes one away; what it holds is good for nothing from then on.
#[utoipa::path(delete, path = "/institutions/{id}/clients/{client_id}", tag = "clients",
    params(("id" = String, Path), ("client_id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn remove(req: HttpRequest, of: Of) -> Answer {
    of.remove_client(&part(&req, "client_id")).await?;
    done()
}
