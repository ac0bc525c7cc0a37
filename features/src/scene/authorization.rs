use std::sync::Arc;

use anyhow::Context as _;
use reqwest::Method;
use url::Url;

use super::Scene;
use super::facts::VERIFIER;
use crate::change;
use crate::entropy::unguessable;
use crate::jose;
use crate::params::Params;
use crate::subject::Companion;
use crate::target::{Login, Pages, Person, Secret, User};
use crate::user_agent::{Answer, Form, Request};

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

    /// Signs the target's user in on the login page.
    pub(crate) async fn sign_in(&mut self) -> anyhow::Result<()> {
        let user = self.stage.target.user.clone();
        self.sign_in_as(&user).await
    }

    /// Signs somebody in: answers what they know on the login page and on those that follow it, until they
    /// are asked for nothing more, for something that they do not know, or for the same thing again.
    pub(crate) async fn sign_in_as(&mut self, user: &User) -> anyhow::Result<()> {
        let pages = self.pages()?;
        let mut answered: Vec<&str> = Vec::new();
        loop {
            let answers: Vec<_> = self.known_answers(&pages, user)?;
            anyhow::ensure!(
                !(answers.is_empty() && answered.is_empty()),
                "not a login page: {}",
                self.browser.page()?
            );
            if answers.is_empty() || answers.iter().any(|(field, _)| answered.contains(field)) {
                return Ok(());
            }
            answered.extend(answers.iter().map(|(field, _)| *field));
            self.press(&answers, pages.sign_in.as_str()).await?;
        }
    }

    /// What the page asks for and the user knows, by its fields.
    fn known_answers<'a>(
        &self,
        pages: &'a Pages,
        user: &'a User,
    ) -> anyhow::Result<Vec<(&'a str, &'a str)>> {
        let Some(form) = self.login_form(pages)? else {
            return Ok(Vec::new());
        };
        let code = user.second_factor.as_ref().map(Secret::expose);
        let known = [
            (&pages.username, Some(user.username.as_str())),
            (&pages.password, Some(user.password.expose())),
            (&pages.second_factor, code),
        ];
        let asked = known.into_iter().filter_map(|(field, answer)| {
            form.input(field.as_str())?;
            Some((field.as_str(), answer?))
        });
        Ok(asked.collect())
    }

    /// The form of a login: the one with the first field that a login asks for.
    fn login_form(&self, pages: &Pages) -> anyhow::Result<Option<Form>> {
        let page = self.browser.page()?;
        let fields = [&pages.username, &pages.password, &pages.second_factor];
        let mut forms = fields
            .into_iter()
            .filter_map(|field| Form::with(page, field.as_str()).ok());
        Ok(forms.next())
    }

    /// The request that the login page's form makes for the target's user, once the form is changed so.
    pub(crate) fn login_request(
        &self,
        change: impl FnOnce(Form) -> anyhow::Result<Form>,
    ) -> anyhow::Result<Request> {
        let pages = self.pages()?;
        let answers = self.known_answers(&pages, &self.stage.target.user)?;
        let form = self.login_form(&pages)?;
        let form = change(form.context("not a login page")?)?;
        form.submission(&answers, pages.sign_in.as_str())
    }

    /// From the application to its code: signs in and allows, where the user is asked to.
    pub(crate) async fn obtain_code(&mut self) -> anyhow::Result<()> {
        let stage = self.stage.clone();
        if let Login::Person(person) = &stage.target.login {
            self.ask_person(person).await?;
            return self.take_code();
        }
        self.ask("").await?;
        self.follow().await?;
        if self.shows_login()? {
            self.sign_in().await?;
        }
        self.allow_where_asked().await?;
        self.take_code()
    }

    /// Sends a person to the authorization endpoint, in their own browser, and takes over what they are sent back with.
    async fn ask_person(&mut self, person: &Person) -> anyhow::Result<()> {
        self.request = self.authorization_request("")?;
        // A tab of another sign-in, be it of another run, may be loaded again at any time.
        for (name, standing) in [("state", STATE), ("nonce", NONCE)] {
            if self.request.get(name) == Some(standing) {
                let fresh = format!("{standing} {}", unguessable()?);
                self.request.set(name, fresh);
            }
        }
        let redirect_uri = self.request.get("redirect_uri").unwrap_or_default();
        let redirect_uri = Url::parse(redirect_uri)?;
        let mut url = self.provider.endpoint("authorization_endpoint")?;
        url.set_query(Some(&self.request.encoded()));
        let at_browser = &self.stage.person;
        let back = at_browser.sign_in(&url, &redirect_uri, person.patience());
        let back = back.await?;
        self.browser.take_over(Answer::redirect_of(url, &back)?);
        Ok(())
    }

    /// Allows what the application wants, if the browser shows that question.
    pub(crate) async fn allow_where_asked(&mut self) -> anyhow::Result<()> {
        let pages = self.pages()?;
        if self.shows_button(pages.allow.as_str()) {
            self.press(&[], pages.allow.as_str()).await?;
        }
        Ok(())
    }

    /// How the provider's pages are read.
    pub(crate) fn pages(&self) -> anyhow::Result<Arc<Pages>> {
        match &self.stage.target.login {
            Login::Form(pages) => Ok(pages.clone()),
            Login::Person(_) => anyhow::bail!("a person signs in, in their own browser"),
        }
    }

    /// Whether the browser shows the first page of a login.
    pub(crate) fn shows_login(&self) -> anyhow::Result<bool> {
        let pages = self.pages()?;
        let username = pages.username.as_str();
        let form = Form::with(self.browser.page()?, username);
        Ok(form.is_ok_and(|form| form.input(username).is_some()))
    }

    /// Whether the browser shows a form with that button.
    pub(crate) fn shows_button(&self, button: &str) -> bool {
        let page = self.browser.page();
        let form = page.and_then(|page| Form::with(page, button));
        form.is_ok_and(|form| form.has_button(button))
    }
}

const STATE: &str = "a state with spaces & signs";
const NONCE: &str = "a-nonce-of-this-scenario";
