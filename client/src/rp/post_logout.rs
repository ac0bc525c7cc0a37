use url::form_urlencoded;

use super::LogoutState;

/// The parameters that came to the post-logout redirect URI (RP-Initiated Logout 1.0, 3).
#[derive(Clone, Debug)]
pub struct PostLogoutResponse {
    state: Option<LogoutState>,
}

impl PostLogoutResponse {
    /// Reads the query; there is only `state`, and whatever else comes is ignored.
    ///
    /// # Errors
    /// [`PostLogoutError::StateRepeated`].
    pub fn parse(query: &str) -> Result<Self, PostLogoutError> {
        let mut states = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| name == "state")
            .map(|(_, state)| LogoutState::new(state));
        let state = states.next();
        match states.next() {
            None => Ok(Self { state }),
            Some(_) => Err(PostLogoutError::StateRepeated),
        }
    }

    /// Holds the response against the `state` of the logout that this browser has under way, if it
    /// has one.
    ///
    /// # Errors
    /// [`PostLogoutError`].
    pub fn check(&self, expected: Option<&LogoutState>) -> Result<(), PostLogoutError> {
        let expected = expected.ok_or(PostLogoutError::NotExpected)?;
        match &self.state {
            None => Err(PostLogoutError::StateMissing),
            Some(state) if state != expected => Err(PostLogoutError::StateWrong),
            Some(_) => Ok(()),
        }
    }
}

/// Why the return from a logout is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostLogoutError {
    /// This browser has no logout under way: it never had, or the answer to it came already, or
    /// its time is over.
    #[error("this browser has no sign-out under way, or its answer was taken already")]
    NotExpected,
    /// RP-Initiated Logout 1.0, 3: `state` comes back when it was sent, and it always is.
    #[error("the answer to the sign-out lacks `state`")]
    StateMissing,
    /// RFC 6749 3.1: parameters must not be included more than once.
    #[error("the answer to the sign-out has the parameter `state` twice")]
    StateRepeated,
    /// RP-Initiated Logout 1.0, 3: `state` comes back unchanged.
    #[error("the answer to the sign-out has another `state` than this browser was given")]
    StateWrong,
}

impl PostLogoutError {
    /// The error's stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotExpected => "logout-not-expected",
            Self::StateMissing => "logout-state-missing",
            Self::StateRepeated => "logout-state-repeated",
            Self::StateWrong => "logout-state-wrong",
        }
    }
}
