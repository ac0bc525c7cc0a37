use serde::Serialize;
use serde_json::Value;

use super::{Account, AccountStatus, AccountType, Owner};
use crate::{Moment, Money};

/// An account as the Consumer API tells it (`banno.md` 6.3). What is not known of an account is left out.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the members of the wire, by their names"
)]
pub struct AccountView<'a> {
    id: &'a str,
    name: &'a str,
    account_holder_name: &'a str,
    login_id: &'a str,
    routing_number: &'static str,
    numbers: String,
    fetched_date: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_account_available_until: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origination_date: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_due_date: Option<Moment>,
    #[serde(flatten)]
    kind: AccountKind<'a>,
    account_status: AccountStatus,
    balance: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    available_balance: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    available_credit: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_limit: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_due_amount: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum_payment_due: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payoff_balance: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interest_rate: Option<&'a str>,
    can_create_payments: bool,
    can_transfer_from: bool,
    has_rewards: bool,
    hidden: bool,
    active: bool,
    contributes_to_aggregate_totals: bool,
    low_funds_alert_enabled: bool,
    sort_index: usize,
    institution: InstitutionView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reg_d: Option<RegD>,
    formatted_meta_data: FormattedMetaData,
    insured_status: &'static str,
}

/// What an account is, as answers about its transactions tell it, too.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountKind<'a> {
    account_type: AccountType,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_sub_type: Option<&'a str>,
}

#[derive(Clone, Debug, Serialize)]
struct InstitutionView<'a> {
    id: &'a str,
    name: &'a str,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct RegD {
    restricted: bool,
    count: u32,
}

#[derive(Clone, Debug, Serialize)]
struct FormattedMetaData {
    details: [Value; 0],
    rewards: [Value; 0],
}

/// What an account has at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balances {
    /// All that is posted.
    pub balance: Money,
    /// The same with what is pending.
    pub with_pending: Money,
}

impl Account {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> AccountKind<'_> {
        AccountKind {
            account_type: self.declared.account_type,
            account_sub_type: self.declared.account_sub_type.as_deref(),
        }
    }

    /// The account as that owner's, in its place among the owner's, fetched at that moment.
    #[must_use]
    pub fn view<'a>(
        &'a self,
        owner: Owner<'a>,
        balances: Balances,
        fetched: Moment,
        sort_index: usize,
    ) -> AccountView<'a> {
        let declared = &self.declared;
        let account_type = declared.account_type;
        let closed = declared.account_status == AccountStatus::Closed;
        let is_deposit = account_type == AccountType::Deposit;
        let credit_limit = declared.credit_limit;
        let available_credit = credit_limit.map(|limit| limit.less(balances.with_pending));
        let owed = account_type.is_owed().then_some(balances.balance);
        // A fiftieth of what is owed, and what is owed below that of 25.00: a usual rule of banks, not Banno's.
        let due = owed.map(|owed| {
            let fiftieth = (owed.cents() / 50).max(2500);
            Money::from_cents(fiftieth.min(owed.cents()).max(0))
        });
        let due_on = owed.and_then(|_| next_month(fetched));
        AccountView {
            id: &self.id,
            name: &declared.name,
            account_holder_name: owner.name,
            login_id: owner.login_id,
            routing_number: ROUTING_NUMBER,
            numbers: self.masked_number(),
            fetched_date: fetched,
            closed_account_available_until: declared.closed_available_until,
            origination_date: declared.opened,
            payment_due_date: due_on,
            kind: self.kind(),
            account_status: declared.account_status,
            balance: balances.balance,
            available_balance: match available_credit {
                None if account_type.is_owed() => None,
                None => Some(balances.with_pending),
                credit => credit,
            },
            available_credit,
            credit_limit,
            payment_due_amount: due,
            minimum_payment_due: due,
            payoff_balance: owed.filter(|_| account_type == AccountType::Debt),
            interest_rate: declared.interest_rate.as_deref(),
            can_create_payments: is_deposit && !closed,
            can_transfer_from: (is_deposit || account_type == AccountType::LineOfCredit) && !closed,
            has_rewards: false,
            hidden: declared.hidden,
            active: !closed,
            contributes_to_aggregate_totals: !closed,
            low_funds_alert_enabled: false,
            sort_index,
            institution: InstitutionView {
                id: owner.institution_id,
                name: owner.institution_name,
            },
            reg_d: declared
                .account_sub_type
                .as_deref()
                .filter(|sub_type| is_deposit && *sub_type == "Savings")
                .map(|_| RegD {
                    restricted: false,
                    count: 0,
                }),
            formatted_meta_data: FormattedMetaData {
                details: [],
                rewards: [],
            },
            insured_status: if is_deposit {
                "fdicInsured"
            } else if account_type == AccountType::Investment {
                "notFdicInsured"
            } else {
                "notApplicable"
            },
        }
    }
}

/// The first of the month after that moment.
fn next_month(at: Moment) -> Option<Moment> {
    let day = at.day();
    let first = day.replace_day(1).ok()?;
    let next = first.checked_add(time::Duration::days(31))?;
    next.replace_day(1).ok().map(Moment::midnight)
}

/// Passes the check of routing numbers (the sum by 3, 7, 1), and belongs to no bank: none begins with 99.
const ROUTING_NUMBER: &str = "999999992";
