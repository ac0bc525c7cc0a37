//! What Banno documents nowhere, and an institution therefore may choose; and what it may allow
//! beyond Banno.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::client::SigningAlg;

/// One choice for each thing that Banno leaves open. The defaults are the stricter reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policies {
    /// When a refresh token is replaced.
    pub refresh_rotation: RefreshRotation,
    /// What happens to a known scope that is not enabled for the client.
    pub scope_not_enabled: ScopeNotEnabled,
    /// Which claims stand in ID tokens.
    pub id_token_claims: IdTokenClaims,
    /// Which ID tokens have `sid`.
    pub id_token_sid: IdTokenSid,
    /// What ID tokens are signed with, unless a client is registered for another algorithm. Banno's public
    /// institution uses ES256 since January 2026, and RS256 before; others may differ.
    pub id_token_signed_response_alg: SigningAlg,
    /// Whether authorization responses carry `iss` (RFC 9207); the metadata says the same.
    pub authorization_response_iss: bool,
    /// Which scripts may read the answers of the endpoints that clients call.
    pub cors: Cors,
}

/// When using a refresh token gives a new one. Developers see Banno's rotate at each use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RefreshRotation {
    /// At each use; using one a second time ends the grant (RFC 9700 4.14.2).
    #[default]
    Always,
    /// Never: the token stays the same until it expires.
    Never,
    /// At each use, but one that has been replaced may be used again for that long, as by a client
    /// whose answer was lost.
    ReuseInterval(Duration),
    /// As the library that Banno runs does unless told otherwise: for public clients at each use,
    /// for others once 70 % of the token's life is over, and not beyond a year in all.
    Stock,
}

/// What happens to a known scope that is not enabled for the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ScopeNotEnabled {
    /// The request is refused with `invalid_scope`.
    #[default]
    Refuse,
    /// The scope is dropped, as one that nobody knows is.
    Drop,
}

/// Which claims about the user stand in ID tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IdTokenClaims {
    /// Those of the scopes, as Banno documents, and those asked for by name.
    #[default]
    Scope,
    /// Only those asked for by name; the others are for the userinfo endpoint (OIDC Core 5.4).
    Requested,
}

/// Which ID tokens have `sid`, the session of user and client (OIDC Front-Channel Logout 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IdTokenSid {
    /// Those for which it is asked for by name.
    #[default]
    Requested,
    /// All.
    Always,
}

/// Which scripts may read the answers of the endpoints that clients call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cors {
    /// Those on the origins of the client's own redirect URIs.
    #[default]
    Client,
    /// None, as the library that Banno runs decides unless told otherwise.
    Stock,
    /// All.
    Any,
}

/// Something that Banno refuses and an institution can be told to accept, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leniency {
    /// An access token in the query of a userinfo request (RFC 6750 2.3).
    AllowAccessTokenInQuery,
    /// A redirect URI of this machine on another port than the registered one (RFC 8252 7.3).
    AllowAnyLoopbackPort,
    /// Signing in and agreeing without a page, as whom the client's `login_hint` names behind `auto:`, or
    /// the institution.
    AllowAutoLogin,
    /// A code that has been used before (RFC 6749 4.1.2).
    AllowCodeReuse,
    /// An authorization request without a code challenge (RFC 7636).
    AllowMissingPkce,
    /// A code challenge of the method `plain` (RFC 7636 4.2).
    AllowPlainPkce,
    /// A redirect URI at the token endpoint that is missing or another one (RFC 6749 4.1.3).
    AllowRedirectUriMismatch,
    /// A client that nobody has registered: its first request registers it, and the secret that it first
    /// brings is its secret from then on.
    AllowUnknownClients,
    /// A client secret that is not the client's (RFC 6749 2.3.1).
    AllowWrongClientSecret,
}

/// The leniencies that an institution has; none, unless told otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leniencies {
    chosen: BTreeSet<Leniency>,
    auto_login: Option<String>,
}

/// Who is signed in without a page (see [`Leniency::AllowAutoLogin`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoLogin<'a> {
    /// Whom the client's `login_hint` names, over whoever is signed in.
    Hinted(&'a str),
    /// Whom the institution names, where somebody would be asked for a password.
    Usual(&'a str),
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            refresh_rotation: RefreshRotation::default(),
            scope_not_enabled: ScopeNotEnabled::default(),
            id_token_claims: IdTokenClaims::default(),
            id_token_sid: IdTokenSid::default(),
            id_token_signed_response_alg: SigningAlg::default(),
            authorization_response_iss: true,
            cors: Cors::default(),
        }
    }
}

