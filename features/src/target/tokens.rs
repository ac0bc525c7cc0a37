use serde::Deserialize;

/// What an application asks for to get a refresh token.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfflineAccess {
    pub(crate) scope: String,
    /// The prompt without which that scope is not heard (OIDC Core 11).
    pub(crate) prompt: Option<String>,
}

/// How long tokens are good for, in seconds.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Lifetimes {
    pub(crate) access_token: u64,
    pub(crate) refresh_token: u64,
}

impl OfflineAccess {
    /// The standard's scope, which asks for a prompt (OIDC Core 11).
    pub(super) fn of_the_standard() -> Self {
        Self {
            scope: "offline_access".to_owned(),
            prompt: Some("consent".to_owned()),
        }
    }
}

impl Default for OfflineAccess {
    /// Banno's own scope, which unlike the standard's asks for no prompt.
    fn default() -> Self {
        Self {
            scope: "https://api.banno.com/consumer/auth/offline_access".to_owned(),
            prompt: None,
        }
    }
}

impl Default for Lifetimes {
    /// As Banno documents them, or the library that it runs has them.
    fn default() -> Self {
        Self {
            access_token: 600,
            refresh_token: 14 * 24 * 60 * 60,
        }
    }
}
