use serde_json::{Map, Value};

use super::Money;
use super::received::Received;

/// One transaction of an account.
#[derive(Clone, Debug)]
pub struct Transaction {
    id: String,
    amount: Option<Money>,
    sequence: Option<u64>,
    received: Received,
}

impl Transaction {
    pub(super) fn parse(value: Value) -> Result<Self, String> {
        let received = Received::entry(value, "a transaction")?;
        received.check_texts(&TEXTS)?;
        Ok(Self {
            id: received.required_text("id")?,
            amount: received.money("amount")?,
            sequence: received.count("sequence").unwrap_or_default(),
            received,
        })
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The amount as it came.
    #[must_use]
    pub const fn amount(&self) -> Option<&Money> {
        self.amount.as_ref()
    }

    /// When it was posted, as it came.
    #[must_use]
    pub fn date_posted(&self) -> Option<&str> {
        let text = |member| self.received.text(member);
        text("datePosted").or_else(|| text("date"))
    }

    /// Its place among those of one moment.
    #[must_use]
    pub const fn sequence(&self) -> Option<u64> {
        self.sequence
    }

    /// What it was for.
    #[must_use]
    pub fn memo(&self) -> &str {
        ["memo", "filteredMemo", "displayName"]
            .into_iter()
            .find_map(|member| self.received.text(member))
            .unwrap_or_default()
    }

    /// Whether it is still to be settled.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        let status = self.received.text("pendingStatus");
        matches!(status, Some("InstitutionPending" | "BannoPending"))
    }

    /// The transaction as it came.
    #[must_use]
    pub const fn received(&self) -> &Map<String, Value> {
        &self.received.0
    }
}

const TEXTS: [&str; 6] = [
    "date",
    "datePosted",
    "displayName",
    "filteredMemo",
    "memo",
    "pendingStatus",
];
