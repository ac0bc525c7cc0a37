use std::fmt;

use reqwest::Method;

/// The calls of the Consumer API that this client makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// `GET /users/{userId}/accounts`.
    Accounts,
    /// `PUT /users/{userId}/fetch`.
    Fetch,
    /// `GET /users/{userId}/tasks/{taskId}`.
    Task,
    /// `GET /users/{userId}/accounts/{accountId}/transactions`.
    Transactions,
}

impl Call {
    /// The scope that the call needs.
    #[must_use]
    pub const fn scope(self) -> &'static str {
        match self {
            Self::Accounts => "https://api.banno.com/consumer/auth/accounts.readonly",
            Self::Fetch | Self::Task => "openid",
            Self::Transactions => {
                "https://api.banno.com/consumer/auth/transactions.detail.readonly"
            }
        }
    }

    pub(super) const fn method(self) -> Method {
        match self {
            Self::Fetch => Method::PUT,
            Self::Accounts | Self::Task | Self::Transactions => Method::GET,
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Accounts => "GET accounts",
            Self::Fetch => "PUT fetch",
            Self::Task => "GET task",
            Self::Transactions => "GET transactions",
        })
    }
}

/// An answer as errors speak of it: to which call, and what the institution's support finds it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The call.
    pub call: Call,
    /// The answer's `x-request-id`, where it has one.
    pub request_id: Option<String>,
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(formatter)?;
        match &self.request_id {
            Some(id) => write!(formatter, " (x-request-id {id})"),
            None => Ok(()),
        }
    }
}
