use crate::error::ErrorCode::{
    AccessDenied, ConsentRequired, InvalidClient, InvalidRedirectUri, InvalidRequest,
    InvalidRequestObject, InvalidRequestUri, InvalidScope, InvalidTarget, LoginRequired,
    RegistrationNotSupported, RequestNotSupported, RequestUriNotSupported, UnsupportedResponseMode,
    UnsupportedResponseType,
};
use crate::error::WireError;
use crate::newcomer::NotRegistered;
use crate::pkce::Malformed;
use crate::refusal::Reason;

/// Why an authorization request is refused (RFC 6749 4.1.2.1, OIDC Core 3.1.2.6).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizationRefusal {
    /// The user pressed "Cancel" or "Deny".
    #[error("the user declined")]
    EndUserAborted,
    /// OIDC Core 5.5.1.1: an essential `acr` cannot be had for this user.
    #[error("essential acr not reached")]
    AcrNotReached {
        /// Whether several values were named.
        several: bool,
    },
    /// OIDC Core 5.5.1.1: `acr.values` is an array.
    #[error("claims.id_token.acr.values is not an array")]
    AcrValuesNotAnArray,
    /// OIDC Core 3.1.2.1, with the user's account gone.
    #[error("account not found")]
    AccountNotFound,
    /// RFC 6749 4.1.2.1: the client is not known.
    #[error("client not found")]
    ClientNotFound,
    /// The same, where clients may register themselves and this one could not.
    #[error("client not found, and not registered: {0}")]
    ClientNotRegistered(NotRegistered),
    /// OAuth 2.0 Multiple Response Types 4: without a token there is nowhere to put a claim.
    #[error("claims parameter with response_type none")]
    ClaimsWithoutToken,
    /// OIDC Core 5.5.
    #[error("claims parameter has neither userinfo nor id_token")]
    ClaimsWithoutMembers,
    /// OIDC Core 5.5.
    #[error("claims.{0} is not an object")]
    ClaimsMemberNotAnObject(&'static str),
    /// OIDC Core 5.5.
    #[error("claims parameter is not an object")]
    ClaimsNotAnObject,
    /// OIDC Core 5.5.
    #[error("claims parameter is not JSON")]
    ClaimsUnparseable,
    /// RFC 7636 4.2.
    #[error("code_challenge is malformed")]
    CodeChallengeMalformed(Malformed),
    /// RFC 7636 4.3: the default `plain` is switched off.
    #[error("code_challenge_method missing")]
    CodeChallengeMethodMissing,
    /// RFC 7636 4.3.
    #[error("code_challenge_method not supported")]
    CodeChallengeMethodUnsupported,
    /// RFC 7636 4.3.
    #[error("code_challenge missing")]
    CodeChallengeMissing,
    /// OIDC Core 3.1.2.6, `prompt=none`.
    #[error("consent prompt not resolved")]
    ConsentPromptUnresolved,
    /// OIDC Core 3.1.2.6, `prompt=none`.
    #[error("requested claims not granted")]
    ClaimsNotGranted,
    /// OIDC Core 3.1.2.6, `prompt=none`.
    #[error("requested scopes not granted")]
    ScopesNotGranted,
    /// OIDC Core 3.1.2.1.
    #[error("id_token_hint not valid: {0}")]
    IdTokenHintInvalid(&'static str),
    /// OIDC Core 3.1.2.1, `prompt=none`.
    #[error("id_token_hint names another user")]
    IdTokenHintMismatch,
    /// OIDC Core 3.1.2.6, `prompt=none`.
    #[error("login prompt not resolved")]
    LoginPromptUnresolved,
    /// OIDC Core 3.1.2.1, `prompt=none`.
    #[error("authentication is older than max_age")]
    MaxAgeExceeded,
    /// OIDC Core 3.1.2.1.
    #[error("max_age is not a non-negative integer")]
    MaxAgeInvalid,
    /// OIDC Core 3.1.2.6, `prompt=none`.
    #[error("not signed in")]
    NotSignedIn,
    /// No scope that the provider knows was asked for, so there is nothing to hand out.
    #[error("no scope was granted")]
    NothingGranted,
    /// OIDC Core 3.1.2.1.
    #[error("{0} without the openid scope")]
    OpenidScopeMissing(&'static str),
    /// RFC 6749 3.1.
    #[error("missing {}", .0.join(", "))]
    ParameterMissing(Vec<&'static str>),
    /// RFC 6749 3.1.
    #[error("repeated {}", .0.join(", "))]
    ParameterRepeated(Vec<&'static str>),
    /// RFC 9700 2.1.1: Banno wants PKCE from every client.
    #[error("code_challenge required by policy")]
    PkceRequired,
    /// OIDC Core 3.1.2.1.
    #[error("prompt none with another value")]
    PromptNoneNotAlone,
    /// OIDC Core 3.1.2.1.
    #[error("prompt not supported")]
    PromptUnsupported,
    /// RFC 6749 3.1.2.4.
    #[error("redirect_uri not registered")]
    RedirectUriNotRegistered,
    /// OIDC Core 7.2.1.
    #[error("registration parameter not supported")]
    RegistrationNotSupported,
    /// OIDC Core 6.1.
    #[error("request parameter not supported")]
    RequestNotSupported,
    /// RFC 9126 4: pushed by another client.
    #[error("request_uri of another client")]
    RequestUriClientMismatch,
    /// RFC 9126 4: the pushed request's time is over.
    #[error("request_uri is expired")]
    RequestUriExpired,
    /// OIDC Core 6.2: not a URI, or of a scheme that no request is fetched by.
    #[error("request_uri is not an http, https or urn URI")]
    RequestUriMalformed,
    /// RFC 9126 4: no such pushed request.
    #[error("request_uri not found")]
    RequestUriNotFound,
    /// OIDC Core 6.2: only pushed requests are taken, none is fetched.
    #[error("request_uri not supported: only that of a pushed request is")]
    RequestUriNotSupported,
    /// OIDC Core 6.3.3.
    #[error("response_type differs from the pushed one")]
    RequestUriResponseTypeMismatch,
    /// RFC 9126 4: a pushed request is used once.
    #[error("request_uri already used")]
    RequestUriUsed,
    /// RFC 8707 2.
    #[error("resource has a fragment")]
    ResourceFragment,
    /// RFC 8707 2.
    #[error("resource is not an absolute URI")]
    ResourceNotAbsolute,
    /// RFC 8707 2.
    #[error("resource is not known")]
    ResourceUnknown,
    /// OAuth 2.0 Multiple Response Types 5: tokens never travel in a query.
    #[error("response_mode not allowed for the response_type")]
    ResponseModeNotAllowed,
    /// OAuth 2.0 Multiple Response Types 2.1.
    #[error("response_mode not supported")]
    ResponseModeUnsupported,
    /// The client is not registered for it.
    #[error("response_type not allowed for the client")]
    ResponseTypeNotAllowed,
    /// RFC 6749 4.1.2.1.
    #[error("response_type not supported")]
    ResponseTypeUnsupported,
    /// RFC 6749 3.3.
    #[error("scope {0} not allowed for the client")]
    ScopeNotAllowed(String),
    /// OIDC Core 5.5.1.
    #[error("requested sub is another user")]
    SubMismatch,
}

impl AuthorizationRefusal {
    /// What the client or the page is told.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one table, to be read as one")]
    pub fn wire(&self) -> WireError {
        let (code, description) = match self {
            Self::EndUserAborted => (AccessDenied, "End-User aborted interaction"),
            Self::AcrNotReached { several: false } => {
                (LoginRequired, "requested ACR could not be obtained")
            }
            Self::AcrNotReached { several: true } => (
                LoginRequired,
                "none of the requested ACRs could not be obtained",
            ),
            Self::AcrValuesNotAnArray => {
                (InvalidRequest, "invalid claims.id_token.acr.values type")
            }
            Self::AccountNotFound | Self::NothingGranted => return WireError::bare(AccessDenied),
            Self::ClientNotFound | Self::ClientNotRegistered(_) => {
                (InvalidClient, "client is invalid")
            }
            Self::ClaimsWithoutToken => (
                InvalidRequest,
                "claims parameter should not be combined with response_type none",
            ),
            Self::ClaimsWithoutMembers => (
                InvalidRequest,
                "claims parameter should have userinfo or id_token properties",
            ),
            Self::ClaimsMemberNotAnObject(member) => {
                return WireError::new(
                    InvalidRequest,
                    format!("claims.{member} should be an object"),
                );
            }
            Self::ClaimsNotAnObject => (InvalidRequest, "claims parameter should be a JSON object"),
            Self::ClaimsUnparseable => {
                (InvalidRequest, "could not parse the claims parameter JSON")
            }
            Self::CodeChallengeMalformed(how) => {
                return WireError::new(InvalidRequest, how.describe("code_challenge"));
            }
            Self::CodeChallengeMethodMissing => (
                InvalidRequest,
                "plain code_challenge_method fallback disabled, code_challenge_method must be \
                 provided",
            ),
            Self::CodeChallengeMethodUnsupported => (
                InvalidRequest,
                "not supported value of code_challenge_method",
            ),
            Self::CodeChallengeMissing => (
                InvalidRequest,
                "code_challenge must be provided with code_challenge_method",
            ),
            Self::ConsentPromptUnresolved => (ConsentRequired, "consent prompt was not resolved"),
            Self::ClaimsNotGranted => (ConsentRequired, "requested claims not granted"),
            Self::ScopesNotGranted => (ConsentRequired, "requested scopes not granted"),
            Self::IdTokenHintInvalid(_) => (InvalidRequest, "could not validate id_token_hint"),
            Self::IdTokenHintMismatch => (
                LoginRequired,
                "id_token_hint and authenticated subject do not match",
            ),
            Self::LoginPromptUnresolved => (LoginRequired, "login prompt was not resolved"),
            Self::MaxAgeExceeded => (
                LoginRequired,
                "End-User authentication could not be obtained",
            ),
            Self::MaxAgeInvalid => (InvalidRequest, "invalid max_age parameter value"),
            Self::NotSignedIn => (LoginRequired, "End-User authentication is required"),
            Self::OpenidScopeMissing(parameter) => {
                return WireError::new(
                    InvalidRequest,
                    format!("openid scope must be requested when using the {parameter} parameter"),
                );
            }
            Self::ParameterMissing(names) => return WireError::missing(names),
            Self::ParameterRepeated(names) => return WireError::repeated(names),
            Self::PkceRequired => (
                InvalidRequest,
                "Authorization Server policy requires PKCE to be used for this request",
            ),
            Self::PromptNoneNotAlone => (InvalidRequest, "prompt none must only be used alone"),
            Self::PromptUnsupported => (InvalidRequest, "unsupported prompt value requested"),
            Self::RedirectUriNotRegistered => (
                InvalidRedirectUri,
                "redirect_uri did not match any of the client's registered redirect_uris",
            ),
            Self::RegistrationNotSupported => return WireError::bare(RegistrationNotSupported),
            Self::RequestNotSupported => return WireError::bare(RequestNotSupported),
            Self::RequestUriClientMismatch => (
                InvalidRequestObject,
                "request client_id must equal the one in request parameters",
            ),
            Self::RequestUriMalformed => (InvalidRequestUri, "invalid request_uri scheme"),
            Self::RequestUriExpired | Self::RequestUriNotFound | Self::RequestUriUsed => (
                InvalidRequestUri,
                "request_uri is invalid, expired, or was already used",
            ),
            Self::RequestUriNotSupported => return WireError::bare(RequestUriNotSupported),
            Self::RequestUriResponseTypeMismatch => (
                InvalidRequestObject,
                "request response_type must equal the one in request parameters",
            ),
            Self::ResourceFragment => (
                InvalidTarget,
                "resource indicator must not contain a fragment component",
            ),
            Self::ResourceNotAbsolute => {
                (InvalidTarget, "resource indicator must be an absolute URI")
            }
            Self::ResourceUnknown => (InvalidTarget, "resource indicator is missing, or unknown"),
            Self::ResponseModeNotAllowed => (
                InvalidRequest,
                "requested response_mode is not allowed for the requested response_type",
            ),
            Self::ResponseModeUnsupported => (
                UnsupportedResponseMode,
                "unsupported response_mode requested",
            ),
            Self::ResponseTypeNotAllowed => (
                InvalidRequest,
                "requested response_type is not allowed for this client",
            ),
            Self::ResponseTypeUnsupported => (
                UnsupportedResponseType,
                "unsupported response_type requested",
            ),
            Self::ScopeNotAllowed(scope) => {
                return WireError::new(InvalidScope, "requested scope is not allowed")
                    .with_scope(scope);
            }
            Self::SubMismatch => (LoginRequired, "requested subject could not be obtained"),
        };
        WireError::new(code, description)
    }

    /// Whether the client may be told by redirect, once client and redirect URI are proven.
    #[must_use]
    pub const fn may_redirect(&self) -> bool {
        !matches!(
            self,
            Self::ClientNotFound | Self::ClientNotRegistered(_) | Self::RedirectUriNotRegistered
        )
    }
}

impl Reason for AuthorizationRefusal {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::AcrNotReached { .. } => {
                "give the user that `security_level` or a `second_factor`, or do not make acr essential"
            }
            Self::ClientNotFound => "compare client_id with `clients` of the institution",
            Self::ClientNotRegistered(NotRegistered::Full) => {
                "reset the institution, or register the client under `clients`"
            }
            Self::ClientNotRegistered(_) => {
                "`allow_unknown_clients` registers whoever asks with a redirect_uri that Banno would register"
            }
            Self::CodeChallengeMethodMissing | Self::CodeChallengeMethodUnsupported => {
                "send code_challenge_method=S256"
            }
            Self::CodeChallengeMissing | Self::PkceRequired => {
                "send code_challenge and code_challenge_method=S256: Banno wants PKCE from every client"
            }
            Self::ConsentPromptUnresolved
            | Self::ClaimsNotGranted
            | Self::ScopesNotGranted
            | Self::LoginPromptUnresolved
            | Self::MaxAgeExceeded
            | Self::NotSignedIn => "send the user to the same request without prompt=none",
            Self::NothingGranted => "ask for a scope that the institution has, such as openid",
            Self::OpenidScopeMissing(_) => "add openid to scope",
            Self::RedirectUriNotRegistered => {
                "add it to `redirect_uris` of the client, character for character: scheme, port, path \
                 and a slash at the end count"
            }
            Self::RequestUriExpired => "use a pushed request within 60 seconds",
            Self::RequestUriUsed | Self::RequestUriNotFound => {
                "push each request anew, and use it once"
            }
            Self::RequestNotSupported => "send plain parameters, or push them to /request",
            Self::ResponseTypeNotAllowed => "add it to `response_types` of the client",
            Self::ScopeNotAllowed(_) => {
                "add it to `scopes` of the client, or drop it by the policy `scope_not_enabled`"
            }
            Self::ResourceUnknown => "leave resource out: Banno's tokens are for its own API",
            _ => return None,
        })
    }
}
