use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;
use url::Url;

use super::mock::Mock;
use super::{Addresses, Stage, Subject};
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
    /// The true reason.
    pub(crate) reason: String,
}

impl Provider {
    /// Starts a provider, or takes the configured one, and reads where its endpoints are.
    pub(crate) async fn start(
        stage: &Stage,
        http: &Http,
        application: &Addresses,
    ) -> anyhow::Result<Self> {
        let (issuer, mock) = match &stage.subject {
            Subject::Configured(issuer) => (issuer.clone(), None),
            Subject::InProcess(keys) => {
                let mock = Mock::start(stage, keys.clone(), application).await?;
                (mock.issuer(), Some(mock))
            }
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
