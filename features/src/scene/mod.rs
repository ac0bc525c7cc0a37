//! One scenario's stage: the provider, an application's back channel, a user's browser, and what
//! they hold.

mod application;
mod authorization;
mod response;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::browser::Chromium;
use crate::change;
use crate::params::Params;
use crate::subject::{Addresses, BackEnd, Companion, Provider, ResponseMode, Stage};
use crate::target::{Client, User};
use crate::user_agent::{Answer, Http, UserAgent};

/// Everything that the steps of one scenario work on.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) stage: Arc<Stage>,
    pub(crate) provider: Provider,
    /// The companion application, in the scenarios about it.
    companion: Option<Companion>,
    /// An application in two origins, in the scenarios about it.
    back_end: Option<BackEnd>,
    pub(crate) http: Http,
    pub(crate) browser: UserAgent,
    /// The one that the user had before.
    other_browser: Option<UserAgent>,
    /// A real browser, in the scenarios that need one.
    pub(crate) chromium: Option<Chromium>,
    /// The application's name in the target.
    client: String,
    /// What the application asks for beside the necessary, in the words of [`change::apply`].
    pub(crate) wishes: Vec<String>,
    /// The authorization request that was sent last.
    pub(crate) request: Params,
    /// What stands for the request that was pushed last (RFC 9126 2.2).
    pub(crate) request_uri: Option<String>,
    pub(crate) code: Option<String>,
    /// The token responses, the newest last.
    pub(crate) tokens: Vec<Value>,
    /// What the application was answered last.
    pub(crate) answer: Option<Answer>,
    /// What the companion said at a terminal, or the name of its error.
    pub(crate) terminal: Option<Result<Value, String>>,
    /// What many requests at once were answered.
    pub(crate) answers: Vec<Answer>,
}

impl Scene {
    /// Starts what the scenario's tags need.
    pub(crate) async fn new(stage: Arc<Stage>, tags: &[&String]) -> anyhow::Result<Self> {
        let http = stage.http();
        let needs = |need: &str| tags.iter().any(|tag| *tag == need);
        let mut back_end = None;
        let (provider, companion) = if needs("needs-companion") {
            let reserved = Companion::reserve(&stage)?;
            let provider = Provider::start(&stage, &http, &reserved.addresses()).await?;
            let mode = if needs("by-form-post") {
                ResponseMode::FormPost
            } else {
                ResponseMode::Query
            };
            let companion = reserved.start(&stage, &provider, mode).await?;
            (provider, Some(companion))
        } else if needs("needs-back-end") {
            let started = BackEnd::start().await?;
            let provider = Provider::start(&stage, &http, &started.addresses()).await?;
            back_end = Some(started);
            (provider, None)
        } else {
            let provider = Provider::start(&stage, &http, &Addresses::default()).await?;
            (provider, None)
        };
        Ok(Self {
            browser: UserAgent::new(http.clone()),
            provider,
            other_browser: None,
            companion,
            back_end,
            chromium: None,
            http,
            stage,
            client: "default".to_owned(),
            wishes: Vec::new(),
            request: Params::default(),
            request_uri: None,
            code: None,
            tokens: Vec::new(),
            answer: None,
            terminal: None,
            answers: Vec::new(),
        })
    }

    /// The companion application.
    pub(crate) fn companion(&self) -> anyhow::Result<&Companion> {
        let companion = self.companion.as_ref();
        companion.context("the scenario has no tag @needs-companion")
    }

    /// The application in two origins.
    pub(crate) fn back_end(&self) -> anyhow::Result<&BackEnd> {
        let back_end = self.back_end.as_ref();
        back_end.context("the scenario has no tag @needs-back-end")
    }

    /// Lets time pass for everybody.
    pub(crate) async fn advance(&mut self, by: Duration) -> anyhow::Result<()> {
        self.provider.advance(by).await?;
        if let Some(companion) = &self.companion {
            companion.follow_time_of(&self.provider);
        }
        Ok(())
    }

    /// The application that acts.
    pub(crate) fn client(&self) -> anyhow::Result<&Client> {
        self.client_named(&self.client)
    }

    pub(crate) fn client_named(&self, name: &str) -> anyhow::Result<&Client> {
        let client = self.stage.target.clients.get(name);
        client.with_context(|| format!("the target has no client \"{name}\""))
    }

