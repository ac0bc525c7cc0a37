use std::fmt;

use oidc::clock::Timestamp;
use oidc::error::WireError;
use oidc::grant::GrantId;
use oidc::params::Params;
use oidc::policy::Leniency;
use oidc::refusal::Reason;
use oidc::scope::ScopeSet;
use oidc::withheld::Withheld;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Messages, mask};

/// One exchange.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Entry {
    /// Its number, from 1, without gaps.
    pub seq: u64,
    /// When it ended, by the institution's clock, in seconds since 1970.
    #[schema(value_type = i64)]
    pub at: Timestamp,
    /// The `x-request-id` of the answer.
    pub request_id: String,
    /// What was asked.
    pub endpoint: Endpoint,
    /// The HTTP method.
    pub method: String,
    /// The path, never the query.
    pub path: String,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The client, once it is known to exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The user's `sub`, once it is known.
    #[serde(rename = "sub", skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The grant, once there is one.
    #[serde(rename = "grant_id", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub grant: Option<GrantId>,
    /// The parameters that came; those that could be secret without their values.
    #[schema(value_type = Vec<Vec<Option<String>>>)]
    pub params: Vec<(String, Option<String>)>,
    /// What was accepted though Banno would have refused it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, value_type = Vec<String>)]
    pub leniencies: Vec<Leniency>,
    /// Scopes that were asked for and dropped.
    #[serde(skip_serializing_if = "ScopeSet::is_empty")]
    #[schema(required = false, value_type = Vec<String>)]
    pub ignored_scopes: ScopeSet,
    /// Claims that were asked for and are silently missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, value_type = Vec<Object>)]
    pub withheld: Vec<Withheld>,
    /// Why it was refused, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refused>,
    /// Whether nothing came over the wire: the control plane has handed out tokens.
    #[serde(skip_serializing_if = "is_false")]
    #[schema(required = false)]
    pub minted: bool,
    /// What went over the wire, as long as it is remembered.
    #[serde(skip)]
    pub messages: Option<Messages>,
}

/// A refusal as the wire had it, and its true reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Refused {
    /// `error`, or `errorCode` of the Consumer API.
    pub error: String,
    /// `error_description`, or `messages` of the Consumer API.
    pub description: Option<String>,
    /// The rule that was broken, in words from a closed vocabulary.
    pub reason: String,
    /// What to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'static str>,
}

/// What an exchange was about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    /// An account at the Consumer API.
    Account,
    /// An account's whole number.
    AccountNumber,
    /// A user's accounts.
    Accounts,
    /// The stylesheet and the start page.
    Asset,
    /// `/auth`.
    Authorization,
    /// The consent page's form.
    Consent,
    /// The metadata document.
    Discovery,
    /// `/logout` and its pages.
    EndSession,
    /// An aggregation that begins.
    Fetch,
    /// The pages of an authorization request.
    Interaction,
    /// `/token/introspection`.
    Introspection,
    /// `/jwks`.
    Jwks,
    /// The login page's form.
    Login,
    /// Tokens that the control plane has handed out.
    Minting,
    /// A profile photo.
    Photo,
    /// `/request`.
    PushedRequest,
    /// An aggregation, asked about.
    Task,
    /// `/token`.
    Token,
    /// A transaction.
    Transaction,
    /// An account's transactions.
    Transactions,
    /// `/token/revocation`.
    Revocation,
    /// The second-factor page's form.
    SecondFactor,
    /// Nothing that is served.
    #[default]
    Unknown,
    /// A profile at the Consumer API.
    User,
    /// A user's institution.
    UserInstitution,
    /// `/me`.
    Userinfo,
}

/// What a use case knows of an exchange, for the journal.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// What was asked.
    pub endpoint: Endpoint,
    /// See [`Entry::client_id`].
    pub client_id: Option<String>,
    /// See [`Entry::account`].
    pub account: Option<String>,
    /// See [`Entry::grant`].
    pub grant: Option<GrantId>,
    /// See [`Entry::params`].
    pub params: Vec<(String, Option<String>)>,
    /// See [`Entry::leniencies`].
    pub leniencies: Vec<Leniency>,
    /// See [`Entry::ignored_scopes`].
    pub ignored_scopes: ScopeSet,
    /// See [`Entry::withheld`].
    pub withheld: Vec<Withheld>,
    /// See [`Entry::refusal`].
    pub refusal: Option<Refused>,
}

/// What an exchange was, whatever it was about: see [`Entry`].
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) at: Timestamp,
    pub(crate) request_id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) status: u16,
}

