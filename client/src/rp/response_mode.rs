use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How the authorization response comes back (OAuth 2.0 Multiple Response Type Encoding Practices
/// 2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseMode {
    /// By a form that the browser posts (OAuth 2.0 Form Post Response Mode 2).
    FormPost,
    /// In the query of a redirect; what the code flow has by default, so it is not sent.
    #[default]
    Query,
}

impl ResponseMode {
    /// All of them, for choices on a command line.
    pub const ALL: [Self; 2] = [Self::FormPost, Self::Query];

    /// The value of the `response_mode` parameter.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FormPost => "form_post",
            Self::Query => "query",
        }
    }
}

impl FromStr for ResponseMode {
    type Err = UnknownResponseMode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mode = Self::ALL.into_iter().find(|mode| mode.as_str() == text);
        mode.ok_or(UnknownResponseMode)
    }
}

/// The text names no response mode that this client can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the response mode is `form_post` or `query`")]
pub struct UnknownResponseMode;
