use std::sync::Arc;

use super::Answer;
use crate::explain;
use crate::rp::{Error, Fault, HttpError};

/// Why accounts and transactions could not be read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ConsumerError {
    /// An account's id stands in the list twice.
    #[error("the answer to {answer} has an account twice")]
    AccountRepeated {
        /// The answer.
        answer: Answer,
    },
    /// The user has no such account.
    #[error("there is no account `{account}`")]
    AccountUnknown {
        /// What was asked for.
        account: String,
    },
    /// 403: the grant lacks the scope of the call.
    #[error("{answer} is forbidden: it needs the scope {}", answer.call.scope())]
    Forbidden {
        /// The answer.
        answer: Answer,
    },
    /// No answer came.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// An id that no path can carry as one segment: empty, `.` or `..`.
    #[error("the id `{id}` cannot stand in a URL")]
    Id {
        /// The id.
        id: String,
    },
    /// The answer has its documented members, of the documented types.
    #[error("the answer to {answer} cannot be read: {reason}")]
    Malformed {
        /// The answer.
        answer: Answer,
        /// What is wrong, without any value.
        reason: String,
    },
    /// 404: the institution does not know what was asked for.
    #[error("the institution does not know what {answer} asks for")]
    NotFound {
        /// The answer.
        answer: Answer,
    },
    /// The answer is JSON and says so.
    #[error("the answer to {answer} is not JSON")]
    NotJson {
        /// The answer.
        answer: Answer,
    },
    /// A page of transactions begins where it was asked to.
    #[error("{answer} was asked for transactions from {asked} on and answers from {received} on")]
    PageOffset {
        /// The answer.
        answer: Answer,
        /// The offset in the request.
        asked: usize,
        /// The offset in the answer.
        received: u64,
    },
    /// A page of transactions has no more of them than was asked for.
    #[error("{answer} was asked for {asked} transactions and answers {received}")]
    PageTooLong {
        /// The answer.
        answer: Answer,
        /// The limit in the request.
        asked: usize,
        /// How many came.
        received: usize,
    },
    /// The pages of transactions come to an end.
    #[error("{answer} does not end: {received} transactions came")]
    PagesEndless {
        /// The last answer.
        answer: Answer,
        /// How many came.
        received: usize,
    },
    /// The access token was refused, and its refresh failed.
    #[error("{}", explain::message(.0))]
    Refresh(Arc<Error>),
    /// A status that is not documented.
    #[error("the institution answers {status} to {answer}{}", explain::quoted(detail.as_deref()))]
    Status {
        /// The answer.
        answer: Answer,
        /// The status.
        status: u16,
        /// The answer's `messages`.
        detail: Option<String>,
    },
    /// The task did not end in time.
    #[error(
        "task {task} has not ended after {waited} s; {}; last asked by {answer}",
        seen(events)
    )]
    TaskStuck {
        /// The last answer.
        answer: Answer,
        /// The task's id.
        task: String,
        /// How long it was waited for, in seconds.
        waited: u64,
        /// The types of the events that came, oldest first.
        events: Vec<String>,
    },
    /// 429: the institution wants fewer calls.
    #[error("the institution wants fewer calls: it answers 429 to {answer}")]
    TooManyRequests {
        /// The answer.
        answer: Answer,
    },
    /// A transaction stands on two pages, or twice on one.
    #[error("{answer} answers a transaction for the second time, at position {position}")]
    TransactionRepeated {
        /// The answer.
        answer: Answer,
        /// How many came before it.
        position: usize,
    },
    /// 401, and there is no refresh token.
    #[error(
        "{answer} is refused with 401, and there is no refresh token to renew the access token"
    )]
    Unauthorized {
        /// The answer.
        answer: Answer,
    },
    /// 401, and again with the access token that a refresh has just brought.
    #[error("{answer} is refused with 401, and again after a refresh of the access token")]
    UnauthorizedTwice {
        /// The second answer.
        answer: Answer,
    },
    /// 5xx: the institution cannot answer at the moment.
    #[error("the institution cannot answer {answer} at the moment: {status}")]
    Unavailable {
        /// The answer.
        answer: Answer,
        /// The status.
        status: u16,
    },
}

impl ConsumerError {
    /// The error's stable name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::AccountRepeated { .. } => "account-repeated",
            Self::AccountUnknown { .. } => "account-unknown",
            Self::Forbidden { .. } => "api-forbidden",
            Self::Http(error) => error.name(),
            Self::Id { .. } => "api-id",
            Self::Malformed { .. } => "api-malformed",
            Self::NotFound { .. } => "api-not-found",
            Self::NotJson { .. } => "api-not-json",
            Self::PageOffset { .. } => "transactions-offset",
            Self::PageTooLong { .. } => "transactions-page-too-long",
            Self::PagesEndless { .. } => "transactions-endless",
            Self::Refresh(error) => error.name(),
            Self::Status { .. } => "api-status",
            Self::TaskStuck { .. } => "task-stuck",
            Self::TooManyRequests { .. } => "api-too-many-requests",
            Self::TransactionRepeated { .. } => "transaction-repeated",
            Self::Unauthorized { .. } => "api-unauthorized",
            Self::UnauthorizedTwice { .. } => "api-unauthorized-twice",
            Self::Unavailable { .. } => "api-unavailable",
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::AccountUnknown { .. } | Self::Unauthorized { .. } => Fault::Request,
            Self::Forbidden { .. } => Fault::Configuration,
            Self::Http(error) => error.fault(),
            Self::Refresh(error) => error.fault(),
            Self::TooManyRequests { .. } | Self::Unavailable { .. } => Fault::Transport,
            _ => Fault::Provider,
        }
    }
}

impl From<Arc<Error>> for ConsumerError {
    fn from(error: Arc<Error>) -> Self {
        Self::Refresh(error)
    }
}

fn seen(events: &[String]) -> String {
    let last = &events[events.len().saturating_sub(SHOWN)..];
    match last {
        [] => "no event came".to_owned(),
        last => format!("the last events were {}", last.join(", ")),
    }
}

const SHOWN: usize = 4;
