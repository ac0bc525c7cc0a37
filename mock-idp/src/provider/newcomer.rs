//! A client that nobody has registered asks for authorization, where the institution lets it register itself.

use oidc::newcomer::{Newcomer, NotRegistered};
use oidc::params::Params;
use oidc::policy::Leniency;

use crate::institution::Institution;

/// What the client of an authorization request has to be registered as; `None` where it is known, or where
/// clients do not register themselves.
#[must_use]
pub fn newcomer<'p>(
    institution: &Institution,
    client_id: &'p str,
    params: &'p Params,
) -> Option<Result<Newcomer<'p>, NotRegistered>> {
    let leniencies = &institution.profile.leniencies;
    let is_let_in = leniencies.has(Leniency::AllowUnknownClients);
    if !is_let_in || institution.client(client_id).is_some() {
        return None;
    }
    let clients = institution.clients.len();
    Some(Newcomer::of(client_id, params, clients))
}

/// Why the client of an authorization request is still unknown, where it could have registered itself.
pub(super) fn why_unknown(
    institution: &Institution,
    client_id: &str,
    params: &Params,
) -> Option<NotRegistered> {
    newcomer(institution, client_id, params)?.err()
}
