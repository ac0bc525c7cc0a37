use serde::Serialize;
use time::Date;
use toml_writer::{ToTomlValue as _, TomlStringBuilder};

use crate::account::AccountStatus;
use crate::{Account, Ledger, Moment, Money, Transaction, TransactionType};

/// The accounts as `[[users.accounts]]` with all their transactions listed, for people to read and change, and
/// for the configuration to take back: it tells the same transactions by the same ids.
///
/// Ledgers are opened on that day; what is made for it and later is not in the text.
#[must_use]
pub fn readable(accounts: &[Account], seed: u64, today: Date) -> String {
    let tables = accounts.iter().map(|account| table(account, seed, today));
    tables.collect::<Vec<_>>().join("\n")
}

fn table(account: &Account, seed: u64, today: Date) -> String {
    let declared = &account.declared;
    let ledger = Ledger::open(account, seed, today);
    let balance = ledger.balances(end()).balance;
    let mut table = Fields::default();
    table.text("id", &account.id);
    table.text("name", &declared.name);
    table.word("account_type", declared.account_type);
    table.optional("account_sub_type", declared.account_sub_type.as_ref());
    if declared.account_status != AccountStatus::default() {
        table.word("account_status", declared.account_status);
    }
    table.text("number", &account.number);
    if declared.opening_balance != Money::ZERO {
        table.text("opening_balance", &declared.opening_balance);
    }
    table.optional("credit_limit", declared.credit_limit);
    table.optional("interest_rate", declared.interest_rate.as_ref());
    table.optional("opened", declared.opened);
    table.optional("closed_available_until", declared.closed_available_until);
    table.yes("inactivated", declared.inactivated);
    table.yes("hidden", declared.hidden);
    if account.has_transactions() {
        let lines = ledger.visible(end()).iter().map(line);
        let list = match lines.collect::<String>() {
            none if none.is_empty() => "[]".to_owned(),
            lines => format!("[\n{lines}]"),
        };
        table.bare("transactions", list);
    }
    let fields = table.0.join("\n");
    format!("# The balance at the end is {balance}.\n[[users.accounts]]\n{fields}\n")
}

fn line(transaction: &Transaction) -> String {
    let mut fields = Fields::default();
    fields.text("date", &transaction.posted);
    fields.text("amount", &transaction.amount);
    fields.text("memo", &transaction.memo);
    if transaction.kind != TransactionType::default() {
        fields.word("type", transaction.kind);
    }
    if let Some(payee) = &transaction.payee {
        fields.text("name", &payee.name);
        if let Some((city, state)) = &payee.place {
            fields.text("city", city);
            fields.text("state", state);
        }
    }
    if let Some(category) = transaction.category {
        fields.word("category", category);
    }
    if let Some(number) = transaction.check_number {
        fields.bare("check_number", number.to_string());
    }
    fields.yes("pending", transaction.is_pending());
    if transaction.updated != transaction.posted {
        fields.text("updated", &transaction.updated);
    }
    fields.text("id", &transaction.id);
    format!("  {{ {} }},\n", fields.0.join(", "))
}

/// Keys and values, each in a line of its own or between commas.
#[derive(Debug, Default)]
struct Fields(Vec<String>);

impl Fields {
    fn bare(&mut self, key: &str, value: impl AsRef<str>) {
        self.0.push(format!("{key} = {}", value.as_ref()));
    }

    fn text(&mut self, key: &str, value: &(impl ToString + ?Sized)) {
        // Basic strings stay on their line, whatever is in them.
        let quoted = TomlStringBuilder::new(&value.to_string())
            .as_basic()
            .to_toml_value();
        self.bare(key, quoted);
    }

    fn optional(&mut self, key: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.text(key, &value);
        }
    }

    fn yes(&mut self, key: &str, value: bool) {
        if value {
            self.bare(key, "true");
        }
    }

    /// A value of a closed list, as the configuration spells it.
    fn word(&mut self, key: &str, value: impl Serialize) {
        let value = toml::Value::try_from(value).ok();
        if let Some(word) = value.as_ref().and_then(toml::Value::as_str) {
            self.text(key, word);
        }
    }
}

/// After all that is listed, and all that is made.
fn end() -> Moment {
    Moment::from_millis(i64::MAX)
}
