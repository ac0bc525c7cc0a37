//! `GET /users/{userId}/accounts/{accountId}/number`: the whole number (`banno.md` 6.3).

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::accounts::find;
use super::caller::{answer, scope};
use crate::http::{Served, respond};
use crate::journal::Endpoint;

/// That the scope of this name opens it is what its name says; no document does.
const SCOPES: &[&str] = &[scope!("accounts.unmaskednumber.readonly")];

/// The number, unmasked.
#[derive(Serialize)]
struct AccountNumber<'a> {
    number: &'a str,
}

/// Tells it.
pub(super) async fn get(req: HttpRequest, served: Served) -> HttpResponse {
    answer(
        &req,
        &served,
        Endpoint::AccountNumber,
        SCOPES,
        async |caller| {
            let book = caller.book();
            let held = find(&req, &caller, &book)?;
            Ok(respond::json(&AccountNumber {
                number: &held.account.number,
            }))
        },
    )
    .await
}
