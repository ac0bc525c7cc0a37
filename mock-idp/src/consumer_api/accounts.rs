//! `GET /users/{userId}/accounts` and `…/{accountId}` (`banno.md` 6.3).

use actix_web::{HttpRequest, HttpResponse};
use bank::account::{AccountStatus, AccountView};
use serde::Serialize;

use super::Refusal;
use super::caller::{Caller, answer, part, scope};
use crate::http::{Served, query, respond};
use crate::institution::{Book, HeldAccount};
use crate::journal::Endpoint;

const SCOPES: &[&str] = &[scope!("accounts.readonly"), scope!("accounts.readwrite")];

/// All accounts, and the ids of those that are gone.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Accounts<'a> {
    accounts: Vec<AccountView<'a>>,
    inactivated_account_ids: Vec<&'a str>,
}

/// Lists them. The deprecated `active` leaves out those that are closed, or the others (an assumption).
pub(super) async fn list(req: HttpRequest, served: Served) -> HttpResponse {
    answer(&req, &served, Endpoint::Accounts, SCOPES, async |caller| {
        let book = caller.book();
        let parameters = query(&req);
        let active = match parameters.get("active") {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        let wanted = |held: &&HeldAccount| {
            let is_active = held.account.declared.account_status != AccountStatus::Closed;
            active.is_none_or(|active| active == is_active)
        };
        let accounts = book.accounts(caller.now).filter(wanted);
        Ok(respond::json(&Accounts {
            accounts: accounts.map(|held| view(&caller, &book, held)).collect(),
            inactivated_account_ids: book.inactivated(caller.now).collect(),
        }))
    })
    .await
}

/// Tells one.
pub(super) async fn get(req: HttpRequest, served: Served) -> HttpResponse {
    answer(&req, &served, Endpoint::Account, SCOPES, async |caller| {
        let book = caller.book();
        Ok(respond::json(&view(
            &caller,
            &book,
            find(&req, &caller, &book)?,
        )))
    })
    .await
}

/// The account in the path.
pub(super) fn find<'a>(
    req: &HttpRequest,
    caller: &Caller<'_>,
    book: &'a Book,
) -> Result<&'a HeldAccount, Refusal> {
    let found = book.account(&part(req, "account"), caller.now);
    found.ok_or(Refusal::NotFound { word: "account" })
}

fn view<'a>(caller: &'a Caller<'_>, book: &Book, held: &'a HeldAccount) -> AccountView<'a> {
    let now = caller.now;
    let balances = held.ledger(now).balances(now);
    held.account
        .view(caller.owner(), balances, book.fetched(now), held.place)
}