impl Policies {
    /// The choices that are not the `usual` ones, as configuration writes them.
    #[must_use]
    pub fn changed(&self, usual: &Self) -> Vec<String> {
        let rotation = match self.refresh_rotation {
            RefreshRotation::Always => "always".to_owned(),
            RefreshRotation::Never => "never".to_owned(),
            RefreshRotation::ReuseInterval(interval) => {
                format!("reuse_interval of {} seconds", interval.as_secs())
            }
            RefreshRotation::Stock => "stock".to_owned(),
        };
        let scope = match self.scope_not_enabled {
            ScopeNotEnabled::Refuse => "refuse",
            ScopeNotEnabled::Drop => "drop",
        };
        let claims = match self.id_token_claims {
            IdTokenClaims::Scope => "scope",
            IdTokenClaims::Requested => "requested",
        };
        let sid = match self.id_token_sid {
            IdTokenSid::Requested => "requested",
            IdTokenSid::Always => "always",
        };
        let cors = match self.cors {
            Cors::Client => "client",
            Cors::Stock => "stock",
            Cors::Any => "any",
        };
        let alg = self.id_token_signed_response_alg;
        let iss = self.authorization_response_iss;
        [
            (self.refresh_rotation != usual.refresh_rotation)
                .then(|| format!("refresh_rotation = {rotation}")),
            (self.scope_not_enabled != usual.scope_not_enabled)
                .then(|| format!("scope_not_enabled = {scope}")),
            (self.id_token_claims != usual.id_token_claims)
                .then(|| format!("id_token_claims = {claims}")),
            (self.id_token_sid != usual.id_token_sid).then(|| format!("id_token_sid = {sid}")),
            (alg != usual.id_token_signed_response_alg)
                .then(|| format!("id_token_signed_response_alg = {}", alg.as_str())),
            (iss != usual.authorization_response_iss)
                .then(|| format!("authorization_response_iss = {iss}")),
            (self.cors != usual.cors).then(|| format!("cors = {cors}")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl Leniency {
    /// All of them, by name.
    pub const ALL: [Self; 9] = [
        Self::AllowAccessTokenInQuery,
        Self::AllowAnyLoopbackPort,
        Self::AllowAutoLogin,
        Self::AllowCodeReuse,
        Self::AllowMissingPkce,
        Self::AllowPlainPkce,
        Self::AllowRedirectUriMismatch,
        Self::AllowUnknownClients,
        Self::AllowWrongClientSecret,
    ];

    /// Its name in configuration, banner and journal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AllowAccessTokenInQuery => "allow_access_token_in_query",
            Self::AllowAnyLoopbackPort => "allow_any_loopback_port",
            Self::AllowAutoLogin => "allow_auto_login",
            Self::AllowCodeReuse => "allow_code_reuse",
            Self::AllowMissingPkce => "allow_missing_pkce",
            Self::AllowPlainPkce => "allow_plain_pkce",
            Self::AllowRedirectUriMismatch => "allow_redirect_uri_mismatch",
            Self::AllowUnknownClients => "allow_unknown_clients",
            Self::AllowWrongClientSecret => "allow_wrong_client_secret",
        }
    }

    /// What Banno does where the leniency is needed.
    #[must_use]
    pub const fn at_banno(self) -> &'static str {
        match self {
            Self::AllowAutoLogin => "Banno would ask the user",
            _ => "Banno would refuse it",
        }
    }
}

impl Leniencies {
    /// Whether the institution has it.
    #[must_use]
    pub fn has(&self, leniency: Leniency) -> bool {
        self.chosen.contains(&leniency)
    }

    /// Those that the institution has, by name.
    pub fn iter(&self) -> impl Iterator<Item = Leniency> {
        self.chosen.iter().copied()
    }

    /// The same, with that user signed in without a page wherever one would be asked for a password.
    #[must_use]
    pub fn with_auto_login(mut self, username: impl Into<String>) -> Self {
        self.chosen.insert(Leniency::AllowAutoLogin);
        self.auto_login = Some(username.into());
        self
    }

    /// Who is to be signed in without a page, by user name.
    #[must_use]
    pub fn auto_login<'a>(&'a self, login_hint: Option<&'a str>) -> Option<AutoLogin<'a>> {
        if !self.has(Leniency::AllowAutoLogin) {
            return None;
        }
        let hinted = login_hint.and_then(|hint| hint.strip_prefix(AUTO));
        let usual = self.auto_login.as_deref().map(AutoLogin::Usual);
        hinted.map(AutoLogin::Hinted).or(usual)
    }
}

/// What stands before the user name in a `login_hint` that asks for no page.
const AUTO: &str = "auto:";

impl FromIterator<Leniency> for Leniencies {
    fn from_iter<I: IntoIterator<Item = Leniency>>(leniencies: I) -> Self {
        Self {
            chosen: leniencies.into_iter().collect(),
            auto_login: None,
        }
    }
}
