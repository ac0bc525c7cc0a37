use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, IntoDeserializer as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::account::AccountSection;
use crate::{Account, Sample};

/// `users.accounts`: what accounts somebody has.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Accounts {
    /// A set of the fixtures.
    Sample(Sample),
    /// These.
    Declared(Vec<AccountSection>),
}

impl Accounts {
    /// The accounts as those of that user, in the order in which they are declared.
    #[must_use]
    pub fn of(&self, sub: &str) -> Vec<Account> {
        let declared = match self {
            Self::Sample(sample) => sample.accounts(),
            Self::Declared(declared) => declared,
        };
        let mut named = BTreeMap::new();
        let accounts = declared.iter().map(|account| {
            let nth = named.entry(account.name.as_str()).or_insert(0);
            let made = Account::new(account.clone(), sub, *nth);
            *nth += 1;
            made
        });
        accounts.collect()
    }

    /// Refuses what no bank could have; the error names key, value and mend.
    ///
    /// # Errors
    /// A name that is empty, an id that stands twice or cannot stand in an address, a number of digits that
    /// are none, a transaction of an account that has none, an id of a transaction that stands twice, a city
    /// without state or name, more transactions a year than a bank has.
    pub fn check(&self) -> Result<(), String> {
        let Self::Declared(declared) = self else {
            return Ok(());
        };
        let mut ids = std::collections::BTreeSet::new();
        for account in declared {
            account.check()?;
            if let Some(id) = &account.id
                && !ids.insert(id)
            {
                return Err(format!(
                    "accounts.id `{id}` stands twice; each must be unique"
                ));
            }
        }
        Ok(())
    }
}

/// By hand: what is wrong with a member of a list would be lost in an untagged enum.
impl<'de> Deserialize<'de> for Accounts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListOrName)
    }
}

struct ListOrName;

impl<'de> Visitor<'de> for ListOrName {
    type Value = Accounts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a list of accounts, or the name of a set of the fixtures: `standard`, `one`, `many`, `closed`, \
             `busy`, `every_status`",
        )
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Accounts, E> {
        Sample::deserialize(name.into_deserializer()).map(Accounts::Sample)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Accounts, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(Accounts::Declared)
    }
}

impl Default for Accounts {
    fn default() -> Self {
        Self::Sample(Sample::Standard)
    }
}
