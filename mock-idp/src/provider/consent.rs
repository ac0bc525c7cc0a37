//! The consent page and its form.

use std::collections::BTreeSet;

use oidc::interaction::Answered;
use oidc::params::Params;
use oidc::refusal::{AuthorizationRefusal, InteractionRefusal};

use super::decision::{self, Ask, Response, Step};
use super::login::Browser;
use super::{interaction, session};
use crate::institution::Institution;
use crate::journal::Note;

/// What the form is answered with.
#[derive(Debug)]
pub enum Answer {
    /// Another page is due.
    Continue,
    /// The request is over.
    Respond(Response),
}

/// Handles the form of the consent page.
///
/// # Errors
/// [`InteractionRefusal`].
pub async fn submit(
    institution: &Institution,
    id: &str,
    browser: Browser<'_>,
    form: &Params,
    note: &mut Note,
) -> Result<Answer, InteractionRefusal> {
    note.keep_params(form);
    let found =
        interaction::find_for_form(institution, id, browser.interaction, form.get("xsrf")).await?;
    note.client_id = Some(found.request.client_id.clone());
    let current = session::current(institution, browser.session).await;
    note.account = current
        .as_ref()
        .map(|current| current.session.account.clone());
    let hint = found.hinted_sub.as_deref();
    // Of two submissions of one form, one takes the interaction; the other is too late.
    let store = &institution.store;
    let taken = store.take_interaction(id).await;
    let mut taken = taken.ok_or(InteractionRefusal::NotFound)?;
    if form.get("action") != Some("allow") {
        let refusal = AuthorizationRefusal::EndUserAborted;
        let response = decision::refuse(institution, &taken.request, refusal, note);
        return Ok(Answer::Respond(response));
    }
    if note.account != taken.asked {
        // Somebody else has signed in since the page was shown: it has to be shown to them.
        store.put_interaction(id, taken, institution.now()).await;
        return Ok(Answer::Continue);
    }
    let request = &taken.request;
    let answered = taken.answered;
    let due = decision::advance(institution, request, hint, answered, current.as_ref(), note).await;
    let step = match (due, &current) {
        (Step::Ask(Ask::Consent(asked)), Some(current)) => {
            let account = &current.session.account;
            let just = asked.decide(chosen(form));
            store
                .extend_decided(account, &request.client_id, &just)
                .await;
            taken.answered = Answered {
                consent: true,
                ..answered
            };
            let answered = taken.answered;
            decision::advance(institution, request, hint, answered, Some(current), note).await
        }
        (due, _) => due,
    };
    match step {
        Step::Ask(_) => {
            store.put_interaction(id, taken, institution.now()).await;
            Ok(Answer::Continue)
        }
        Step::Respond(response) => Ok(Answer::Respond(response)),
    }
}

/// Whether the form grants a scope or claim: the page lets the user choose line by line, each line
/// with the names that it stands for; a form without choice grants everything.
fn chosen(form: &Params) -> impl Fn(&str) -> bool {
    let chosen: Option<BTreeSet<String>> = form.get("choice").map(|_| {
        let lines = form.all("wish").iter();
        lines
            .flat_map(|line| line.split(' ').map(str::to_owned))
            .collect()
    });
    move |name| chosen.as_ref().is_none_or(|chosen| chosen.contains(name))
}
