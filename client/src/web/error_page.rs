use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use super::ReturnPath;
use super::accounts_and_transactions::PATH as ACCOUNTS;
use super::pages::{ErrorPage, render};
use crate::config::ConfigError;
use crate::consumer::ConsumerError;
use crate::explain;
use crate::rp::{CallbackError, Error, Fault};

/// An error as a person gets to see it: its name, what happened, and what to do.
#[derive(Debug)]
pub(super) struct PageError {
    status: StatusCode,
    title: &'static str,
    name: &'static str,
    message: String,
    mend: String,
    again: String,
}

impl PageError {
    /// An error at the end of a login, with the way to try that login again.
    pub(super) fn at_login(error: &Error, return_path: &ReturnPath) -> Self {
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("returnPath", return_path.as_str())
            .finish();
        Self {
            again: format!("/login.html?{query}"),
            ..Self::from(error)
        }
    }
}

impl PageError {
    /// An error on the way to the provider's logout: the session here is over all the same.
    pub(super) fn at_logout(error: &Error) -> Self {
        let page = Self::from(error);
        Self {
            mend: format!(
                "You are signed out of this client, but not at your bank. {}",
                page.mend
            ),
            again: LOGOUT.to_owned(),
            ..page
        }
    }
}

impl PageError {
    /// An error on the way to accounts and transactions.
    pub(super) fn at_accounts(error: &ConsumerError) -> Self {
        let message = explain::message(error);
        log(error.name(), error.fault(), &message);
        let (status, title) = accounts_heading(error);
        Self {
            status,
            title,
            name: error.name(),
            message: sentence(&message),
            mend: error.mend(),
            again: ACCOUNTS.to_owned(),
        }
    }

    /// A page that this client is not configured for.
    pub(super) fn not_configured(error: &ConfigError) -> Self {
        let name = "configuration";
        let message = explain::message(error);
        let fault = Fault::Configuration;
        log(name, fault, &message);
        let (status, title) = fault_heading(fault);
        Self {
            status,
            title,
            name,
            message: sentence(&message),
            mend: "Change client.toml, and start this client anew.".to_owned(),
            again: ACCOUNTS.to_owned(),
        }
    }
}

impl From<&Error> for PageError {
    fn from(error: &Error) -> Self {
        let message = explain::message(error);
        log(error.name(), error.fault(), &message);
        let (status, title) = heading(error);
        let again = match error {
            Error::PostLogout(_) => LOGOUT,
            _ => "/login.html",
        };
        Self {
            status,
            title,
            name: error.name(),
            message: sentence(&message),
            mend: explain::mend(error),
            again: again.to_owned(),
        }
    }
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let page = ErrorPage {
            title: self.title,
            name: self.name,
            message: &self.message,
            mend: &self.mend,
            again: &self.again,
        };
        render(self.status, &page)
    }
}

fn log(name: &str, fault: Fault, message: &str) {
    match fault {
        Fault::Request | Fault::User => {
            tracing::info!(error.name = name, error.fault = ?fault, "{message}");
        }
        Fault::Configuration | Fault::Provider | Fault::Transport => {
            tracing::warn!(error.name = name, error.fault = ?fault, "{message}");
        }
    }
}

/// The status and what stands above the message.
fn heading(error: &Error) -> (StatusCode, &'static str) {
    match (error, error.fault()) {
        (Error::Callback(CallbackError::AccessDenied { .. }), _) => {
            (StatusCode::FORBIDDEN, "You did not sign in")
        }
        (Error::Callback(CallbackError::NotForm), _) => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, CANNOT_GO_ON)
        }
        (Error::Callback(CallbackError::TooLong), _) => {
            (StatusCode::PAYLOAD_TOO_LARGE, CANNOT_GO_ON)
        }
        (Error::PostLogout(_), _) => (StatusCode::BAD_REQUEST, "This sign-out cannot be confirmed"),
        (_, fault) => fault_heading(fault),
    }
}

fn accounts_heading(error: &ConsumerError) -> (StatusCode, &'static str) {
    match error {
        ConsumerError::AccountUnknown { .. } => (StatusCode::NOT_FOUND, "There is no such account"),
        ConsumerError::Forbidden { .. } => (StatusCode::FORBIDDEN, "The bank does not allow this"),
        ConsumerError::Refresh(error) => heading(error),
        ConsumerError::TaskStuck { .. } => {
            (StatusCode::GATEWAY_TIMEOUT, "The bank has not finished")
        }
        ConsumerError::TooManyRequests { .. } | ConsumerError::Unavailable { .. } => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The bank cannot answer at the moment",
        ),
        _ => fault_heading(error.fault()),
    }
}

fn fault_heading(fault: Fault) -> (StatusCode, &'static str) {
    match fault {
        Fault::Configuration => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "This client is not set up right",
        ),
        Fault::Provider => (
            StatusCode::BAD_GATEWAY,
            "The bank's answer could not be accepted",
        ),
        Fault::Request => (StatusCode::BAD_REQUEST, CANNOT_GO_ON),
        Fault::Transport => (StatusCode::BAD_GATEWAY, "The bank cannot be reached"),
        Fault::User => (StatusCode::FORBIDDEN, "The sign-in was not completed"),
    }
}

/// Any other path.
pub(super) async fn not_found() -> HttpResponse {
    let page = ErrorPage {
        title: "There is no such page",
        name: "not-found",
        message: "This client has /hello, /me, /accountsAndTransactions and /login.html.",
        mend: "",
        again: "/login.html",
    };
    render(StatusCode::NOT_FOUND, &page)
}

const CANNOT_GO_ON: &str = "This sign-in cannot go on";
const LOGOUT: &str = "/logout";

/// Error messages begin small, as they do behind `error:`; on a page they are sentences.
fn sentence(message: &str) -> String {
    let mut rest = message.chars();
    let stop = if message.ends_with(['.', '?', '…']) {
        ""
    } else {
        "."
    };
    match rest.next() {
        Some(first) if !message.starts_with("http") => {
            format!("{}{}{stop}", first.to_uppercase(), rest.as_str())
        }
        _ => message.to_owned(),
    }
}
