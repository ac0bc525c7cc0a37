//! `/institutions/{id}/sessions`: the browsers that have signed in.

use actix_web::HttpRequest;
use serde::Serialize;
use utoipa::ToSchema;

use super::Problem;
use super::message::{Answer, Of, done, ok, part};
use crate::admin::SessionView;

/// The sessions of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Sessions {
    sessions: Vec<SessionView>,
}

/// Lists them, the latest login last.
#[utoipa::path(get, path = "/institutions/{id}/sessions", tag = "sessions",
    params(("id" = String, Path)),
    responses((status = 200, body = Sessions), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn list(of: Of) -> Answer {
    ok(&Sessions {
        sessions: of.sessions().await?,
    })
}

/// Ends all of them, each as a logout does.
#[utoipa::path(delete, path = "/institutions/{id}/sessions", tag = "sessions",
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn end_all(of: Of) -> Answer {
    of.end_sessions().await?;
    done()
}

/// Ends one as a logout does: what was not issued for offline access ends with it.
#[utoipa::path(delete, path = "/institutions/{id}/sessions/{session_id}", tag = "sessions",
    params(("id" = String, Path), ("session_id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn end(req: HttpRequest, of: Of) -> Answer {
    of.end_session(&part(&req, "session_id")).await?;
    done()
}

/// Lets its time be over now: the browser has to sign in again.
#[utoipa::path(post, path = "/institutions/{id}/sessions/{session_id}/expire", tag = "sessions",
    params(("id" = String, Path), ("session_id" = String, Path)),
    responses((status = 200, body = SessionView), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn expire(req: HttpRequest, of: Of) -> Answer {
    ok(&of.expire_session(&part(&req, "session_id")).await?)
}