/// Nobody's request may fill the journal.
const MOST_PARAMS: usize = 40;
const LONGEST_VALUE: usize = 1024;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The beginning of a text that somebody else has chosen, on one line.
pub(crate) fn short(text: &str) -> String {
    let visible = |c: char| {
        if c.is_control() {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    text.chars().take(LONGEST_VALUE).map(visible).collect()
}

impl Note {
    /// A note about an endpoint.
    #[must_use]
    pub fn on(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            ..Self::default()
        }
    }

    /// The record of the exchange, as far as it does not hang on how it came.
    #[must_use]
    pub(crate) fn into_entry(self, exchange: Exchange) -> Entry {
        let Exchange {
            at,
            request_id,
            method,
            path,
            status,
        } = exchange;
        Entry {
            seq: 0,
            at,
            request_id,
            endpoint: self.endpoint,
            method,
            path,
            status,
            client_id: self.client_id,
            account: self.account,
            grant: self.grant,
            params: self.params,
            leniencies: self.leniencies,
            ignored_scopes: self.ignored_scopes,
            withheld: self.withheld,
            refusal: self.refusal,
            minted: false,
            messages: None,
        }
    }

    /// Notes what came, without what could be secret.
    pub fn keep_params(&mut self, params: &Params) {
        let kept = |name: &str| {
            let told = params.get(name).and_then(|value| mask::told(name, value));
            (mask::name(name).to_owned(), told.as_deref().map(short))
        };
        self.params
            .extend(params.names().take(MOST_PARAMS).map(kept));
    }

    /// Notes scopes that were dropped.
    pub fn ignored(&mut self, scopes: &ScopeSet) {
        let scopes: Vec<_> = scopes.iter().take(MOST_PARAMS).map(short).collect();
        self.ignored_scopes = scopes.iter().map(String::as_str).collect();
    }

    /// Notes claims that are missing.
    pub fn withheld(&mut self, claims: Vec<Withheld>) {
        let room = MOST_PARAMS.saturating_sub(self.withheld.len());
        let shortened = |withheld: Withheld| withheld.reason.of(&short(&withheld.claim));
        self.withheld
            .extend(claims.into_iter().take(room).map(shortened));
    }

    /// Notes a refusal.
    pub fn refused(&mut self, wire: &WireError, reason: &impl Reason) {
        self.refused_because(wire, reason, reason.hint());
    }

    /// Notes a refusal that tells nothing but its status.
    pub fn refused_by_status(&mut self, status: u16, text: &str, reason: &impl Reason) {
        self.refusal = Some(Refused {
            error: status.to_string(),
            description: Some(short(text)),
            reason: short(&reason.to_string()),
            hint: reason.hint(),
        });
    }

    /// Notes that the provider itself has failed.
    pub fn failed(&mut self, wire: &WireError, why: &impl fmt::Display) {
        self.refused_because(wire, why, None);
    }

    fn refused_because(
        &mut self,
        wire: &WireError,
        reason: &impl fmt::Display,
        hint: Option<&'static str>,
    ) {
        self.refusal = Some(Refused {
            error: wire.code.as_str().to_owned(),
            description: wire.description.as_deref().map(short),
            reason: short(&reason.to_string()),
            hint,
        });
    }
}

impl Endpoint {
    /// A path of it without what may be a token in the wrong place. That of a route may well have a long word
    /// in it, such as the name of a photo.
    #[must_use]
    pub(crate) fn masked_path(self, path: &str) -> String {
        match self {
            Self::Unknown => mask::path(path),
            Self::Account
            | Self::AccountNumber
            | Self::Accounts
            | Self::Fetch
            | Self::Task
            | Self::Transaction
            | Self::Transactions
            | Self::User
            | Self::UserInstitution => mask::ids(path),
            _ => path.to_owned(),
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Account => "account",
            Self::AccountNumber => "account number",
            Self::Accounts => "accounts",
            Self::Asset => "asset",
            Self::Authorization => "authorization",
            Self::Consent => "consent",
            Self::Discovery => "discovery",
            Self::EndSession => "end session",
            Self::Fetch => "fetch",
            Self::Interaction => "interaction",
            Self::Introspection => "introspection",
            Self::Jwks => "jwks",
            Self::Login => "login",
            Self::Minting => "minting",
            Self::Photo => "photo",
            Self::PushedRequest => "pushed request",
            Self::Revocation => "revocation",
            Self::SecondFactor => "second factor",
            Self::Task => "task",
            Self::Token => "token",
            Self::Transaction => "transaction",
            Self::Transactions => "transactions",
            Self::Unknown => "unknown",
            Self::User => "user",
            Self::UserInstitution => "user institution",
            Self::Userinfo => "userinfo",
        })
    }
}
