use serde_json::{Map, Value};

use super::Money;
use super::received::Received;

/// One of the user's accounts.
#[derive(Clone, Debug)]
pub struct Account {
    id: String,
    balance: Option<Money>,
    received: Received,
}

impl Account {
    pub(super) fn parse(value: Value) -> Result<Self, String> {
        let received = Received::entry(value, "an account")?;
        received.check_texts(&TEXTS)?;
        Ok(Self {
            id: received.required_text("id")?,
            balance: received.money("balance")?,
            received,
        })
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name, or what kind of account it is where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        let text = |member| self.received.text(member);
        text("name")
            .or_else(|| text("accountType"))
            .unwrap_or("Account")
    }

    /// The masked number.
    #[must_use]
    pub fn number(&self) -> &str {
        self.received.text("numbers").unwrap_or_default()
    }

    /// The sub type, or the type where it has none.
    #[must_use]
    pub fn kind(&self) -> &str {
        let text = |member| self.received.text(member);
        text("accountSubType")
            .or_else(|| text("accountType"))
            .unwrap_or("Unknown")
    }

    /// The status, where it is something that a user should know.
    #[must_use]
    pub fn remarkable_status(&self) -> Option<&str> {
        let status = self.received.text("accountStatus")?;
        (!UNREMARKABLE.contains(&status)).then_some(status)
    }

    /// The balance: what the owner has, or owes on debt and lines of credit.
    #[must_use]
    pub const fn balance(&self) -> Option<&Money> {
        self.balance.as_ref()
    }

    /// When the institution last looked.
    #[must_use]
    pub fn fetched_date(&self) -> Option<&str> {
        self.received.text("fetchedDate")
    }

    /// Whether the amounts of transactions are shown with the other sign: for debt and lines of
    /// credit the API counts from the institution's side.
    #[must_use]
    pub fn inverts_amounts(&self) -> bool {
        let kind = self.received.text("accountType");
        matches!(kind, Some("Debt" | "Line of Credit"))
    }

    /// The account as it came.
    #[must_use]
    pub const fn received(&self) -> &Map<String, Value> {
        &self.received.0
    }
}

const TEXTS: [&str; 6] = [
    "accountStatus",
    "accountSubType",
    "accountType",
    "fetchedDate",
    "name",
    "numbers",
];
/// Unknown is what credit unions always say.
const UNREMARKABLE: [&str; 4] = ["Active", "New", "Normal", "Unknown"];
