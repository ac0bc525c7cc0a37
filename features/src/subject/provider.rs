use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;
use url::Url;

use super::Stage;
use super::mock::Mock;
use crate::user_agent::{Http, Request};

/// The provider that a scenario talks to.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) issuer: String,
    discovery: Value,
    mock: Option<Mock>,
}

/// A refusal as the provider's journal has it.
#[derive(Debug)]
pub(crate) struct Recorded {
    pub(crate) endpoint: String,
    pub(crate) error: String,
    /// The true reason.
    pub(crate) reason: String,
}

impl Provider {
    /// Starts a provider, or takes the configured one, and reads where its endpoints are.
    pub(crate) async fn start(
        stage: &Stage,
        http: &Http,
        redirect_uri: Option<&str>,
    ) -> anyhow::Result<Self> {
        let mock = match &stage.target.issuer {
            Some(_) => None,
            None => Some(Mock::start(stage, redirect_uri).await?),
        };
        let issuer = match (&stage.target.issuer, &mock) {
            (Some(issuer), _) => issuer.clone(),
            (None, Some(mock)) => mock.issuer(),
            (None, None) => anyhow::bail!("nothing to judge"),
        };
        let url = format!("{issuer}/.well-known/openid-configuration");
        let answer = http.send(Request::get(Url::parse(&url)?)).await?;
        anyhow::ensure!(answer.status == 200, "discovery answers {answer}");
        Ok(Self {
            issuer,
            discovery: answer.json()?,
            mock,
        })
    }

    /// The address that discovery names by this member.
    pub(crate) fn endpoint(&self, member: &str) -> anyhow::Result<Url> {
        let address = self.discovery[member]
            .as_str()
            .with_context(|| format!("discovery has no {member}"))?;
        Url::parse(address).with_context(|| format!("{member} is no address: {address}"))
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> anyhow::Result<String> {
        Ok(Url::parse(&self.issuer)?.origin().ascii_serialization())
    }

    /// Moves the provider's time forward.
    pub(crate) fn advance(&self, by: Duration) -> anyhow::Result<()> {
        self.mock()?.advance(by);
        Ok(())
    }

    /// The refusals that the journal holds, the newest last.
    pub(crate) fn refusals(&self) -> anyhow::Result<Vec<Recorded>> {
        Ok(self.mock()?.refusals())
    }

    fn mock(&self) -> anyhow::Result<&Mock> {
        let mock = self.mock.as_ref();
        mock.context("only a provider in this process has a clock and a journal at hand")
    }
}
