use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{Moment, Money};

/// One line of an account.
#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    /// Its name, everywhere.
    pub id: Uuid,
    /// When it was posted, or is to be.
    pub posted: Moment,
    /// Its place among those of the account, from 1.
    pub sequence: u32,
    /// What it adds to the balance as the account tells it: to what the owner has, or owes.
    pub amount: Money,
    /// The balance after it; none while it is pending.
    pub running_balance: Option<Money>,
    /// When it was last changed.
    pub updated: Moment,
    /// How it came about.
    pub kind: TransactionType,
    /// The text of the core.
    pub memo: Cow<'static, str>,
    /// The number of the check.
    pub check_number: Option<u32>,
    /// Whom it went to or came from, where that is known.
    pub payee: Option<Payee>,
    /// What it was for.
    pub category: Option<ExpenseCategory>,
}

/// Whom money went to or came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    /// What people call it.
    pub name: Cow<'static, str>,
    /// Where it is, as city and state.
    pub place: Option<(Cow<'static, str>, Cow<'static, str>)>,
}

/// `type`, in Banno's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum TransactionType {
    /// At a till.
    Pos,
    /// By paper check.
    Check,
    /// By electronic check.
    Echeck,
    /// What the bank charges.
    Fee,
    /// What the bank pays or charges for money.
    Interest,
    /// Taxes.
    Tax,
    /// From or to another account.
    Transfer,
    /// By the network.
    Online,
    /// At a cash machine.
    Atm,
    /// What the core does not tell.
    #[default]
    Unknown,
}

/// `enrichments.expenseCategory`, in Banno's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[expect(
    missing_docs,
    reason = "each is its name, and Banno says no more of it"
)]
pub enum ExpenseCategory {
    Clothing,
    DiningOut,
    Education,
    Entertainment,
    Fees,
    Groceries,
    Health,
    Home,
    Income,
    Payment,
    Personal,
    Savings,
    Transfer,
    Transportation,
    Travel,
    Utilities,
}

/// A transaction as the Consumer API tells it (`banno.md` 6.4).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TransactionView<'a> {
    id: Uuid,
    account_id: &'a str,
    amount: Money,
    date_posted: Moment,
    date: Moment,
    memo: &'a str,
    filtered_memo: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_state: Option<&'a str>,
    #[serde(rename = "type")]
    kind: TransactionType,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtype: Option<&'static str>,
    pending_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    check_number: Option<String>,
    currency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    running_balance: Option<Money>,
    sequence: u32,
    last_updated: Moment,
    tags: [Value; 0],
    receipt_image_ids: [Value; 0],
    check_image_ids: [Value; 0],
    user_image_ids: [Value; 0],
    provider_image_ids: [Value; 0],
    has_provider_images: bool,
    #[serde(rename = "EDIAvailable")]
    edi_available: bool,
    enrichments: Enrichments<'a>,
}

/// What is added to the text of the core.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Enrichments<'a> {
    clean_memo: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expense_category: Option<ExpenseCategory>,
}

impl Transaction {
    /// Whether it does not count yet.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.running_balance.is_none()
    }

    /// The transaction as that account's.
    #[must_use]
    pub fn view<'a>(&'a self, account_id: &'a str) -> TransactionView<'a> {
        let name = self.payee.as_ref().map(|payee| payee.name.as_ref());
        let place = self.payee.as_ref().and_then(|payee| payee.place.as_ref());
        TransactionView {
            id: self.id,
            account_id,
            amount: self.amount,
            date_posted: self.posted,
            date: self.posted,
            memo: &self.memo,
            filtered_memo: &self.memo,
            display_name: name,
            display_city: place.map(|(city, _)| city.as_ref()),
            display_state: place.map(|(_, state)| state.as_ref()),
            kind: self.kind,
            subtype: match self.kind {
                TransactionType::Pos => Some("PinDebit"),
                TransactionType::Echeck | TransactionType::Online => Some("EFT"),
                _ => None,
            },
            pending_status: if self.is_pending() {
                "InstitutionPending"
            } else {
                "NoReconciliation"
            },
            check_number: self.check_number.map(|number| number.to_string()),
            currency: "USD",
            running_balance: self.running_balance,
            sequence: self.sequence,
            last_updated: self.updated,
            tags: [],
            receipt_image_ids: [],
            check_image_ids: [],
            user_image_ids: [],
            provider_image_ids: [],
            has_provider_images: false,
            edi_available: false,
            enrichments: Enrichments {
                clean_memo: name.unwrap_or(&self.memo),
                expense_category: self.category,
            },
        }
    }
}
