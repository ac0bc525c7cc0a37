use super::{
    CallbackError, DiscoveryError, EntropyError, HttpError, IdTokenError, JwksError,
    PostLogoutError, RefreshError, RevocationError, TokenError, UserinfoError,
};

/// Why a step of the flow failed; each module has its own enum with one variant per rule.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The response to the authorization request.
    #[error(transparent)]
    Callback(#[from] CallbackError),
    /// The provider's metadata.
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    /// The random numbers.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The ID token.
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
    /// The provider's keys.
    #[error(transparent)]
    Jwks(#[from] JwksError),
    /// The response to the logout request.
    #[error(transparent)]
    PostLogout(#[from] PostLogoutError),
    /// The refreshed tokens.
    #[error(transparent)]
    Refresh(#[from] RefreshError),
    /// The revocation endpoint.
    #[error(transparent)]
    Revocation(#[from] RevocationError),
    /// The token endpoint.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The userinfo endpoint.
    #[error(transparent)]
    Userinfo(#[from] UserinfoError),
}

impl Error {
    /// The error's stable name, for scripts and log filters.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Callback(error) => error.name(),
            Self::Discovery(error) => error.name(),
            Self::Entropy(_) => "no-entropy",
            Self::IdToken(error) => error.name(),
            Self::Jwks(error) => error.name(),
            Self::PostLogout(error) => error.name(),
            Self::Refresh(error) => error.name(),
            Self::Revocation(error) => error.name(),
            Self::Token(error) => error.name(),
            Self::Userinfo(error) => error.name(),
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::Callback(error) => error.fault(),
            Self::Discovery(error) => error.fault(),
            Self::Entropy(_) => Fault::Configuration,
            Self::IdToken(error) => error.fault(),
            Self::Jwks(error) => error.fault(),
            Self::PostLogout(_) => Fault::Request,
            Self::Refresh(error) => error.fault(),
            Self::Revocation(error) => error.fault(),
            Self::Token(error) => error.fault(),
            Self::Userinfo(error) => error.fault(),
        }
    }

    /// The transport failure behind the error, if that is what it is.
    #[must_use]
    pub const fn transport(&self) -> Option<&HttpError> {
        match self {
            Self::Discovery(DiscoveryError::Http(error))
            | Self::Jwks(JwksError::Http(error))
            | Self::Revocation(RevocationError::Http(error))
            | Self::Token(TokenError::Http(error))
            | Self::Userinfo(UserinfoError::Http(error)) => Some(error),
            _ => None,
        }
    }
}

/// Whose fault an error is, and so who can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This client's own settings, or what was registered for it.
    Configuration,
    /// The provider answered something that the standards forbid.
    Provider,
    /// The browser's request belongs to no sign-in under way, or its time is over.
    Request,
    /// The provider could not be reached.
    Transport,
    /// The user said no.
    User,
}
