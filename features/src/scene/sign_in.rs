use std::sync::Arc;

use anyhow::Context as _;
use url::Url;

use super::Scene;
use super::authorization::{NONCE, STATE};
use crate::entropy::unguessable;
use crate::target::{Login, Pages, Person, Secret, User};
use crate::user_agent::{Answer, Form, Request};

impl Scene {
    /// Signs the target's user in on the login page.
    pub(crate) async fn sign_in(&mut self) -> anyhow::Result<()> {
        let user = self.stage.target.user.clone();
        self.sign_in_as(&user).await
    }

    /// Signs somebody in: answers what they know on the login page and on those that follow it, until they
    /// are asked for nothing more, for something that they do not know, or for the same thing again.
    pub(crate) async fn sign_in_as(&mut self, user: &User) -> anyhow::Result<()> {
        let mut answered = Vec::new();
        loop {
            let pages = self.pages()?;
            let answers = self.known_answers(&pages, user)?;
            anyhow::ensure!(
                !(answers.is_empty() && answered.is_empty()),
                "not a login page{}: {}",
                self.stage.target.login.how_to_tell(),
                self.browser.page()?
            );
            // What stands there again beside something new is there for who fills forms in by itself.
            if answers.iter().all(|it| answered.contains(&it.to)) {
                return Ok(());
            }
            answered.extend(answers.iter().map(|it| it.to));
            let typed: Vec<_> = answers.iter().map(|it| (it.field, it.answer)).collect();
            self.press(&typed, pages.sign_in.as_str()).await?;
        }
    }

    /// What the page asks for and the user knows, by its fields.
    fn known_answers<'a>(
        &self,
        pages: &'a Pages,
        user: &'a User,
    ) -> anyhow::Result<Vec<Known<'a>>> {
        let Some(form) = self.login_form(pages)? else {
            return Ok(Vec::new());
        };
        let code = user.second_factor.as_ref().map(Secret::expose);
        let known = [
            (
                Asked::Username,
                &pages.username,
                Some(user.username.as_str()),
            ),
            (
                Asked::Password,
                &pages.password,
                Some(user.password.expose()),
            ),
            (Asked::SecondFactor, &pages.second_factor, code),
        ];
        let asked = known.into_iter().filter_map(|(to, field, answer)| {
            form.input(field.as_str())?;
            Some(Known {
                to,
                field: field.as_str(),
                answer: answer?,
            })
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
        let answers: Vec<_> = answers.iter().map(|it| (it.field, it.answer)).collect();
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
        self.send_person(person).await
    }

    /// Sends a person there with the request as it is.
    pub(crate) async fn send_person(&mut self, person: &Person) -> anyhow::Result<()> {
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

    /// How the provider's page that the browser sees is read.
    pub(crate) fn pages(&self) -> anyhow::Result<Arc<Pages>> {
        match &self.stage.target.login {
            Login::Form(pages) => Ok(pages.clone()),
            Login::Guess => {
                let page = self.browser.page();
                let page = page.map(|page| page.body.as_str()).unwrap_or_default();
                Ok(Arc::new(Pages::guessed(page)))
            }
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

/// What a page of a login asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Username,
    Password,
    SecondFactor,
}

/// What a user knows of it.
struct Known<'a> {
    to: Asked,
    field: &'a str,
    answer: &'a str,
}
