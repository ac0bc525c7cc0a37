use anyhow::{Context as _, ensure};
use reqwest::Method;

use super::Notes;
use crate::change;
use crate::params::Params;
use crate::scene::Scene;

/// A request to end the session (OpenID Connect RP-Initiated Logout 1.0 2).
#[derive(Debug)]
pub(crate) struct EndSession {
    request: Params,
}

impl Scene {
    /// Sends the user to the end session endpoint with what a relying party knows, changed in words, and confirms
    /// where the provider asks.
    pub(crate) async fn plan_log_out(&mut self, words: &str) -> anyhow::Result<()> {
        let login = self.plan.login(0)?;
        let hint = login.token("id_token").unwrap_or_default().to_owned();
        let uri = login.client.post_logout_redirect_uris.first().cloned();
        let uri = uri.context("the target's client has no post_logout_redirect_uris")?;
        if self.provider.endpoint("end_session_endpoint").is_err() {
            let why = "the provider names no end_session_endpoint";
            return Err(self.plan.notes.skip(why));
        }
        let mut params = Params::from([
            ("id_token_hint", hint.as_str()),
            ("post_logout_redirect_uri", uri.as_str()),
            ("state", LONG_STATE),
        ]);
        change::apply(&mut params, words, |name| self.fact(name))?;
        let url = self.provider.endpoint("end_session_endpoint")?;
        self.plan.end_session = Some(EndSession {
            request: params.clone(),
        });
        self.browser
            .send(crate::scene::request(Method::GET, url, params))
            .await?;
        self.follow().await?;
        let pages = self.pages()?;
        if self.plan_logged_out_to()?.is_none() && self.shows_button(pages.sign_out.as_str()) {
            self.press(&[], pages.sign_out.as_str()).await?;
        }
        Ok(())
    }

    /// Where the browser is sent after a logout: to the relying party, with these parameters.
    fn plan_logged_out_to(&self) -> anyhow::Result<Option<(String, Params)>> {
        let page = self.browser.page()?;
        let Some(mut url) = page.redirect() else {
            return Ok(None);
        };
        if url.origin().ascii_serialization() == self.provider.origin()? {
            return Ok(None);
        }
        let query = Params::decode(url.query().unwrap_or_default());
        url.set_query(None);
        Ok(Some((url.into(), query)))
    }

    /// The browser has to be sent to the registered address, with the state that was sent and nothing else.
    pub(crate) fn plan_check_sent_back(&mut self) -> anyhow::Result<()> {
        let back = self.plan_logged_out_to()?;
        let back = back.with_context(|| match self.browser.page() {
            Ok(page) => {
                format!("the user is not sent to the post_logout_redirect_uri, but sees {page}")
            }
            Err(error) => error.to_string(),
        })?;
        let (notes, sent) = (&mut self.plan.notes, &self.plan.end_session);
        let sent = sent.as_ref().context("nobody has logged out")?;
        check_sent_back(&back, &sent.request, notes)
    }

    /// The browser has to be shown a page, and sent nowhere.
    pub(crate) fn plan_check_stayed(&self) -> anyhow::Result<()> {
        let back = self.plan_logged_out_to()?;
        ensure!(
            back.is_none(),
            "the user is sent to {:?}, where a page has to be shown",
            back.map(|(to, _)| to)
        );
        let page = self.browser.page()?;
        let is_html = page
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/html"));
        ensure!(
            is_html && page.redirect().is_none(),
            "there is no page: {page}"
        );
        Ok(())
    }
}

fn check_sent_back(
    (to, query): &(String, Params),
    sent: &Params,
    notes: &mut Notes,
) -> anyhow::Result<()> {
    let expected = sent.get("post_logout_redirect_uri").unwrap_or_default();
    ensure!(
        to == expected,
        "the user is sent to {to}, not to {expected}"
    );
    let (state, expected) = (query.get("state"), sent.get("state"));
    ensure!(
        state == expected,
        "CheckPostLogoutState: the state that comes back is {state:?}, and {expected:?} was sent"
    );
    for name in query.names() {
        notes.expect(
            name == "state",
            "CheckForUnexpectedParametersInPostLogoutRedirect",
            || format!("the user comes back with {name}"),
        );
    }
    Ok(())
}

/// Ninety characters, nearly all that a state may have (RFC 6749 A.5).
const LONG_STATE: &str =
    "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_has_the_state_alone() {
        let sent = Params::from([
            ("post_logout_redirect_uri", "https://rp.example/bye"),
            ("state", "s"),
        ]);
        let outcome = |to: &str, query: &str| {
            let mut notes = Notes::default();
            check_sent_back(&(to.to_owned(), Params::decode(query)), &sent, &mut notes)?;
            anyhow::Ok(notes.warnings.len())
        };
        assert_eq!(outcome("https://rp.example/bye", "state=s").unwrap(), 0);
        assert_eq!(
            outcome("https://rp.example/bye", "state=s&iss=x").unwrap(),
            1
        );
        outcome("https://rp.example/bye", "state=t").unwrap_err();
        outcome("https://rp.example/bye", "").unwrap_err();
        outcome("https://rp.example/", "state=s").unwrap_err();
    }
}
