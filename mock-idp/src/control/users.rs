//! `/institutions/{id}/users`: who can sign in.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Payload;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Problem;
use super::message::{Answer, Of, answer, done, object, ok, part};
use crate::config::UserSection;

/// All users of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Users {
    users: Vec<UserSection>,
}

/// Lists them.
#[utoipa::path(get, path = "/institutions/{id}/users", tag = "users",
    params(("id" = String, Path)),
    responses((status = 200, body = Users), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn list(of: Of) -> Answer {
    ok(&Users { users: of.all()? })
}

/// Adds one. A `sub` that is left out is a new one, the password `banno`.
#[utoipa::path(post, path = "/institutions/{id}/users", tag = "users",
    params(("id" = String, Path)),
    request_body(content = Object, description = "Members of `User`; `sub` is made up where it is left out, and the password is `banno`"),
    responses(
        (status = 201, body = UserSection),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create(of: Of, payload: Payload) -> Answer {
    let created = of.create_user(object(payload).await?)?;
    Ok(answer(StatusCode::CREATED, &created))
}

/// Tells one.
#[utoipa::path(get, path = "/institutions/{id}/users/{user}", tag = "users",
    params(("id" = String, Path), ("user" = String, Path, description = "`sub` or user name")),
    responses((status = 200, body = UserSection), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn show(req: HttpRequest, of: Of) -> Answer {
    ok(&of.one::<UserSection>(&part(&req, "user"))?)
}

/// Changes one by a merge patch (RFC 7396), such as `{"status": "locked"}`.
#[utoipa::path(patch, path = "/institutions/{id}/users/{user}", tag = "users",
    params(("id" = String, Path), ("user" = String, Path, description = "`sub` or user name")),
    request_body(content = Option<Object>, description = "Members of `User`; `null` is the default"),
    responses(
        (status = 200, body = UserSection),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change(req: HttpRequest, of: Of, payload: Payload) -> Answer {
    let patch = Value::Object(object(payload).await?);
    ok(&of.patch::<UserSection>(&part(&req, "user"), &patch)?)
}

/// Takes one away, with sessions, grants and tokens.
#[utoipa::path(delete, path = "/institutions/{id}/users/{user}", tag = "users",
    params(("id" = String, Path), ("user" = String, Path, description = "`sub` or user name")),
    responses((status = 204), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn remove(req: HttpRequest, of: Of) -> Answer {
    of.remove_user(&part(&req, "user")).await?;
    done()
}
