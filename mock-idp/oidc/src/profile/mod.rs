//! What makes one institution's provider differ from another's, as far as the protocol is concerned.

mod banno;
pub mod certification;
mod name;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crate::client::Client;
use crate::offer::Offer;
use crate::policy::{Cors, Leniencies, Leniency, Policies};
use crate::scope::ScopeSet;

pub use name::{ProfileName, UnknownProfile};

/// The settings that the decisions need. Institutions with the same lists share them.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Whom it answers as.
    pub name: ProfileName,
    /// The issuer identifier, without a trailing slash (OIDC Discovery 3).
    pub issuer: String,
    /// Where servers find the endpoints below the issuer that they call, if browsers know these under
    /// an address that servers cannot use; without a trailing slash. The issuer is the same for both.
    pub back_channel: Option<String>,
    /// The Consumer API's base, which is the audience of access tokens.
    pub api: String,
    /// `scopes_supported`, in the order in which discovery lists them.
    pub scopes: Arc<ScopeSet>,
    /// `claims_supported`, in the order in which discovery lists them.
    pub claims: Arc<Vec<String>>,
    /// The claims that are answered only to a client for which they are enabled.
    pub restricted: Arc<BTreeSet<String>>,
    /// How long things live.
    pub lifetimes: Lifetimes,
    /// What it offers of what Banno does.
    pub offer: Offer,
    /// What it has chosen where Banno documents nothing.
    pub policies: Policies,
    /// What it accepts though Banno refuses it.
    pub leniencies: Leniencies,
}

/// Scopes, each with the claims that it releases.
pub type ScopeClaims = &'static [(&'static str, &'static [&'static str])];

/// How long what the provider hands out is good for.
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    /// From the authorization response to its redemption.
    pub authorization_code: Duration,
    /// Banno documents ten minutes.
    pub access_token: Duration,
    /// One hour in every sample of Banno's.
    pub id_token: Duration,
    /// From the issue of each one; rotation begins it anew.
    pub refresh_token: Duration,
    /// The user's session in the browser.
    pub session: Duration,
    /// What the user granted, and with it every token that hangs on it.
    pub grant: Duration,
    /// The pages of one authorization request, and the confirmation of a logout.
    pub interaction: Duration,
    /// From a pushed authorization request to its use.
    pub pushed_request: Duration,
}

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);
const FORTNIGHT: Duration = Duration::from_secs(14 * 24 * 60 * 60);

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            authorization_code: MINUTE,
            access_token: Duration::from_secs(600),
            id_token: HOUR,
            refresh_token: FORTNIGHT,
            session: FORTNIGHT,
            grant: FORTNIGHT,
            interaction: HOUR,
            pushed_request: MINUTE,
        }
    }
}

impl Profile {
    /// Whether the institution has the leniency; if so, it counts as used.
    pub fn allows(&self, leniency: Leniency, used: &mut Vec<Leniency>) -> bool {
        let allowed = self.leniencies.has(leniency);
        if allowed {
            used.push(leniency);
        }
        allowed
    }

    /// Whether a script on that origin may read what the client is answered.
    #[must_use]
    pub fn allows_origin(&self, client: &Client, origin: &str) -> bool {
        match self.policies.cors {
            Cors::Client => client.allows_origin(origin),
            Cors::Stock => false,
            Cors::Any => true,
        }
    }

    /// The addresses of an endpoint below the issuer, as browsers know it and as servers do.
    pub fn urls(&self, path: &str) -> impl Iterator<Item = String> {
        let bases = std::iter::once(&self.issuer).chain(&self.back_channel);
        bases.map(move |base| format!("{base}{path}"))
    }

    /// The addresses of a resource of the Consumer API, as browsers know it and as servers do.
    pub fn api_urls(&self, path: &str) -> impl Iterator<Item = String> {
        let own_path = self.issuer.strip_prefix(&self.api).unwrap_or_default();
        let back = self.back_channel.as_deref();
        let back = back.and_then(|back| back.strip_suffix(own_path));
        let bases = std::iter::once(self.api.as_str()).chain(back);
        bases.map(move |base| format!("{base}{path}"))
    }

    /// Whether the claim may be asked for by name.
    #[must_use]
    pub fn knows_claim(&self, name: &str) -> bool {
        self.claim_names().any(|known| known == name)
    }

    /// The claims that may be asked for by name.
    pub fn claim_names(&self) -> impl Iterator<Item = &str> {
        let unlisted = self.name.unlisted_claims().iter().copied();
        self.claims.iter().map(String::as_str).chain(unlisted)
    }

    /// Whether the client gets the claim, if the user has it; nobody is told that it does not.
    #[must_use]
    pub fn releases(&self, claim: &str, client: &Client) -> bool {
        let enabled = !self.restricted.contains(claim) || client.claims.contains(claim);
        enabled && self.knows_claim(claim)
    }

    /// The claims that the scopes release, in the order of the scopes.
    pub fn scope_claims<'a>(
        &self,
        scopes: &'a ScopeSet,
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        let table = self.name.scope_claims();
        scopes.iter().flat_map(move |scope| {
            let released = table.iter().find(|(known, _)| *known == scope);
            released
                .map_or(&[][..], |(_, claims)| claims)
                .iter()
                .copied()
        })
    }
}
