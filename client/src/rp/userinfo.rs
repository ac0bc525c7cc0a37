use url::Url;

use super::{AccessToken, Claims, Fault, Http, HttpError, json};

/// Asks the userinfo endpoint (OIDC Core 5.3) and holds the answer's `sub` against the ID token's.
pub(super) async fn fetch(
    http: &Http,
    endpoint: &Url,
    access_token: &AccessToken,
    subject: &str,
) -> Result<Claims, UserinfoError> {
    let response = http.get(endpoint, Some(access_token.expose())).await?;
    match response.status {
        200 => {}
        401 => return Err(UserinfoError::Unauthorized),
        status => return Err(UserinfoError::Status { status }),
    }
    if !response.is_json() {
        return Err(UserinfoError::NotJson);
    }
    let claims = json::object(&response.body)
        .map_err(|error| UserinfoError::Malformed(error.to_string()))?;
    match claims.get("sub").and_then(serde_json::Value::as_str) {
        None => Err(UserinfoError::SubjectMissing),
        Some(received) if received != subject => Err(UserinfoError::Subject),
        Some(_) => Ok(claims),
    }
}

/// Why the userinfo endpoint's answer is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UserinfoError {
    /// No answer came.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// OIDC Core 5.3.2: the claims are the members of a JSON object.
    #[error("the userinfo response cannot be read: {0}")]
    Malformed(String),
    /// OIDC Core 5.3.2: the content type is `application/json`.
    #[error("the userinfo response is not JSON")]
    NotJson,
    /// OIDC Core 5.3.3: a status that is neither success nor a refused token.
    #[error("the userinfo endpoint answers {status}")]
    Status {
        /// The status.
        status: u16,
    },
    /// OIDC Core 5.3.2: `sub` is exactly the ID token's; else nothing in the answer may be used.
    #[error("the userinfo response is about somebody else")]
    Subject,
    /// OIDC Core 5.3.2: `sub` is always there.
    #[error("the userinfo response lacks sub")]
    SubjectMissing,
    /// RFC 6750 3.1: the access token is expired, revoked or otherwise invalid.
    #[error("the userinfo endpoint refuses the access token")]
    Unauthorized,
}

impl UserinfoError {
    /// The error's stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Http(error) => error.name(),
            Self::Malformed(_) => "userinfo-malformed",
            Self::NotJson => "userinfo-not-json",
            Self::Status { .. } => "userinfo-status",
            Self::Subject => "userinfo-subject",
            Self::SubjectMissing => "userinfo-subject-missing",
            Self::Unauthorized => "userinfo-unauthorized",
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        match self {
            Self::Http(error) => error.fault(),
            Self::Unauthorized => Fault::Request,
            _ => Fault::Provider,
        }
    }
}
