//! One bank: its issuer, keys, clients, users, store, clock and journal. Nothing is shared between
//! two of them.

mod registry;
mod user;

use std::sync::Arc;

use oidc::client::Client;
use oidc::clock::{Clock as _, Timestamp};
use oidc::entropy::Entropy;
use oidc::profile::Profile;

pub use registry::Registry;
pub use user::{Photo, SecondFactorCode, User, UserStatus};

use crate::clock::InstitutionClock;
use crate::journal::Journal;
use crate::keys::{AccessTokenVerifier, KeySet};
use crate::store::Store;

/// An institution.
#[derive(Debug)]
pub struct Institution {
    /// Its short name, which cookies and folders carry.
    pub id: String,
    /// Its name, which pages show.
    pub name: String,
    /// Scheme, host and port that everybody sees, without a trailing slash.
    pub base_url: String,
    /// What its decisions depend on.
    pub profile: Profile,
    /// Its clients.
    pub clients: Vec<Client>,
    /// Its users.
    pub users: Vec<Arc<User>>,
    /// Its signing keys.
    pub keys: KeySet,
    /// Tells its access tokens from others.
    pub access_tokens: AccessTokenVerifier,
    /// What it remembers.
    pub store: Arc<dyn Store>,
    /// Its time.
    pub clock: Arc<InstitutionClock>,
    /// Its randomness.
    pub entropy: Arc<dyn Entropy>,
    /// What has happened.
    pub journal: Arc<Journal>,
}

impl Institution {
    /// Its current time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The client of that id.
    #[must_use]
    pub fn client(&self, client_id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id == client_id)
    }

    /// The user of that `sub`.
    #[must_use]
    pub fn user(&self, sub: &str) -> Option<&Arc<User>> {
        self.users.iter().find(|user| user.sub == sub)
    }

    /// Whether browsers reach it by TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https:")
    }
}
