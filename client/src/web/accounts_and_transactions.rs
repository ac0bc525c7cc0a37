use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use url::form_urlencoded;

use super::account_page::account_page;
use super::accounts_pages::{accounts_page, progress_page};
use super::error_page::PageError;
use super::me::{user, wants_html};
use super::pages::render;
use super::signed_in::{SignedIn, ends_session};
use super::{WebApp, found};
use crate::consumer::{
    AccountWithTransactions, ConsumerApi, ConsumerError, Task, Waiting, to_text, wait_for_end,
};
use crate::rp::Stale;

/// Where this page is.
pub(super) const PATH: &str = "/accountsAndTransactions";

/// `GET /accountsAndTransactions`: has the bank fetch what is new, and shows all accounts with their
/// transactions. A browser gets pages, the first of which tell how far the bank is; everybody else
/// waits, and gets what the official example prints.
pub(super) async fn accounts_and_transactions(
    request: HttpRequest,
    app: web::Data<WebApp>,
) -> Result<HttpResponse, PageError> {
    let Some(user) = user(&request, &app) else {
        return Ok(found(&login(&request)));
    };
    let base = app.consumer_api.as_ref();
    let base = base.map_err(PageError::not_configured)?.clone();
    let answer = answer(&request, &app, &user, base).await;
    answer.or_else(|error| {
        if !is_over(&error) {
            return Err(PageError::at_accounts(&error));
        }
        tracing::info!(error.name = error.name(), "the session is over");
        app.sessions.close(&request);
        Ok(found(&login(&request)))
    })
}

async fn answer(
    request: &HttpRequest,
    app: &WebApp,
    user: &SignedIn,
    base: url::Url,
) -> Result<HttpResponse, ConsumerError> {
    let relying_party = &app.relying_party;
    let tokens = &user.tokens;
    tokens
        .get(relying_party, Stale::By(app.clock.now()))
        .await?;
    let api = ConsumerApi::new(base, Arc::clone(relying_party), Arc::clone(tokens)).await;
    if !wants_html(request) {
        return for_tools(app, user, &api).await;
    }
    match parameter(request, "account") {
        Some(account) => {
            let page = parameter(request, "page").and_then(|page| page.parse().ok());
            one_account(app, &api, &account, page.unwrap_or(1)).await
        }
        None => for_browsers(app, user, &api).await,
    }
}

/// The accounts as soon as the fetch has ended; until then a page that asks again by itself.
async fn for_browsers(
    app: &WebApp,
    user: &SignedIn,
    api: &ConsumerApi,
) -> Result<HttpResponse, ConsumerError> {
    let now = app.clock.now();
    let mut task = user.fetch.join(api, now, app.task_timeout).await?;
    let outcome = look_at(api, &mut task, now, app.task_timeout).await;
    user.fetch.settle(&task, outcome.as_ref().copied()).await;
    outcome?;
    if !task.has_ended() {
        let page = progress_page(&app.environment, &task, task.waited(now));
        return Ok(render(StatusCode::OK, &page));
    }
    let accounts = api.everything(&mut |_| {}).await?;
    let page = accounts_page(&app.environment, &accounts);
    Ok(render(StatusCode::OK, &page))
}

async fn look_at(
    api: &ConsumerApi,
    task: &mut Task,
    now: u64,
    limit: u64,
) -> Result<(), ConsumerError> {
    api.look_at(task, None).await?;
    let waited = task.waited(now);
    if !task.has_ended() && waited >= limit {
        return Err(task.stuck(waited));
    }
    Ok(())
}

/// One account with its transactions, page by page; nothing new is fetched for it.
async fn one_account(
    app: &WebApp,
    api: &ConsumerApi,
    id: &str,
    page: usize,
) -> Result<HttpResponse, ConsumerError> {
    let accounts = api.accounts().await?;
    let unknown = || ConsumerError::AccountUnknown {
        account: id.to_owned(),
    };
    let account = accounts.into_iter().find(|account| account.id() == id);
    let account = account.ok_or_else(unknown)?;
    let transactions = api.transactions(id).await?;
    let entry = AccountWithTransactions {
        account,
        transactions,
    };
    let page = account_page(&app.environment, &entry, page);
    Ok(render(StatusCode::OK, &page))
}

async fn for_tools(
    app: &WebApp,
    user: &SignedIn,
    api: &ConsumerApi,
) -> Result<HttpResponse, ConsumerError> {
    let now = app.clock.now();
    let mut task = user.fetch.join(api, now, app.task_timeout).await?;
    let waiting = Waiting {
        clock: &*app.clock,
        pause: &*app.pause,
        limit: app.task_timeout,
    };
    let outcome = wait_for_end(api, &mut task, &waiting, &mut |_| {}).await;
    user.fetch.settle(&task, outcome.as_ref().copied()).await;
    outcome?;
    let accounts = api.everything(&mut |_| {}).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
        .body(to_text(&accounts)))
}

/// Whether signing in again is all that helps.
fn is_over(error: &ConsumerError) -> bool {
    match error {
        ConsumerError::Refresh(error) => ends_session(error),
        ConsumerError::Unauthorized { .. } => true,
        _ => false,
    }
}

/// The way to sign in and back to what was asked for.
fn login(request: &HttpRequest) -> String {
    let return_path = match request.query_string() {
        "" => PATH.to_owned(),
        query => {
            let path = format!("{PATH}?{query}");
            form_urlencoded::byte_serialize(path.as_bytes()).collect()
        }
    };
    format!("/login.html?returnPath={return_path}")
}

fn parameter(request: &HttpRequest, wanted: &str) -> Option<String> {
    form_urlencoded::parse(request.query_string().as_bytes())
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.into_owned())
}
