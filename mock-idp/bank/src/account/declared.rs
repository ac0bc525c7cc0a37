use std::collections::BTreeSet;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{AccountStatus, AccountType};
use crate::transaction::{ExpenseCategory, TransactionType};
use crate::{Moment, Money};

/// `[[users.accounts]]`: an account as it is declared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = Account))]
#[serde(deny_unknown_fields)]
pub struct AccountSection {
    /// Unique among the user's accounts; made of user and name where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub account_type: AccountType,
    /// What it is more exactly, such as `Checking`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_sub_type: Option<String>,
    /// How it stands; `Active` unless told otherwise.
    #[serde(default)]
    pub account_status: AccountStatus,
    /// The whole number; made up where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The balance before the first transaction, such as `"250.00"`; of a debt, what is owed.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub opening_balance: Money,
    /// How much may be owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub credit_limit: Option<Money>,
    /// In percent a year, such as `"3.25"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest_rate: Option<String>,
    /// When it was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub opened: Option<Moment>,
    /// Until when it is told of though it is closed; then it is one of `inactivatedAccountIds`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub closed_available_until: Option<Moment>,
    /// Whether it is one of `inactivatedAccountIds`, and told of nowhere else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inactivated: bool,
    /// Whether its owner has hidden it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// Its transactions; a plausible year of them where they are left out.
    #[serde(default)]
    pub transactions: DeclaredTransactions,
}

/// Transactions as they are declared.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum DeclaredTransactions {
    /// These.
    Listed(Vec<TransactionSection>),
    /// Made from the seed of the institution.
    Made(Made),
}

/// How transactions are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// How many a year, at most 20000; as many as are plausible for the account where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_year: Option<u32>,
}

/// `[[users.accounts.transactions]]`: a transaction as it is declared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = Transaction))]
#[serde(deny_unknown_fields)]
pub struct TransactionSection {
    /// When it was posted.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub date: Moment,
    /// What it adds to the balance, such as `"-12.50"`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub amount: Money,
    /// The text of the core.
    pub memo: String,
    /// How it came about; `UNKNOWN` where it is left out.
    #[serde(default, rename = "type")]
    pub kind: TransactionType,
    /// Whom it went to or came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The city of whom it went to or came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state of whom it went to or came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// What it was for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<ExpenseCategory>,
    /// The number of the check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_number: Option<u32>,
    /// Whether it does not count yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pending: bool,
    /// When it was last changed; when it was posted where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub updated: Option<Moment>,
    /// A UUID; made of account and place where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub id: Option<uuid::Uuid>,
}

/// By hand: what is wrong with a member would be lost in an untagged enum.
impl<'de> Deserialize<'de> for DeclaredTransactions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListOrTable)
    }
}

struct ListOrTable;

impl<'de> Visitor<'de> for ListOrTable {
    type Value = DeclaredTransactions;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of transactions, or a table such as { per_year = 500 }")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(DeclaredTransactions::Listed)
    }

    fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<Self::Value, A::Error> {
        Made::deserialize(MapAccessDeserializer::new(table)).map(DeclaredTransactions::Made)
    }
}

impl Default for DeclaredTransactions {
    fn default() -> Self {
        Self::Made(Made::default())
    }
}

impl AccountSection {
    /// Refuses what no bank could have; the error names key, value and mend.
    pub(crate) fn check(&self) -> Result<(), String> {
        let name = &self.name;
        let of = |key: &str| format!("accounts.{key} of `{name}`");
        if name.is_empty() {
            return Err("accounts.name must not be empty".to_owned());
        }
        if let Some(id) = &self.id
            && (id.is_empty() || id.len() > 64 || !id.chars().all(is_plain))
        {
            return Err(format!(
                "{}: `{id}` must be 1 to 64 letters, digits, hyphens and underscores, such as a UUID",
                of("id")
            ));
        }
        if let Some(number) = &self.number
            && (!(5..=34).contains(&number.len()) || !number.chars().all(is_plain))
        {
            return Err(format!(
                "{}: `{number}` must be 5 to 34 letters, digits, hyphens and underscores: the last four are shown",
                of("number")
            ));
        }
        if let Some(rate) = &self.interest_rate
            && !is_rate(rate)
        {
            return Err(format!(
                "{}: `{rate}` must be a decimal number below 1000 in quotes, such as \"3.25\"",
                of("interest_rate")
            ));
        }
        match &self.transactions {
            DeclaredTransactions::Listed(listed)
                if self.account_type == AccountType::BillPay && !listed.is_empty() =>
            {
                Err(format!(
                    "{} must be left out: a Bill Pay account has none",
                    of("transactions")
                ))
            }
            DeclaredTransactions::Listed(listed) => {
                check_listed(listed).map_err(|(key, why)| format!("{} {why}", of(key)))
            }
            DeclaredTransactions::Made(Made {
                per_year: Some(count),
            }) if *count > MOST_A_YEAR => Err(format!(
                "{}: `{count}` must be at most {MOST_A_YEAR}",
                of("transactions.per_year")
            )),
            DeclaredTransactions::Made(_) => Ok(()),
        }
    }
}

/// Refuses what would be lost without a word; the key and why.
fn check_listed(listed: &[TransactionSection]) -> Result<(), (&'static str, String)> {
    let mut ids = BTreeSet::new();
    for transaction in listed {
        if let Some(id) = transaction.id
            && !ids.insert(id)
        {
            let why = format!("`{id}` stands twice; each must be unique");
            return Err(("transactions.id", why));
        }
        let (city, state) = (transaction.city.is_some(), transaction.state.is_some());
        if city != state || (city && transaction.name.is_none()) {
            let key = if city {
                "transactions.city"
            } else {
                "transactions.state"
            };
            let memo = &transaction.memo;
            let why = format!("at `{memo}` must stand with name, city and state, or be left out");
            return Err((key, why));
        }
    }
    Ok(())
}

/// Digits, and at most four more behind a point.
fn is_rate(text: &str) -> bool {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    all_digits(whole) && all_digits(part) && whole.len() <= 3 && part.len() <= 4
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// What a list in memory bears.
const MOST_A_YEAR: u32 = 20_000;