    /// Lets another application act from now on.
    pub(crate) fn act_as(&mut self, name: &str) -> anyhow::Result<()> {
        self.client_named(name)?;
        name.clone_into(&mut self.client);
        Ok(())
    }

    /// Gives the user a browser without cookies.
    pub(crate) fn take_another_browser(&mut self) {
        let new = UserAgent::new(self.http.clone());
        self.other_browser = Some(std::mem::replace(&mut self.browser, new));
    }

    /// Goes back to the browser from before, and keeps the one from now for the next time.
    pub(crate) fn switch_browsers(&mut self) -> anyhow::Result<()> {
        let other = self.other_browser.as_mut();
        std::mem::swap(
            &mut self.browser,
            other.context("there was one browser only")?,
        );
        Ok(())
    }

    /// The target's second user.
    pub(crate) fn another_user(&self) -> anyhow::Result<User> {
        let user = self.stage.target.another_user.clone();
        user.context("the target has no second user")
    }

    /// What the application was answered last.
    pub(crate) fn answer(&self) -> anyhow::Result<&Answer> {
        self.answer.as_ref().context("nothing was asked yet")
    }

    /// The newest token response.
    pub(crate) fn token_response(&self) -> anyhow::Result<&Value> {
        self.tokens
            .last()
            .context("the application holds no tokens")
    }

    /// Replaces the facts in braces.
    pub(crate) fn expand(&self, text: &str) -> anyhow::Result<String> {
        change::expand(text, |name| self.fact(name))
    }

    /// A fact that features may name in braces.
    pub(crate) fn fact(&self, name: &str) -> Option<String> {
        let client = self.client().ok()?;
        let token = |response: Option<&Value>, name: &str| {
            response.and_then(|response| response[name].as_str().map(str::to_owned))
        };
        match name {
            "issuer" => Some(self.provider.issuer.clone()),
            "client_id" => Some(client.client_id.clone()),
            "client_secret" => client.client_secret.clone(),
            "redirect_uri" => client.redirect_uris.first().cloned(),
            "other_redirect_uri" => client.redirect_uris.get(1).cloned(),
            "post_logout_redirect_uri" => client.post_logout_redirect_uris.first().cloned(),
            "other_post_logout_redirect_uri" => client.post_logout_redirect_uris.get(1).cloned(),
            "default_client_id" => Some(self.client_named("default").ok()?.client_id.clone()),
            "another_client_id" => Some(self.client_named("another").ok()?.client_id.clone()),
            "basic" => {
                let secret = client.client_secret.as_deref()?;
                Some(STANDARD.encode(format!("{}:{secret}", client.client_id)))
            }
            "wrong_basic" => Some(STANDARD.encode(format!("{}:wrong", client.client_id))),
            "carriage_return" => Some("\r".to_owned()),
            "escape" => Some("\u{1b}".to_owned()),
            "line_feed" => Some("\n".to_owned()),
            "nul" => Some("\0".to_owned()),
            "offline" => Some(OFFLINE.to_owned()),
            "verifier" => Some(VERIFIER.to_owned()),
            "sub" => self.stage.target.subject().map(str::to_owned),
            "another_sub" => self.another_user().ok()?.subject().map(str::to_owned),
            "username" => Some(self.stage.target.user.username.clone()),
            "password" => Some(self.stage.target.user.password.clone()),
            "forged_id_token" => {
                let token = token(self.tokens.last(), "id_token")?;
                Some(format!("{}.{}", token.rsplit_once('.')?.0, "A".repeat(86)))
            }
            "code" => self.code.clone(),
            "request_uri" => self.request_uri.clone(),
            "access_token" | "id_token" | "refresh_token" => token(self.tokens.last(), name),
            _ => token(self.tokens.first(), name.strip_prefix("first_")?),
        }
    }

    /// The last exchanges, secrets masked.
    pub(crate) fn trace(&self) -> String {
        let exchanges = self.http.last(SHOWN_EXCHANGES);
        let shown: Vec<_> = exchanges.iter().map(ToString::to_string).collect();
        shown.join("\n")
    }
}

/// Banno's own scope for a refresh token; unlike the standard's it asks for no prompt.
const OFFLINE: &str = "https://api.banno.com/consumer/auth/offline_access";
/// A verifier is per transaction; one scenario is one application's only user.
const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more";
const SHOWN_EXCHANGES: usize = 2;
