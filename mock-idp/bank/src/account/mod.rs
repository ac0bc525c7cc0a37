//! Accounts: as they are declared, as they are owned, and as the Consumer API tells them.

mod declared;
mod kind;
mod view;

pub use declared::{AccountSection, DeclaredTransactions, Made, TransactionSection};
pub use kind::{AccountStatus, AccountType};
pub use view::{AccountKind, AccountView, Balances};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Whose accounts they are, and at which bank.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// `sub` of the user.
    pub sub: &'a str,
    /// The user name.
    pub login_id: &'a str,
    /// The name on the account.
    pub name: &'a str,
    /// The id of the institution.
    pub institution_id: &'a str,
    /// The name of the institution.
    pub institution_name: &'a str,
}

/// An account that somebody has.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its name, everywhere: a UUID unless it was declared otherwise.
    pub id: String,
    /// The whole account number.
    pub number: String,
    /// What was declared.
    pub declared: AccountSection,
}

impl Account {
    /// The account that was declared as the `nth` one of its name, from 0, for the user.
    #[must_use]
    pub fn new(declared: AccountSection, sub: &str, nth: usize) -> Self {
        let digest = Sha256::new()
            .chain_update(b"account\0")
            .chain_update(sub)
            .chain_update(b"\0")
            .chain_update(&declared.name)
            .chain_update(nth.to_be_bytes())
            .finalize();
        let derived = || Uuid::new_v8(std::array::from_fn(|byte| digest[byte])).to_string();
        let number = u64::from_be_bytes(std::array::from_fn(|byte| digest[16 + byte]));
        let number = number % 1_000_000_000;
        Self {
            id: declared.id.clone().unwrap_or_else(derived),
            number: declared
                .number
                .clone()
                .unwrap_or_else(|| format!("1{number:09}")),
            declared,
        }
    }

    /// The account number as it is shown: `x` and its last four characters.
    #[must_use]
    pub fn masked_number(&self) -> String {
        let skipped = self.number.chars().count().saturating_sub(4);
        let last: String = self.number.chars().skip(skipped).collect();
        format!("x{last}")
    }

    /// Whether the Consumer API tells transactions of it.
    #[must_use]
    pub fn has_transactions(&self) -> bool {
        self.declared.account_type != AccountType::BillPay
    }
}
