//! One bank: its issuer, keys, clients, users, store, clock and journal. Two of them share nothing but
//! values that are equal and never change.
//!
//! A value is never changed. Who changes settings or keys puts another value in its place, with the
//! same store, clock and journal; a request that is being answered keeps the value that it began with.

mod books;
mod documents;
mod registry;
mod user;

use std::sync::Arc;

use oidc::client::Client;
use oidc::clock::{Clock as _, Timestamp};
use oidc::entropy::Entropy;
use oidc::profile::Profile;

pub use books::{Book, Books, ConsumerApi, HeldAccount};
pub use documents::Documents;
pub use registry::{Registry, Taken};
pub use user::{Photo, SecondFactorCode, User, UserStatus};

use crate::clock::InstitutionClock;
use crate::faults::Fault;
use crate::journal::Journal;
use crate::keys::{AccessTokenVerifier, KeySet};
use crate::store::Store;

/// An institution, as its settings and keys are at one time.
#[derive(Clone, Debug)]
pub struct Institution {
    /// Its short name, which cookies and folders carry.
    pub id: String,
    /// The claim `institution_id`, and its name at the Consumer API.
    pub institution_id: String,
    /// Its name, which pages show.
    pub name: String,
    /// Scheme, host and port that everybody sees, and `/fi/{id}` for an institution below the root;
    /// without a trailing slash.
    pub base_url: String,
    /// The host name that leads to it, if it has one of its own.
    pub host: Option<String>,
    /// The path of its issuer, which cookies keep to.
    pub issuer_path: String,
    /// What its decisions depend on.
    pub profile: Profile,
    /// How its Consumer API behaves.
    pub consumer_api: ConsumerApi,
    /// Its clients.
    pub clients: Vec<Client>,
    /// Its users.
    pub users: Vec<Arc<User>>,
    /// Its signing keys.
    pub keys: KeySet,
    /// Tells its access tokens from others.
    pub access_tokens: Arc<AccessTokenVerifier>,
    /// What it remembers.
    pub store: Arc<dyn Store>,
    /// Its users' accounts.
    pub books: Arc<Books>,
    /// Its time.
    pub clock: Arc<InstitutionClock>,
    /// Its randomness.
    pub entropy: Arc<dyn Entropy>,
    /// What has happened.
    pub journal: Arc<Journal>,
    /// What is wrong with it, as it was asked for.
    pub faults: Arc<Vec<Fault>>,
    /// What it publishes.
    pub documents: Arc<Documents>,
}

impl Institution {
    /// Its current time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The same institution with other keys.
    #[must_use]
    pub fn with_keys(&self, keys: KeySet) -> Self {
        Self {
            access_tokens: Arc::new(keys.access_token_verifier()),
            keys,
            documents: Arc::default(),
            ..self.clone()
        }
    }

    /// The same institution, with users that the other one has too kept once for both: most banks of tests
    /// have the fixtures' users.
    #[must_use]
    pub fn sharing_with(mut self, other: &Self) -> Self {
        for user in &mut self.users {
            if let Some(same) = other.users.iter().find(|theirs| *theirs == user) {
                *user = same.clone();
            }
        }
        self
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

    /// The path of the pages of an authorization request.
    #[must_use]
    pub fn page_path(&self, interaction: &str) -> String {
        format!("{}/interaction/{interaction}", self.issuer_path)
    }

    /// Whether browsers reach it by TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https:")
    }
}
