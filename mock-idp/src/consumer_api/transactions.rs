//! `GET /users/{userId}/accounts/{accountId}/transactions` and `…/{transactionId}` (`banno.md` 6.4).

use actix_web::{HttpRequest, HttpResponse};
use bank::account::AccountKind;
use bank::{Query, TransactionView};
use serde::Serialize;
use uuid::Uuid;

use super::Refusal;
use super::accounts::find;
use super::caller::{answer, part, scope};
use crate::http::{Served, query_pairs, respond};
use crate::journal::Endpoint;

const SCOPES: &[&str] = &[scope!("transactions.detail.readonly")];

/// Transactions of an account.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_field_names,
    reason = "the members of the wire, by their names"
)]
struct Transactions<'a> {
    /// Missing for a Bill Pay account.
    #[serde(skip_serializing_if = "Option::is_none")]
    transactions: Option<Vec<TransactionView<'a>>>,
    inactivated_transaction_ids: [&'static str; 0],
    /// Only of pages (an assumption).
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<usize>,
    /// Only of pages (an assumption).
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<usize>,
    account: AccountKind<'a>,
}

/// Lists them, or a page of them.
pub(super) async fn list(req: HttpRequest, served: Served) -> HttpResponse {
    answer(
        &req,
        &served,
        Endpoint::Transactions,
        SCOPES,
        async |caller| {
            let book = caller.book();
            let held = find(&req, &caller, &book)?;
            let account = &held.account;
            let query = Query::parse(&query_pairs(&req))?;
            let ledger = held.ledger(caller.now);
            let page = query.page(&ledger, caller.now);
            let (offset, limit) = page.place.unzip();
            let told = page.transactions.iter().map(|it| it.view(&account.id));
            Ok(respond::json(&Transactions {
                transactions: account.has_transactions().then(|| told.collect()),
                inactivated_transaction_ids: [],
                offset,
                limit,
                account: account.kind(),
            }))
        },
    )
    .await
}

/// Tells one.
pub(super) async fn get(req: HttpRequest, served: Served) -> HttpResponse {
    answer(
        &req,
        &served,
        Endpoint::Transaction,
        SCOPES,
        async |caller| {
            let book = caller.book();
            let held = find(&req, &caller, &book)?;
            let ledger = held.ledger(caller.now);
            let id = Uuid::parse_str(&part(&req, "transaction")).ok();
            let found = id.and_then(|id| ledger.find(id, caller.now));
            let found = found.ok_or(Refusal::NotFound {
                word: "transaction",
            })?;
            Ok(respond::json(&found.view(&held.account.id)))
        },
    )
    .await
}
