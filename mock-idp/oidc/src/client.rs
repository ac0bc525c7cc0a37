//! A client: what Banno People calls an External Application.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::client_auth::PrivateKeyJwt;
use crate::encryption::Encryption;
use crate::response_type::ResponseType;
use crate::scope::ScopeSet;
use crate::secret::Secret;
use crate::token_exchange::TOKEN_EXCHANGE;

/// A registered client (OIDC Dynamic Client Registration 2, in Banno's subset).
#[derive(Clone, Debug)]
pub struct Client {
    /// `client_id`.
    pub id: String,
    /// The name that the consent page shows.
    pub name: String,
    /// How it proves itself at the token endpoint.
    pub authentication: ClientAuthentication,
    /// `redirect_uris`, compared as strings.
    pub redirect_uris: Vec<String>,
    /// `post_logout_redirect_uris`, compared as strings (RP-Initiated Logout 3.1).
    pub post_logout_redirect_uris: Vec<String>,
    /// `response_types`.
    pub response_types: Vec<ResponseType>,
    /// `grant_types`.
    pub grant_types: Vec<GrantType>,
    /// The scopes that it may ask for; without a list, all.
    pub scopes: Option<ScopeSet>,
    /// The restricted claims that an administrator of the institution has enabled for it.
    pub claims: BTreeSet<String>,
    /// `id_token_signed_response_alg`.
    pub id_token_alg: SigningAlg,
    /// `id_token_encrypted_response_alg` and `_enc`.
    pub id_token_encryption: Option<Encryption>,
    /// `userinfo_signed_response_alg`: without one, the answer is JSON.
    pub userinfo_alg: Option<SigningAlg>,
    /// `userinfo_encrypted_response_alg` and `_enc`, of an answer that is signed.
    pub userinfo_encryption: Option<Encryption>,
    /// `dpop_bound_access_tokens` (RFC 9449 5.2): whether it gets no others.
    pub dpop_bound_access_tokens: bool,
    /// Whether the user is asked for consent (Banno's "User consent required").
    pub require_consent: bool,
    /// Whether an authorization request needs a code challenge.
    pub require_pkce: bool,
}

/// `token_endpoint_auth_method` with what it needs (OIDC Core 9).
#[derive(Clone, Debug)]
pub enum ClientAuthentication {
    /// Still open: a client that has registered itself takes the method that it first comes with
    /// ([`Credentials::settles`](crate::client_auth::Credentials::settles)).
    FirstUse,
    /// `client_secret_basic` or `client_secret_post`: either transport is taken for either.
    Secret(Secret),
    /// `none`: a public client, which must not send a secret.
    None,
    /// `private_key_jwt`.
    PrivateKeyJwt(PrivateKeyJwt),
}

/// The grants that a client may use at the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// RFC 6749 4.1.
    AuthorizationCode,
    /// RFC 6749 6.
    RefreshToken,
    /// RFC 8693 2.1.
    #[serde(rename = "urn:ietf:params:oauth:grant-type:token-exchange")]
    TokenExchange,
}

/// The algorithms that ID tokens are signed with (RFC 7518 3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum SigningAlg {
    /// ECDSA with P-256 and SHA-256: Banno's choice since January 2026.
    #[default]
    #[serde(rename = "ES256")]
    Es256,
    /// RSASSA-PSS with SHA-256.
    #[serde(rename = "PS256")]
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[serde(rename = "RS256")]
    Rs256,
}

impl Client {
    /// Whether the URI is registered, character for character.
    #[must_use]
    pub fn has_redirect_uri(&self, redirect_uri: &str) -> bool {
        self.redirect_uris
            .iter()
            .any(|registered| registered == redirect_uri)
    }

    /// Whether the URI is registered but for its port, on a loopback address (RFC 8252 7.3); all
    /// else is compared character for character, as ever.
    #[must_use]
    pub fn has_loopback_redirect_uri(&self, redirect_uri: &str) -> bool {
        let wanted = around_port(redirect_uri);
        wanted.is_some()
            && self
                .redirect_uris
                .iter()
                .any(|registered| around_port(registered) == wanted)
    }

    /// The URI that may be left out of requests: the only one that is registered.
    #[must_use]
    pub fn only_redirect_uri(&self) -> Option<&str> {
        match self.redirect_uris.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether a script on that origin may call the token and userinfo endpoints for the client: the
    /// origins of its own redirect URIs may.
    #[must_use]
    pub fn allows_origin(&self, origin: &str) -> bool {
        self.redirect_uris
            .iter()
            .filter_map(|registered| url::Url::parse(registered).ok())
            .map(|registered| registered.origin())
            // The origin of a scheme of one's own is opaque, and so is that of every sandboxed frame.
            .any(|registered| registered.is_tuple() && registered.ascii_serialization() == origin)
    }

    /// Whether it has no secret (RFC 6749 2.1).
    #[must_use]
    pub const fn is_public(&self) -> bool {
        matches!(self.authentication, ClientAuthentication::None)
    }

    /// Whether the client may use the grant.
    #[must_use]
    pub fn may_use(&self, grant_type: GrantType) -> bool {
        self.grant_types.contains(&grant_type)
    }
}

impl GrantType {
    /// All of them, in the order of Banno's metadata.
    pub const ALL: [Self; 3] = [
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::TokenExchange,
    ];

    /// The value of `grant_type`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::TokenExchange => TOKEN_EXCHANGE,
        }
    }
}

impl SigningAlg {
    /// The value of `alg`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Ps256 => "PS256",
            Self::Rs256 => "RS256",
        }
    }
}

/// What stands before and behind the port of a URI of a loopback address.
fn around_port(uri: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = uri.split_once("://")?;
    let host = ["localhost", "127.0.0.1", "[::1]"]
        .into_iter()
        .find(|host| rest.starts_with(host))?;
    let (before, rest) = uri.split_at(scheme.len() + "://".len() + host.len());
    let (port, behind) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let is_port = match port.strip_prefix(':') {
        Some(digits) => !digits.starts_with('+') && digits.parse::<u16>().is_ok(),
        None => port.is_empty(),
    };
    is_port.then_some((before, behind))
}
