//! `PUT /users/{userId}/fetch`: aggregation begins (`banno.md` 6.1).

use actix_web::{HttpRequest, HttpResponse};
use oidc::entropy::uuid;
use oidc::scope::OPENID;
use serde::Serialize;

use super::caller::answer;
use crate::http::{Served, respond};
use crate::journal::Endpoint;

/// Where to ask how it goes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fetch<'a> {
    task_id: &'a str,
}

/// Begins a task. Nobody sends a body, so none is read.
pub(super) async fn put(req: HttpRequest, served: Served) -> HttpResponse {
    answer(&req, &served, Endpoint::Fetch, &[OPENID], async |caller| {
        let institution = caller.institution;
        let task_id = uuid(&*institution.entropy);
        let settings = institution.consumer_api;
        let book = caller.book();
        book.begin(
            task_id.clone(),
            settings.course,
            settings.task_seconds,
            caller.now,
        );
        Ok(respond::json(&Fetch { task_id: &task_id }))
    })
    .await
}
