//! The token request and the token response (RFC 6749 4.1.3, 4.1.4, 5.1, 6).

use serde::Serialize;

use crate::authorization_code::{Authorization, CodeRequest};
use crate::client::{Client, GrantType};
use crate::params::Params;
use crate::profile::Profile;
use crate::refresh::RefreshRequest;
use crate::refusal::TokenRefusal;
use crate::scope::{BANNO_OFFLINE_ACCESS, OFFLINE_ACCESS, ScopeSet};
use crate::token_exchange::{ExchangeRequest, TOKEN_EXCHANGE};

/// A well-formed token request of an authenticated client.
#[derive(Clone, Debug)]
pub enum TokenRequest {
    /// `grant_type=authorization_code`.
    AuthorizationCode(CodeRequest),
    /// `grant_type=refresh_token`.
    RefreshToken(RefreshRequest),
    /// `grant_type=urn:ietf:params:oauth:grant-type:token-exchange`.
    TokenExchange(ExchangeRequest),
}

/// The body of a successful answer, in the order of Banno's.
#[derive(Serialize)]
pub struct TokenResponse<'a> {
    /// `access_token`.
    pub access_token: &'a str,
    /// `expires_in`, in seconds.
    pub expires_in: u64,
    /// `id_token`, if the scope has `openid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<&'a str>,
    /// `issued_token_type`, of an exchange (RFC 8693 2.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_token_type: Option<&'static str>,
    /// `refresh_token`, if the scope has an offline one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<&'a str>,
    /// `scope`: what was granted, which may be less than was asked for.
    pub scope: String,
    /// `token_type`.
    pub token_type: &'static str,
}

impl TokenRequest {
    /// Reads the parameters of a client that has authenticated.
    ///
    /// # Errors
    /// The variants of [`TokenRefusal`] that concern `grant_type` and missing parameters.
    pub fn parse(
        params: &Params,
        client: &Client,
        profile: &Profile,
    ) -> Result<Self, TokenRefusal> {
        once(params, &["grant_type"])?;
        let grant_type = params
            .get("grant_type")
            .ok_or_else(|| TokenRefusal::ParameterMissing(vec!["grant_type"]))?;
        let grant_type = match grant_type {
            "authorization_code" => GrantType::AuthorizationCode,
            "refresh_token" => GrantType::RefreshToken,
            TOKEN_EXCHANGE => GrantType::TokenExchange,
            _ => return Err(TokenRefusal::GrantTypeUnsupported),
        };
        if !profile.offer.grant_types.contains(&grant_type) {
            return Err(TokenRefusal::GrantTypeUnsupported);
        }
        if !client.may_use(grant_type) {
            return Err(TokenRefusal::GrantTypeNotAllowed);
        }
        match grant_type {
            GrantType::AuthorizationCode => {
                once(params, &["code", "code_verifier", "redirect_uri"])?;
                CodeRequest::parse(params, client, &profile.leniencies).map(Self::AuthorizationCode)
            }
            GrantType::RefreshToken => {
                once(params, &["refresh_token", "scope"])?;
                RefreshRequest::parse(params).map(Self::RefreshToken)
            }
            GrantType::TokenExchange => {
                once(params, &EXCHANGE_PARAMETERS)?;
                ExchangeRequest::parse(params, profile).map(Self::TokenExchange)
            }
        }
    }
}

/// Those that may come once; `resource` and `audience` may come more often (RFC 8693 2.1).
const EXCHANGE_PARAMETERS: [&str; 6] = [
    "subject_token",
    "subject_token_type",
    "requested_token_type",
    "scope",
    "actor_token",
    "actor_token_type",
];

/// Whether an authorization of this scope comes with a refresh token. Banno's own example client
/// is not registered for the refresh grant and expects one all the same.
#[must_use]
pub fn has_refresh_token(scope: &ScopeSet) -> bool {
    scope.contains(BANNO_OFFLINE_ACCESS) || scope.contains(OFFLINE_ACCESS)
}

/// Checks the resource that the access token is to be for (RFC 8707 2.2): one that was named in the
/// authorization request. Banno's tokens are for its own API, whether a client names it or not. This
/// is looked at last, when the code or the refresh token has been used.
///
/// # Errors
/// [`TokenRefusal::ResourceSeveral`], [`TokenRefusal::ResourceUnknown`].
pub fn check_resource(
    resources: &[String],
    authorization: &Authorization,
) -> Result<(), TokenRefusal> {
    match resources {
        [] => Ok(()),
        [one] if authorization.resources.contains(one) => Ok(()),
        [_] => Err(TokenRefusal::ResourceUnknown),
        _ => Err(TokenRefusal::ResourceSeveral),
    }
}

fn once(params: &Params, names: &[&'static str]) -> Result<(), TokenRefusal> {
    let repeated = params.repeated(names);
    if repeated.is_empty() {
        Ok(())
    } else {
        Err(TokenRefusal::ParameterRepeated(repeated))
    }
}
