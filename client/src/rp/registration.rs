use serde::{Deserialize, Serialize};

use super::{ClientAuthentication, ClientAuthenticationMethod, ClientSecret, ResponseMode};

/// What a relying party and its provider agreed on beforehand.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The issuer identifier, compared character by character (OIDC Discovery 4.3).
    pub issuer: String,
    /// The client identifier (RFC 6749 2.2).
    pub client_id: String,
    /// The secret and how it is sent (RFC 6749 2.3).
    pub authentication: ClientAuthentication,
    /// The registered redirect URI, sent exactly like this (RFC 6749 3.1.2).
    pub redirect_uri: String,
    /// How the provider is to answer at the redirect URI.
    pub response_mode: ResponseMode,
    /// Where the browser comes back to from a logout, as registered (RP-Initiated Logout 1.0, 3.1);
    /// without it the browser stays at the provider.
    pub post_logout_redirect_uri: Option<String>,
    /// The scopes to ask for (RFC 6749 3.3).
    pub scopes: Vec<String>,
    /// The claims to ask for one by one (OIDC Core 5.5).
    pub claims: ClaimsRequest,
    /// The one algorithm that ID tokens may be signed with (OIDC Core 3.1.3.7, step 7); what a
    /// token's own header says is never a reason to use another.
    pub id_token_signed_response_alg: SigningAlgorithm,
    /// The longest time since the user's login, in seconds (OIDC Core 3.1.2.1, `max_age`).
    pub max_age: Option<u64>,
    /// What the user is to be asked anew (OIDC Core 3.1.2.1, `prompt`).
    pub prompt: Vec<Prompt>,
    /// Audiences besides this client that an ID token may name (OIDC Core 3.1.3.7, step 3).
    pub trusted_audiences: Vec<String>,
    /// How far the two clocks may differ, in seconds.
    pub clock_tolerance: u64,
}

impl Registration {
    /// The authentication for a method and the secret, if there is one.
    #[must_use]
    pub fn authentication(
        method: ClientAuthenticationMethod,
        secret: Option<ClientSecret>,
    ) -> Option<ClientAuthentication> {
        match (method, secret) {
            (ClientAuthenticationMethod::None, None) => Some(ClientAuthentication::None),
            (ClientAuthenticationMethod::ClientSecretBasic, Some(secret)) => {
                Some(ClientAuthentication::ClientSecretBasic(secret))
            }
            (ClientAuthenticationMethod::ClientSecretPost, Some(secret)) => {
                Some(ClientAuthentication::ClientSecretPost(secret))
            }
            _ => None,
        }
    }
}

/// The `claims` request parameter (OIDC Core 5.5): claims asked for by name, each without any
/// further wish, as Banno's quickstart sends them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimsRequest {
    /// The claims that the ID token should carry.
    pub id_token: Vec<String>,
    /// The claims that the userinfo endpoint should answer.
    pub userinfo: Vec<String>,
}

impl ClaimsRequest {
    /// The value of the parameter; nothing where no claim is asked for.
    #[must_use]
    pub fn to_parameter(&self) -> Option<String> {
        let members: serde_json::Map<_, _> =
            [("id_token", &self.id_token), ("userinfo", &self.userinfo)]
                .into_iter()
                .filter(|(_, names)| !names.is_empty())
                .map(|(member, names)| {
                    let names = names
                        .iter()
                        .map(|name| (name.clone(), serde_json::Value::Null));
                    (
                        member.to_owned(),
                        serde_json::Value::Object(names.collect()),
                    )
                })
                .collect();
        (!members.is_empty()).then(|| serde_json::Value::Object(members).to_string())
    }
}

/// What a user can be asked anew; `none` is no wish of a client that sends its user to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// Whether they allow what is asked for; without it the standard's `offline_access` is not heard (OIDC Core 11).
    Consent,
    /// Who they are.
    Login,
    /// As which of their accounts.
    SelectAccount,
}

impl Prompt {
    /// The value of the `prompt` parameter.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Login => "login",
            Self::SelectAccount => "select_account",
        }
    }
}

/// The algorithms that Banno signs ID tokens with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub enum SigningAlgorithm {
    /// ECDSA on P-256 with SHA-256 (RFC 7518 3.4); Banno's own since January 2026.
    #[default]
    ES256,
    /// RSASSA-PSS with SHA-256 (RFC 7518 3.5).
    PS256,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 3.3).
    RS256,
}

impl SigningAlgorithm {
    /// The `alg` value of RFC 7518 3.1.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ES256 => "ES256",
            Self::PS256 => "PS256",
            Self::RS256 => "RS256",
        }
    }
}
