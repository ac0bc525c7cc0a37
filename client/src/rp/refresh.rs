use super::{Fault, IdToken};

/// Holds a refreshed ID token against the one from the login (OIDC Core 12.2).
///
/// Its own validity was checked before, like any ID token's; that covers `nonce`, and `iss`, which
/// can only be the one issuer of this client.
pub(super) fn compare(original: &IdToken, refreshed: &IdToken) -> Result<(), RefreshError> {
    if refreshed.subject != original.subject {
        return Err(RefreshError::Subject);
    }
    let refreshed_audiences = refreshed.audiences();
    if !original
        .audiences()
        .iter()
        .all(|audience| refreshed_audiences.contains(audience))
    {
        return Err(RefreshError::Audience);
    }
    for (claim, error) in [
        ("auth_time", RefreshError::AuthenticationTime),
        ("azp", RefreshError::AuthorizedParty),
    ] {
        let (before, now) = (original.claims.get(claim), refreshed.claims.get(claim));
        if now.is_some() && before.is_some() && now != before {
            return Err(error);
        }
    }
    Ok(())
}

/// Why a refreshed ID token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefreshError {
    /// OIDC Core 12.2: `aud` includes the original audience.
    #[error("the refreshed ID token is meant for another audience")]
    Audience,
    /// OIDC Core 12.2: `auth_time` is the time of the original login.
    #[error("the refreshed ID token tells another time of login")]
    AuthenticationTime,
    /// OIDC Core 12.2: `azp` is the original one.
    #[error("the refreshed ID token was issued to another party (azp)")]
    AuthorizedParty,
    /// The refresh was broken off because the program is ending.
    #[error("the refresh was broken off")]
    Interrupted,
    /// There is no refresh token to use.
    #[error("the provider gave no refresh token")]
    NoRefreshToken,
    /// OIDC Core 12.2: `sub` is the original subject.
    #[error("the refreshed ID token is about somebody else")]
    Subject,
}

impl RefreshError {
    /// The error's stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Audience => "refresh-audience",
            Self::AuthenticationTime => "refresh-auth-time",
            Self::AuthorizedParty => "refresh-azp",
            Self::Interrupted => "refresh-interrupted",
            Self::NoRefreshToken => "refresh-token-missing",
            Self::Subject => "refresh-subject",
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub const fn fault(self) -> Fault {
        match self {
            Self::Interrupted => Fault::Transport,
            Self::NoRefreshToken => Fault::Request,
            _ => Fault::Provider,
        }
    }
}
