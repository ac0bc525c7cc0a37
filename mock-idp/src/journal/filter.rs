use serde::Deserialize;
use utoipa::IntoParams;

use super::{Endpoint, Entry};

/// Which exchanges are meant: those that have everything that is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Those that came after the one of that number.
    #[param(required = false, minimum = 0, format = "uint64")]
    pub after: u64,
    /// Those of that endpoint.
    #[param(inline)]
    pub endpoint: Option<Endpoint>,
    /// Those of that client.
    pub client_id: Option<String>,
    /// Those of that user.
    pub sub: Option<String>,
    /// Those that concern that grant.
    pub grant_id: Option<String>,
    /// Those that were answered with that HTTP status.
    pub status: Option<u16>,
    /// Those that were refused, or those that were not.
    pub refused: Option<bool>,
    /// Those that were refused for a reason with that text in it.
    pub reason: Option<String>,
}

impl Filter {
    /// Whether the exchange is one of those.
    #[must_use]
    pub fn lets_through(&self, entry: &Entry) -> bool {
        let is = |wanted: &Option<String>, has: &Option<String>| wanted.is_none() || wanted == has;
        let refusal = entry.refusal.as_ref();
        entry.seq > self.after
            && self.endpoint.is_none_or(|it| it == entry.endpoint)
            && is(&self.client_id, &entry.client_id)
            && is(&self.sub, &entry.account)
            && self
                .grant_id
                .as_ref()
                .is_none_or(|id| entry.grant.as_ref().is_some_and(|grant| grant.0 == *id))
            && self.status.is_none_or(|status| status == entry.status)
            && self.refused.is_none_or(|it| it == refusal.is_some())
            && self.reason.as_ref().is_none_or(|text| {
                refusal.is_some_and(|refusal| refusal.reason.contains(text.as_str()))
            })
    }
}
