//! One scenario's stage: the provider, an application's back channel, a user's browser, and what
//! they hold.

mod application;
mod at_the_bank;
mod authorization;
mod consumer_api;
mod facts;
mod moving;
mod own_keys;
mod response;
mod sign_in;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;
use tokio::task::JoinHandle;

use crate::browser::Chromium;
use crate::decoded;
use crate::params::Params;
use crate::plan::Plan;
use crate::subject::{Addresses, BackEnd, Companion, Provider, ResponseMode, Shown, Stage};
use crate::target::{Client, User};
use crate::user_agent::{Answer, Http, UserAgent};
pub(crate) use application::request;
pub(crate) use consumer_api::Learned;
pub(crate) use facts::CONSUMER_AUTH;
use moving::Moving;
use own_keys::OwnKeys;

/// Everything that the steps of one scenario work on.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) stage: Arc<Stage>,
    pub(crate) provider: Provider,
    /// Another institution, in the scenarios about two.
    elsewhere: Option<Provider>,
    /// The companion application, in the scenarios about it.
    companion: Option<Companion>,
    /// The companion on its way to another institution, in the scenarios about that.
    moving: Option<Moving>,
    /// An application in two origins, in the scenarios about it.
    back_end: Option<BackEnd>,
    pub(crate) http: Http,
    pub(crate) browser: UserAgent,
    /// The one that the user had before.
    other_browser: Option<UserAgent>,
    /// A real browser, in the scenarios that need one.
    pub(crate) chromium: Option<Chromium>,
    /// The application's name in the target, or [`REGISTERED`].
    client: String,
    /// An application that the scenario itself has registered.
    registered: Option<Client>,
    /// The keys that the application has of its own.
    pub(crate) own_keys: OwnKeys,
    /// What the application asks for beside the necessary, in the words of [`change::apply`].
    pub(crate) wishes: Vec<String>,
    /// The relying party of a certification plan.
    pub(crate) plan: Plan,
    /// The authorization request that was sent last.
    pub(crate) request: Params,
    /// What stands for the request that was pushed last (RFC 9126 2.2).
    pub(crate) request_uri: Option<String>,
    pub(crate) code: Option<String>,
    /// The token responses, the newest last.
    pub(crate) tokens: Vec<Value>,
    /// What the application was answered last.
    pub(crate) answer: Option<Answer>,
    /// What the application has learned from the Consumer API.
    pub(crate) learned: Learned,
    /// What the companion has shown at a terminal.
    pub(crate) terminal: Option<Shown>,
    /// What many requests at once were answered.
    pub(crate) answers: Vec<Answer>,
    /// The provider's keys as the application knows them (RFC 7517 5).
    pub(crate) known_keys: Vec<Value>,
    /// What the control plane answered last.
    pub(crate) told: Option<Answer>,
    /// What the control plane has not answered yet.
    pub(crate) awaited: Option<JoinHandle<anyhow::Result<Answer>>>,
}

