use anyhow::Context as _;

use super::Scene;
use crate::params::Params;
use crate::user_agent::Form;

impl Scene {
    /// Where the browser is sent back to, with the parameters of the answer, in the response mode that
    /// was asked for (OAuth Multiple Response Types 2.1, OAuth Form Post 2).
    pub(crate) fn callback(&self) -> anyhow::Result<(String, Params)> {
        let page = self.browser.page()?;
        let mode = self.request.get("response_mode");
        if mode == Some("form_post") && page.redirect().is_none() {
            let form = Form::of(page)?;
            return Ok((form.action().to_string(), form.fields().clone()));
        }
        let location = page
            .redirect()
            .with_context(|| format!("the browser is not sent back: {page}"))?;
        let answer = match mode {
            Some("fragment") => location.fragment(),
            _ => location.query(),
        };
        let mut base = location.clone();
        base.set_query(None);
        base.set_fragment(None);
        Ok((base.to_string(), Params::decode(answer.unwrap_or_default())))
    }

    /// Takes the code out of a success response.
    pub(crate) fn take_code(&mut self) -> anyhow::Result<()> {
        let params = self.success("code")?;
        self.code = params.get("code").map(str::to_owned);
        Ok(())
    }

    /// Checks all of a success response (RFC 6749 4.1.2, RFC 9207 2) to a request for this response
    /// type and gives its parameters.
    pub(crate) fn success(&self, response_type: &str) -> anyhow::Result<Params> {
        let (address, params) = self.callback()?;
        let asked = self.request.get("redirect_uri");
        let redirect_uri = asked.map_or_else(|| self.fact("redirect_uri"), |uri| Some(uri.into()));
        anyhow::ensure!(
            Some(&address) == redirect_uri.as_ref(),
            "the browser is sent to {address}"
        );
        let code = (response_type == "code").then_some("code");
        let state = self.request.get("state").map(|_| "state");
        let expected: Vec<_> = code.into_iter().chain(state).chain(["iss"]).collect();
        anyhow::ensure!(
            params.names() == expected,
            "a success response has {expected:?}, this has {:?}: {}",
            params.names(),
            self.browser.page()?
        );
        anyhow::ensure!(
            params.get("state") == self.request.get("state"),
            "another state"
        );
        anyhow::ensure!(
            params.get("iss") == Some(&self.provider.issuer),
            "iss is not the issuer"
        );
        let page = self.browser.page()?;
        let expected = match self.request.get("response_mode") {
            Some("form_post") => 200,
            _ => 303,
        };
        anyhow::ensure!(
            page.status == expected,
            "a success response is a {expected}, not {}",
            page.status
        );
        Ok(params)
    }
}
