//! The second-factor page and its form.

use oidc::params::Params;
use oidc::refusal::InteractionRefusal;
use oidc::secret::Secret;

use super::decision::{self, Response, Step};
use super::interaction::{self, Page};
use super::login::Browser;
use super::session;
use crate::institution::Institution;
use crate::journal::{Note, Refused};

/// What the form is answered with.
#[derive(Debug)]
pub enum Answer {
    /// The code is wrong: the page again.
    WrongCode(Page),
    /// Another page is due.
    Continue,
    /// The request is over.
    Respond(Response),
}

/// Handles the form of the second-factor page.
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
    let store = &institution.store;
    let found =
        interaction::find_for_form(institution, id, browser.interaction, form.get("xsrf")).await?;
    note.client_id = Some(found.request.client_id.clone());
    if form.get("action") == Some("cancel") {
        let response = interaction::cancel(institution, id, note).await?;
        return Ok(Answer::Respond(response));
    }
    let Some(mut current) = session::current(institution, browser.session).await else {
        // The session has ended meanwhile: the login page is due again.
        return Ok(Answer::Continue);
    };
    note.account = Some(current.session.account.clone());
    let user = institution.user(&current.session.account);
    let expected = user.and_then(|user| user.second_factor.as_ref());
    let given = Secret::new(form.get("code").unwrap_or_default());
    if expected.is_none_or(|expected| expected.code != given) {
        note.refusal = Some(Refused {
            error: "login".to_owned(),
            description: None,
            reason: "second-factor code wrong".to_owned(),
            hint: Some("the code stands under `second_factor` of the user"),
        });
        return Ok(Answer::WrongCode(Page::of(institution, &found)));
    }
    current.session.second_factor = true;
    store.pass_second_factor(current.id).await;
    let hint = found.hinted_sub.as_deref();
    let (request, answered) = (&found.request, found.answered);
    let step = decision::advance(institution, request, hint, answered, Some(&current), note).await;
    match step {
        Step::Ask(_) => Ok(Answer::Continue),
        Step::Respond(response) => {
            let taken = store.take_interaction(id).await;
            taken.ok_or(InteractionRefusal::NotFound)?;
            Ok(Answer::Respond(response))
        }
    }
}
