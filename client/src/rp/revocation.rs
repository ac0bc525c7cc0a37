use serde::Deserialize;
use url::Url;

use super::callback::described;
use super::{Fault, Http, HttpError, RefreshToken, Registration};

/// Revokes a refresh token, and with it the grant (RFC 7009 2.1).
pub(super) async fn revoke(
    http: &Http,
    endpoint: &Url,
    registration: &Registration,
    refresh_token: &RefreshToken,
) -> Result<(), RevocationError> {
    let mut body = vec![
        ("token", refresh_token.expose().to_owned()),
        ("token_type_hint", "refresh_token".to_owned()),
    ];
    let authorization = registration
        .authentication
        .apply(&registration.client_id, &mut body);
    let response = http.post(endpoint, &body, authorization.as_deref()).await?;
    match serde_json::from_slice::<WireError>(&response.body) {
        // What the body says then does not matter (RFC 7009 2.2).
        _ if response.status == 200 => Ok(()),
        Ok(wire) if response.is_json() => Err(RevocationError::Refused {
            error: wire.error,
            // It goes to the log, and some providers quote what they were sent.
            description: wire
                .error_description
                .filter(|it| !it.contains(refresh_token.expose())),
        }),
        _ => Err(RevocationError::Status {
            status: response.status,
        }),
    }
}

/// Why a token may not be revoked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevocationError {
    /// No answer came.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// RFC 7009 2.2.1: the provider refused the client or the kind of token.
    #[error("the revocation was refused: {error}{}", described(description.as_deref()))]
    Refused {
        /// The error code.
        error: String,
        /// What the provider says about it.
        description: Option<String>,
    },
    /// RFC 7009 2.2: a status that is no success, as 503 while the endpoint is overloaded.
    #[error("the revocation endpoint answers {status}")]
    Status {
        /// The status.
        status: u16,
    },
}

impl RevocationError {
    /// The error's stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Http(error) => error.name(),
            Self::Refused { .. } => "revocation-refused",
            Self::Status { .. } => "revocation-status",
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        match self {
            Self::Http(error) => error.fault(),
            Self::Refused { .. } => Fault::Configuration,
            Self::Status { .. } => Fault::Provider,
        }
    }
}

#[derive(Deserialize)]
struct WireError {
    error: String,
    error_description: Option<String>,
}
