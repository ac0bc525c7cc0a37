//! What a refusal looks like on the wire.

use std::borrow::Cow;

use jose::JwsAlg;

/// The registered error codes that this provider sends, by the section that defines each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// RFC 6749 4.1.2.1.
    AccessDenied,
    /// OIDC Core 3.1.2.6.
    ConsentRequired,
    /// RFC 6750 3.1.
    InsufficientScope,
    /// RFC 6749 5.2.
    InvalidClient,
    /// RFC 9449 5.
    InvalidDpopProof,
    /// RFC 6749 5.2.
    InvalidGrant,
    /// A page's code for a redirect URI that is not registered, in the words of the library that
    /// Banno runs.
    InvalidRedirectUri,
    /// RFC 6749 4.1.2.1 and 5.2.
    InvalidRequest,
    /// OIDC Core 3.1.2.6.
    InvalidRequestObject,
    /// OIDC Core 3.1.2.6.
    InvalidRequestUri,
    /// RFC 6749 4.1.2.1 and 5.2.
    InvalidScope,
    /// RFC 8707 2.
    InvalidTarget,
    /// RFC 6750 3.1.
    InvalidToken,
    /// OIDC Core 3.1.2.6.
    LoginRequired,
    /// OIDC Core 3.1.2.6.
    RegistrationNotSupported,
    /// OIDC Core 3.1.2.6.
    RequestNotSupported,
    /// OIDC Core 3.1.2.6.
    RequestUriNotSupported,
    /// RFC 6749 4.1.2.1.
    ServerError,
    /// RFC 6749 5.2.
    UnsupportedGrantType,
    /// OAuth 2.0 Multiple Response Types 2.1, in the words of the library that Banno runs.
    UnsupportedResponseMode,
    /// RFC 6749 4.1.2.1.
    UnsupportedResponseType,
}

impl ErrorCode {
    /// The code as it is sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccessDenied => "access_denied",
            Self::ConsentRequired => "consent_required",
            Self::InsufficientScope => "insufficient_scope",
            Self::InvalidClient => "invalid_client",
            Self::InvalidDpopProof => "invalid_dpop_proof",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidRedirectUri => "invalid_redirect_uri",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidRequestObject => "invalid_request_object",
            Self::InvalidRequestUri => "invalid_request_uri",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidTarget => "invalid_target",
            Self::InvalidToken => "invalid_token",
            Self::LoginRequired => "login_required",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::ServerError => "server_error",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseMode => "unsupported_response_mode",
            Self::UnsupportedResponseType => "unsupported_response_type",
        }
    }
}

/// The members of an error answer, in the order in which they are sent: `error`,
/// `error_description`, `scope`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireError {
    /// `error`.
    pub code: ErrorCode,
    /// `error_description`: Banno's text, which is often the same for many reasons.
    pub description: Option<Cow<'static, str>>,
    /// `scope`: only where a scope is what was wrong.
    pub scope: Option<String>,
}

impl WireError {
    /// An error with a description.
    pub fn new(code: ErrorCode, description: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            description: Some(description.into()),
            scope: None,
        }
    }

    /// Parameters that came more than once (RFC 6749 3.1).
    #[must_use]
    pub fn repeated(names: &[&str]) -> Self {
        let parameter = plural("parameter", names.len());
        let told = format!("{} {parameter} must not be provided twice", list(names));
        Self::new(ErrorCode::InvalidRequest, told)
    }

    /// Parameters that had to come and did not.
    #[must_use]
    pub fn missing(names: &[&str]) -> Self {
        let parameter = plural("parameter", names.len());
        let told = format!("missing required {parameter} {}", list(names));
        Self::new(ErrorCode::InvalidRequest, told)
    }

    /// An error that is sent without a description.
    #[must_use]
    pub const fn bare(code: ErrorCode) -> Self {
        Self {
            code,
            description: None,
            scope: None,
        }
    }

    /// Names the scope that was wrong.
    #[must_use]
    pub fn with_scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// The members that are present, in order.
    pub fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        [
            Some(("error", self.code.as_str())),
            self.description
                .as_deref()
                .map(|text| ("error_description", text)),
            self.scope.as_deref().map(|scope| ("scope", scope)),
        ]
        .into_iter()
        .flatten()
    }
}

/// The value of a `WWW-Authenticate` header (RFC 9110 11.6.1), with an error's members if there is one.
#[must_use]
pub fn challenge(scheme: &str, realm: &str, error: Option<&WireError>) -> String {
    let members = error.into_iter().flat_map(WireError::members);
    let fields: Vec<_> = std::iter::once(("realm", realm))
        .chain(members)
        .map(|(name, value)| {
            // What no header may carry is left out (RFC 9110 5.5).
            let value: String = value.chars().filter(|c| (' '..='~').contains(c)).collect();
            format!("{name}=\"{}\"", value.replace('"', "\\\""))
        })
        .collect();
    format!("{scheme} {}", fields.join(", "))
}

/// The challenge for an access token (RFC 6750 3), or for a bound one with what proofs may be signed with
/// (RFC 9449 7.1).
#[must_use]
pub fn token_challenge(
    of_dpop: bool,
    realm: &str,
    algs: &[JwsAlg],
    error: Option<&WireError>,
) -> String {
    if !of_dpop {
        return challenge("Bearer", realm, error);
    }
    let algs: Vec<_> = algs.iter().copied().map(JwsAlg::as_str).collect();
    let algs = algs.join(" ");
    format!("{}, algs=\"{algs}\"", challenge("DPoP", realm, error))
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`.
fn list(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("'{name}'")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first, second] => format!("{first} and {second}"),
        [init @ .., last] => format!("{}, and {last}", init.join(", ")),
    }
}

/// The word in its plural unless there is exactly one of it.
pub(crate) fn plural(word: &str, count: usize) -> String {
    if count == 1 {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}
