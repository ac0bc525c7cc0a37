use anyhow::Context as _;
use reqwest::Method;

use super::Scene;
use super::facts::VERIFIER;
use crate::change;
use crate::jose;
use crate::params::Params;
use crate::subject::Companion;

impl Scene {
    /// The application's authorization request (RFC 6749 4.1.1, OIDC Core 3.1.2.1) with its standing
    /// wishes and one more change; `{offline}` comes with the prompt that the target wants with it.
    pub(crate) fn authorization_request(&self, words: &str) -> anyhow::Result<Params> {
        let client = self.client()?;
        let redirect_uri = client.redirect_uris.first().context("no redirect URI")?;
        let challenge = jose::code_challenge(VERIFIER);
        let mut request = Params::from([
            ("client_id", client.client_id.as_str()),
            ("redirect_uri", redirect_uri),
            ("response_type", "code"),
            ("scope", "openid"),
            ("state", STATE),
            ("nonce", NONCE),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        let mut is_offline = false;
        for words in self.wishes.iter().map(String::as_str).chain([words]) {
            change::apply(&mut request, words, |name| self.fact(name))?;
            is_offline |= words.contains("{offline}");
        }
        let prompt = &self.stage.target.offline_access.prompt;
        if let (true, Some(prompt), None) = (is_offline, prompt, request.get("prompt")) {
            request.set("prompt", prompt.clone());
        }
        Ok(request)
    }

    /// Opens the authorization endpoint in the browser and stays at its answer.
    pub(crate) async fn ask(&mut self, words: &str) -> anyhow::Result<()> {
        self.send_authorization_request(Method::GET, words).await
    }

    /// Sends the same request by POST (OIDC Core 3.1.2.1).
    pub(crate) async fn ask_by_post(&mut self, words: &str) -> anyhow::Result<()> {
        self.send_authorization_request(Method::POST, words).await
    }

    async fn send_authorization_request(
        &mut self,
        method: Method,
        words: &str,
    ) -> anyhow::Result<()> {
        let url = self.provider.endpoint("authorization_endpoint")?;
        self.request = self.authorization_request(words)?;
        let request = super::application::request(method, url, self.request.clone());
        self.browser.send(request).await
    }

    /// Pushes the same request (RFC 9126 2.1) and keeps what the application is answered.
    pub(crate) async fn push(&mut self, words: &str) -> anyhow::Result<()> {
        self.request = self.authorization_request("")?;
        let endpoint = "pushed_authorization_request_endpoint";
        let request = self.client_request(endpoint, self.request.clone(), words)?;
        let answer = self.http.send(request).await?;
        if answer.status == 201 {
            let pushed = answer.json()?["request_uri"].as_str().map(str::to_owned);
            self.request_uri = Some(pushed.context("no request_uri")?);
        }
        self.answer = Some(answer);
        Ok(())
    }

    /// Opens the authorization endpoint with the request that was pushed last (RFC 9126 4).
    pub(crate) async fn ask_as_pushed(&mut self, words: &str) -> anyhow::Result<()> {
        let request_uri = self.request_uri.clone().context("nothing was pushed")?;
        let client_id = self.client()?.client_id.clone();
        let mut params = Params::from([
            ("client_id", client_id.as_str()),
            ("request_uri", &request_uri),
        ]);
        change::apply(&mut params, words, |name| self.fact(name))?;
        let url = self.provider.endpoint("authorization_endpoint")?;
        let request = super::application::request(Method::GET, url, params);
        self.browser.send(request).await
    }

    /// Opens the end session endpoint (OpenID Connect RP-Initiated Logout 1.0 2) as an application that
    /// wants its user back, changed in words.
    pub(crate) async fn ask_for_logout(
        &mut self,
        method: Method,
        words: &str,
    ) -> anyhow::Result<()> {
        let mut params = Params::default();
        for (name, fact) in [
            ("id_token_hint", "id_token"),
            ("post_logout_redirect_uri", "post_logout_redirect_uri"),
        ] {
            if let Some(value) = self.fact(fact) {
                params.set(name, value);
            }
        }
        params.set("state", STATE);
        change::apply(&mut params, words, |name| self.fact(name))?;
        let url = self.provider.endpoint("end_session_endpoint")?;
        let request = super::application::request(method, url, params);
        self.browser.send(request).await
    }

    /// Follows redirects up to a page or, where the application is not there to answer, back to it.
    pub(crate) async fn follow(&mut self) -> anyhow::Result<()> {
        let origin = self.provider.origin()?;
        let mut origins = vec![origin.as_str()];
        origins.extend(self.companion.as_ref().map(Companion::base_url));
        self.browser.follow_within(&origins).await
    }

    /// Fills in the page that the browser shows, presses a button, and follows.
    pub(crate) async fn press(
        &mut self,
        fields: &[(&str, &str)],
        button: &str,
    ) -> anyhow::Result<()> {
        self.browser.submit(fields, button).await?;
        self.follow().await
    }
}

pub(super) const STATE: &str = "a state with spaces & signs";
pub(super) const NONCE: &str = "a-nonce-of-this-scenario";
