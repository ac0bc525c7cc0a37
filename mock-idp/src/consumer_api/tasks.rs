//! `GET /users/{userId}/tasks/{taskId}`: how an aggregation goes (`banno.md` 6.2).

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse};
use bank::{Moment, PageRefusal, Task, TaskState};
use oidc::clock::Timestamp;
use oidc::scope::OPENID;

use super::Refusal;
use super::caller::{answer, part};
use crate::http::{Served, query_pairs, respond};
use crate::institution::Institution;
use crate::journal::Endpoint;

/// How long an answer to `sinceVersion` may wait for something new, by the institution's clock.
const LONGEST_WAIT: Duration = Duration::from_secs(7);

/// Tells at once, or once there is something newer.
pub(super) async fn get(req: HttpRequest, served: Served) -> HttpResponse {
    answer(&req, &served, Endpoint::Task, &[OPENID], async |caller| {
        let task = caller.book().task(&part(&req, "task"));
        let task = task.ok_or(Refusal::NotFound { word: "task" })?;
        let parameters = query_pairs(&req);
        let mut since = parameters.iter().filter(|(name, _)| name == "sinceVersion");
        let state = match (since.next(), since.next()) {
            (None, _) => task.at(caller.now),
            (Some((_, since)), None) => newer(caller.institution, &task, number(since)?).await?,
            (Some(_), Some(_)) => return Err(PageRefusal::Repeated("sinceVersion").into()),
        };
        Ok(respond::json(&state))
    })
    .await
}

fn number(text: &str) -> Result<u64, Refusal> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten();
    number.ok_or_else(|| Refusal::SinceVersion(text.to_owned()))
}

/// Waits for a newer version, or until the wait is over.
async fn newer(institution: &Institution, task: &Task, since: u64) -> Result<TaskState, Refusal> {
    let begin = institution.now();
    let deadline = begin.after(LONGEST_WAIT);
    task.since(since, Moment::from_unix(begin.unix()))?;
    loop {
        let now = institution.now();
        let at = Moment::from_unix(now.unix());
        // A clock that is set back meanwhile ends the wait, too.
        let over = deadline.is_past(now) || now < begin;
        match task.since(since, at) {
            Ok(Some(state)) => return Ok(state),
            Ok(None) if !over => {}
            Ok(None) | Err(_) => return Ok(task.at(at)),
        }
        let next = task.next_event(at).map(Moment::unix_ceil);
        let next = next.map_or(deadline, |next| Timestamp::from_unix(next).min(deadline));
        institution.clock.reach(next).await;
    }
}
