use std::fmt;

use serde::{Deserialize, Serialize};

/// `accountType`, in Banno's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum AccountType {
    /// Money that the owner has.
    Deposit,
    /// Money that can be borrowed again once it is paid back; credit cards too.
    #[serde(rename = "Line of Credit")]
    LineOfCredit,
    /// Money that is paid back.
    Debt,
    /// Securities.
    Investment,
    /// Payments that another provider makes. It has no transactions.
    #[serde(rename = "Bill Pay")]
    BillPay,
    /// Anything else.
    Other,
    /// What the core does not tell.
    Unknown,
}

impl AccountType {
    /// All of them, as the reference lists them.
    pub const ALL: [Self; 7] = [
        Self::Deposit,
        Self::LineOfCredit,
        Self::Debt,
        Self::Investment,
        Self::BillPay,
        Self::Other,
        Self::Unknown,
    ];

    /// Whether a positive balance is owed by the owner, and not to the owner.
    #[must_use]
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Debt | Self::LineOfCredit)
    }
}

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// `accountStatus`, in Banno's words.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        #[expect(missing_docs, reason = "each is its name, and Banno says no more of it")]
        pub enum AccountStatus {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl AccountStatus {
            /// All of them, as the reference lists them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

statuses! {
    #[default] Active = "Active",
    ActiveNonaccruing = "Active nonaccruing",
    AuthorizationProhibited = "Authorization prohibited",
    Bankrupt = "Bankrupt",
    ChargeOff = "Charge off",
    ChargedOff = "Charged off",
    ClosePending = "Close pending",
    Closed = "Closed",
    DoNotCloseOnZeroBalance = "Do not close on zero balance",
    Dormant = "Dormant",
    Drill = "Drill",
    Escheat = "Escheat",
    FreezeWithAccrual = "Freeze with accrual",
    FreezeWithZeroAccrual = "Freeze with zero accrual",
    Frozen = "Frozen",
    FrozenNonaccruing = "Frozen nonaccruing",
    FrozenWithAccrual = "Frozen with accrual",
    FrozenWithoutAccrual = "Frozen without accrual",
    Inactive = "Inactive",
    InterestAccrualProhibited = "Interest accrual prohibited",
    Lost = "Lost",
    MailReturn = "Mail return",
    MatureNotPaid = "Mature not paid",
    Matured = "Matured",
    MaturedNotPaid = "Matured not paid",
    New = "New",
    NoAutoPay = "No auto pay",
    NoCredits = "No credits",
    NoPost = "No post",
    NonAccrualAllowTransactions = "Non accrual allow transactions",
    Normal = "Normal",
    NotAvailable = "Not available",
    Occupied = "Occupied",
    PaidOff = "Paid off",
    PastDue = "Past due",
    PendingClosed = "Pending closed",
    Redeemed = "Redeemed",
    Restricted = "Restricted",
    Revoked = "Revoked",
    Stolen = "Stolen",
    Unknown = "Unknown",
    Unoccupied = "Unoccupied",
    WaitingForPayment = "Waiting for payment",
    ZeroAccrual = "Zero accrual",
}

impl fmt::Display for AccountStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
