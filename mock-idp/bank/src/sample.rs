use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::account::{AccountSection, AccountStatus, AccountType};

/// A set of accounts of the fixtures, by its name in `fixtures/accounts.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sample {
    /// What most people have, and a Bill Pay account.
    Standard,
    /// A single account.
    One,
    /// Two hundred accounts.
    Many,
    /// Accounts that are closed, or on the way.
    Closed,
    /// A single account with ten thousand transactions a year.
    Busy,
    /// An account of each type and of each status.
    EveryStatus,
}

/// The file: each table is a set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Samples {
    standard: Vec<AccountSection>,
    one: Vec<AccountSection>,
    many: Copies,
    closed: Vec<AccountSection>,
    busy: Vec<AccountSection>,
    every_status: Each,
}

/// Accounts that differ in nothing but a number behind their name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Copies {
    copies: usize,
    account: AccountSection,
}

/// An account of each type, and one of each status; the name goes before the word.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Each {
    account: AccountSection,
}

const FIXTURE: &str = include_str!("../../../fixtures/accounts.toml");

impl Sample {
    /// Its accounts. They are read when they are first asked for, not at the start.
    #[must_use]
    pub fn accounts(self) -> &'static [AccountSection] {
        let sets = sets();
        let at = match self {
            Self::Standard => 0,
            Self::One => 1,
            Self::Many => 2,
            Self::Closed => 3,
            Self::Busy => 4,
            Self::EveryStatus => 5,
        };
        sets.get(at).map_or(&[], Vec::as_slice)
    }
}

fn sets() -> &'static [Vec<AccountSection>] {
    static SETS: OnceLock<Vec<Vec<AccountSection>>> = OnceLock::new();
    SETS.get_or_init(|| match toml::from_str::<Samples>(FIXTURE) {
        Ok(samples) => samples.sets().into(),
        // A test reads the file, which is compiled in.
        Err(error) => {
            debug_assert!(false, "fixtures/accounts.toml: {error}");
            Vec::new()
        }
    })
}

impl Samples {
    fn sets(self) -> [Vec<AccountSection>; 6] {
        let Copies { copies, account } = self.many;
        let many = (1..=copies).map(|number| AccountSection {
            name: format!("{} {number}", account.name),
            ..account.clone()
        });
        let Each { account } = self.every_status;
        let types = AccountType::ALL.map(|account_type| AccountSection {
            name: format!("{} {}", account.name, word(account_type)),
            account_type,
            ..account.clone()
        });
        let statuses = AccountStatus::ALL.iter().map(|status| AccountSection {
            name: format!("{} {status}", account.name),
            account_status: *status,
            ..account.clone()
        });
        let each = types.iter().cloned().chain(statuses).collect();
        let many = many.collect();
        [self.standard, self.one, many, self.closed, self.busy, each]
    }
}

fn word(account_type: AccountType) -> String {
    let word = serde_json::to_value(account_type).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}
