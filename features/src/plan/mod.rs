//! A relying party as the OpenID Foundation's certification plans have it, and what they check of a provider's answers.
//!
//! A check ends a scenario where the suite would fail its module, and notes a warning where the suite warns.

mod authorization_response;
mod entropy;
mod flow;
mod forged;
mod id_token;
mod jwk_set;
mod logout;
mod metadata;
mod notes;
mod standard_claims;
#[cfg(test)]
mod tests;
mod token_response;
mod userinfo;

use serde_json::{Map, Value};

use crate::params::Params;
use crate::target::Client;

pub(crate) use entropy::{check_code, is_unguessable};
pub(crate) use flow::LONGEST_VERIFIER;
pub(crate) use forged::unsigned;
pub(crate) use logout::EndSession;
pub(crate) use metadata::check as check_metadata;
pub(crate) use notes::Notes;
pub(crate) use standard_claims::of_scope as claims_of_scope;

/// What the relying party of one scenario has done and been told.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// It asks for answers by `form_post` (OAuth 2.0 Form Post Response Mode).
    pub(crate) by_form_post: bool,
    /// What is noted beside a failure.
    pub(crate) notes: Notes,
    /// Its logins, the newest last.
    pub(crate) logins: Vec<Login>,
    /// The request that was sent last.
    pub(crate) request: Params,
    /// Whether the provider has asked the user to sign in since.
    pub(crate) has_asked_user: bool,
    /// How many requests it has made: each has a state and a nonce of its own.
    requests: usize,
    /// The members of the request object that was sent last.
    pub(crate) within_object: Option<Map<String, Value>>,
    /// What was asked of the end session endpoint last.
    pub(crate) end_session: Option<EndSession>,
}

/// A login that has succeeded.
#[derive(Debug)]
pub(crate) struct Login {
    /// Who redeemed the code.
    pub(crate) client: Client,
    /// The authorization request.
    pub(crate) request: Params,
    pub(crate) code: String,
    /// The token response.
    pub(crate) tokens: Map<String, Value>,
    /// The claims of the ID token, whose signature was checked.
    pub(crate) claims: Map<String, Value>,
    /// What userinfo tells.
    pub(crate) userinfo: Map<String, Value>,
    /// Whether the user had to sign in for it.
    pub(crate) asked_user: bool,
}

impl Login {
    /// A text of the token response.
    pub(crate) fn token(&self, name: &str) -> Option<&str> {
        self.tokens.get(name).and_then(Value::as_str)
    }

    /// `auth_time`, where the ID token tells it.
    pub(crate) fn auth_time(&self) -> Option<i64> {
        self.claims.get("auth_time").and_then(Value::as_i64)
    }

    /// The user.
    pub(crate) fn sub(&self) -> Option<&str> {
        self.claims.get("sub").and_then(Value::as_str)
    }
}

impl Plan {
    /// The newest login, and its number counted from the end.
    pub(crate) fn login(&self, back: usize) -> anyhow::Result<&Login> {
        let mut newest = self.logins.iter().rev();
        let login = newest.nth(back);
        login
            .ok_or_else(|| anyhow::anyhow!("the relying party has not signed the user in so often"))
    }
}
