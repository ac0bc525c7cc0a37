use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where something can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// The parameters of an authorization request (RFC 6749 4.1.1), as they come.
    AuthorizationRequest,
    /// Those of the authorization response, success or error (RFC 6749 4.1.2).
    AuthorizationResponse,
    /// The parameters of a request to end the session (RP-Initiated Logout 2), as they come.
    EndSessionRequest,
    /// Where that leads in the end (RP-Initiated Logout 3).
    EndSessionResponse,
    /// The claims of an ID token, before they are signed.
    IdToken,
    /// Each key of the set (RFC 7517 4).
    Jwks,
    /// The metadata (OIDC Discovery 3).
    Metadata,
    /// The parameters and headers of a token request (RFC 6749 4.1.3), as they come.
    TokenRequest,
    /// The token response, success or error (RFC 6749 5).
    TokenResponse,
    /// What userinfo is asked (OIDC Core 5.3.1), as it comes.
    UserinfoRequest,
    /// What userinfo answers (OIDC Core 5.3.2 and 5.3.3).
    UserinfoResponse,
}

impl Point {
    /// Its name in settings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationRequest => "authorization_request",
            Self::AuthorizationResponse => "authorization_response",
            Self::EndSessionRequest => "end_session_request",
            Self::EndSessionResponse => "end_session_response",
            Self::IdToken => "id_token",
            Self::Jwks => "jwks",
            Self::Metadata => "metadata",
            Self::TokenRequest => "token_request",
            Self::TokenResponse => "token_response",
            Self::UserinfoRequest => "userinfo_request",
            Self::UserinfoResponse => "userinfo_response",
        }
    }

    /// Whether it is an answer of its own over HTTP.
    #[must_use]
    pub const fn is_answer(self) -> bool {
        matches!(
            self,
            Self::AuthorizationResponse
                | Self::EndSessionResponse
                | Self::Jwks
                | Self::Metadata
                | Self::TokenResponse
                | Self::UserinfoResponse
        )
    }

    /// Whether it has headers.
    #[must_use]
    pub const fn has_headers(self) -> bool {
        self.is_answer() || matches!(self, Self::TokenRequest)
    }

    /// What is asked at that path below the issuer.
    pub(super) fn of_request(path: &str) -> Option<Self> {
        match path {
            "/auth" => Some(Self::AuthorizationRequest),
            "/logout" => Some(Self::EndSessionRequest),
            "/me" => Some(Self::UserinfoRequest),
            "/token" => Some(Self::TokenRequest),
            _ => None,
        }
    }

    /// What is answered there. An authorization response may come of a page, too.
    pub(super) fn of_answer(path: &str) -> Option<Self> {
        match path {
            "/.well-known/openid-configuration" => Some(Self::Metadata),
            "/jwks" => Some(Self::Jwks),
            "/logout/confirm" => Some(Self::EndSessionResponse),
            "/me" => Some(Self::UserinfoResponse),
            "/token" => Some(Self::TokenResponse),
            "/auth" => Some(Self::AuthorizationResponse),
            path if path.starts_with("/interaction/") => Some(Self::AuthorizationResponse),
            _ => None,
        }
    }
}