impl Scene {
    /// Starts what the scenario's tags need.
    pub(crate) async fn new(stage: Arc<Stage>, tags: &[&String]) -> anyhow::Result<Self> {
        let http = stage.http();
        let needs = |need: &str| tags.iter().any(|tag| *tag == need);
        let mut back_end = None;
        let mut moving = None;
        let (provider, companion) = if needs("needs-stand-in") {
            let (here, there) = (Companion::reserve(&stage)?, Companion::reserve(&stage)?);
            let provider = Provider::start(&stage, &http, &here.addresses()).await?;
            moving = Some(Moving::start(&stage, here, there).await?);
            (provider, None)
        } else if needs("needs-companion") {
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
            elsewhere: None,
            other_browser: None,
            companion,
            moving,
            back_end,
            chromium: None,
            http,
            stage,
            client: "default".to_owned(),
            registered: None,
            own_keys: OwnKeys::default(),
            wishes: Vec::new(),
            plan: Plan::default(),
            request: Params::default(),
            request_uri: None,
            code: None,
            tokens: Vec::new(),
            answer: None,
            learned: Learned::default(),
            terminal: None,
            answers: Vec::new(),
            known_keys: Vec::new(),
            told: None,
            awaited: None,
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

    /// Makes a second institution for the scenario.
    pub(crate) async fn found_another_institution(&mut self) -> anyhow::Result<()> {
        let made = Provider::start(&self.stage, &self.http, &Addresses::default()).await?;
        self.elsewhere = Some(made);
        Ok(())
    }

    /// Makes a second institution for the scenario, whose clock shows what the first one's does.
    pub(crate) async fn found_another_of_the_same_time(&mut self) -> anyhow::Result<()> {
        self.found_another_institution().await?;
        let now = self.provider.now().context("nobody knows the time")?;
        let elsewhere = self.elsewhere.as_mut();
        elsewhere
            .context("there is one institution only")?
            .show(now)
            .await
    }

    /// The other institution.
    pub(crate) fn elsewhere(&self) -> anyhow::Result<&Provider> {
        let elsewhere = self.elsewhere.as_ref();
        elsewhere.context("there is one institution only")
    }

    /// Takes everybody to the other institution, with what they hold.
    pub(crate) fn switch_institutions(&mut self) -> anyhow::Result<()> {
        let other = self.elsewhere.as_mut();
        std::mem::swap(
            &mut self.provider,
            other.context("there is one institution only")?,
        );
        Ok(())
    }

    /// Leaves nothing behind.
    pub(crate) async fn close(&self) -> anyhow::Result<()> {
        if let Some(elsewhere) = &self.elsewhere {
            elsewhere.close().await?;
        }
        self.provider.close().await
    }

    /// The application that acts.
    pub(crate) fn client(&self) -> anyhow::Result<&Client> {
        self.client_named(&self.client)
    }

    pub(crate) fn client_named(&self, name: &str) -> anyhow::Result<&Client> {
        let client = match name {
            REGISTERED => self.registered.as_ref(),
            name => self.stage.target.clients.get(name),
        };
        client.with_context(|| format!("the target has no client \"{name}\""))
    }

    /// Lets another application act from now on.
    pub(crate) fn act_as(&mut self, name: &str) -> anyhow::Result<()> {
        self.client_named(name)?;
        name.clone_into(&mut self.client);
        Ok(())
    }

    /// Lets an application act that the scenario has registered.
    pub(crate) fn act_as_registered(&mut self, client: Client) {
        self.registered = Some(client);
        REGISTERED.clone_into(&mut self.client);
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

    /// What the control plane answered last.
    pub(crate) fn told(&self) -> anyhow::Result<&Answer> {
        let told = self.told.as_ref();
        told.context("the control plane was asked nothing yet")
    }

    /// The newest token response.
    pub(crate) fn token_response(&self) -> anyhow::Result<&Value> {
        self.tokens
            .last()
            .context("the application holds no tokens")
    }

    /// The last exchanges, secrets masked and tokens decoded.
    pub(crate) fn trace(&self) -> String {
        let all = self.http.all();
        // Everybody begins with what is published, and it says little of what comes after.
        let (published, rest): (Vec<_>, Vec<_>) = all
            .iter()
            .partition(|it| self.provider.publishes(&it.request.url));
        let told = if rest.is_empty() { published } else { rest };
        let last = &told[told.len().saturating_sub(SHOWN_EXCHANGES)..];
        let shown = last.iter().map(|exchange| {
            let tokens = decoded::of_exchange(exchange).into_iter();
            tokens.fold(exchange.to_string(), |told, token| {
                told + &format!("= {token}\n")
            })
        });
        shown.collect::<Vec<_>>().join("\n")
    }
}

/// No application of a target is called so.
pub(crate) const REGISTERED: &str = "(registered)";
const SHOWN_EXCHANGES: usize = 2;
