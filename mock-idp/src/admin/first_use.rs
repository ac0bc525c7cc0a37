//! A client registers itself at its first use, where the institution lets it (the leniency
//! `allow_unknown_clients`): a change of what is declared like any other, so that of two who come at once one
//! is the first, and a reset takes it back.

use std::sync::Arc;

use oidc::client_auth::{Context, Credentials, Offered};
use oidc::newcomer::{MOST_CLIENTS, Newcomer};
use oidc::params::Params;
use oidc::policy::Leniency;

use crate::config::{Blueprint, ClientSection, Named as _};
use crate::founder::{FoundError, Founder};
use crate::institution::Institution;
use crate::journal::Note;
use crate::provider::client_auth::{PUSHED_REQUEST, Request};
use crate::provider::newcomer::newcomer;

/// The institution, with the client of an authorization request registered if it is a newcomer.
pub(crate) fn at_authorization(
    founder: &Founder,
    institution: &Arc<Institution>,
    params: &Params,
    note: &mut Note,
) -> Arc<Institution> {
    let client_id = params.get("client_id").unwrap_or_default();
    register(founder, institution, client_id, params, note)
}

/// The institution, with what a client offers as proof settled if it is the first that such a client brings.
/// One that pushes its request may be a newcomer.
pub(crate) fn at_client_endpoint(
    founder: &Founder,
    institution: &Arc<Institution>,
    request: Request<'_>,
    note: &mut Note,
) -> Arc<Institution> {
    // What is malformed is refused by whoever authenticates.
    let Ok(credentials) = Credentials::parse(request.authorization, request.params) else {
        return institution.clone();
    };
    let institution = if request.path == PUSHED_REQUEST {
        let client_id = &credentials.client_id;
        register(founder, institution, client_id, request.params, note)
    } else {
        institution.clone()
    };
    settle(founder, institution, &credentials, request, note)
}

fn register(
    founder: &Founder,
    institution: &Arc<Institution>,
    client_id: &str,
    params: &Params,
    note: &mut Note,
) -> Arc<Institution> {
    let Some(Ok(newcomer)) = newcomer(institution, client_id, params) else {
        return institution.clone();
    };
    change(founder, institution, note, |blueprint| {
        registered(blueprint, newcomer)
    })
}

/// With the newcomer, unless somebody else was quicker or there are too many by now.
fn registered(blueprint: &Blueprint, newcomer: Newcomer<'_>) -> Option<Blueprint> {
    let is_known = blueprint
        .member::<ClientSection>(newcomer.client_id)
        .is_some();
    let is_full = ClientSection::of(blueprint).len() >= MOST_CLIENTS;
    let may_come = !is_known && !is_full;
    may_come.then(|| {
        blueprint
            .clone()
            .with(ClientSection::at_first_use(newcomer))
    })
}

fn settle(
    founder: &Founder,
    institution: Arc<Institution>,
    credentials: &Credentials,
    request: Request<'_>,
    note: &mut Note,
) -> Arc<Institution> {
    let client = institution.client(&credentials.client_id);
    let context = Context {
        origin: request.origin,
        path: request.path,
        now: institution.now(),
        profile: &institution.profile,
    };
    if !client.is_some_and(|client| credentials.settles(client, context)) {
        return institution;
    }
    let secret = match &credentials.offered {
        Offered::Secret(_, secret) => Some(secret.clone()),
        Offered::None | Offered::Assertion(_) => None,
    };
    change(founder, &institution, note, |blueprint| {
        let client = blueprint.member::<ClientSection>(&credentials.client_id)?;
        let settled = client.settled(secret)?;
        Some(blueprint.clone().with(settled))
    })
}

/// The institution as it is after the change. Where there is nothing to change any more, it is what it has
/// become meanwhile, and the request is judged by that.
fn change(
    founder: &Founder,
    institution: &Arc<Institution>,
    note: &mut Note,
    change: impl FnOnce(&Blueprint) -> Option<Blueprint>,
) -> Arc<Institution> {
    let changed = founder.change(&institution.id, |blueprint| {
        change(blueprint).ok_or(Unchanged::Done)
    });
    match changed {
        Ok(Some(changed)) => {
            if !note.leniencies.contains(&Leniency::AllowUnknownClients) {
                note.leniencies.push(Leniency::AllowUnknownClients);
            }
            return changed;
        }
        // Gone: what is being answered goes on with what it began with.
        Ok(None) | Err(Unchanged::Done) => {}
        Err(Unchanged::Failed(error)) => {
            tracing::error!(%error, "a client could not register itself");
        }
    }
    let now = founder.registry().get(&institution.id);
    now.unwrap_or_else(|| institution.clone())
}

/// Why a change has not been made.
enum Unchanged {
    Done,
    Failed(FoundError),
}

impl From<FoundError> for Unchanged {
    fn from(error: FoundError) -> Self {
        Self::Failed(error)
    }
}
