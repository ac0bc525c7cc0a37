//! The user's session at the provider.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::grant::GrantId;

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The user's `sub`.
    pub account: String,
    /// `auth_time`: when the password was given, not when the session was last used.
    pub auth_time: Timestamp,
    /// Whether the second factor was given too.
    pub second_factor: bool,
    /// The clients that this session has signed in to, by `client_id`.
    pub clients: BTreeMap<String, ClientSession>,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// What a session holds for one client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSession {
    /// `sid`: a UUID that is constant for this session and client.
    pub sid: String,
    /// The grant that the client's codes and tokens hang on.
    pub grant: GrantId,
    /// Whether the grant outlives a logout, as one for offline access does.
    pub persists_logout: bool,
}

impl Session {
    /// A session that begins with a login at `now`.
    #[must_use]
    pub fn begin(account: impl Into<String>, now: Timestamp, expires_at: Timestamp) -> Self {
        Self {
            account: account.into(),
            auth_time: now,
            second_factor: false,
            clients: BTreeMap::new(),
            expires_at,
        }
    }

    /// Sets what the session holds for a client, if the grant that it holds there is still `seen`, and
    /// answers with what it holds then. What once outlived a logout goes on to.
    pub fn bind(
        &mut self,
        client_id: &str,
        seen: Option<&GrantId>,
        mut binding: ClientSession,
    ) -> ClientSession {
        if let Some(held) = self.clients.get(client_id) {
            if Some(&held.grant) != seen {
                return held.clone();
            }
            binding.persists_logout |= held.persists_logout;
        }
        self.clients.insert(client_id.to_owned(), binding.clone());
        binding
    }

    /// Whether the login is longer ago than `max_age` seconds (OIDC Core 3.1.2.1).
    #[must_use]
    pub const fn is_older_than(&self, max_age: u64, now: Timestamp) -> bool {
        let age = now.unix().saturating_sub(self.auth_time.unix());
        age > 0 && age.unsigned_abs() > max_age
    }
}
