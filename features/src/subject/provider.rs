use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;
use url::Url;

use super::institution::{Institution, Recorded};
use super::{Addresses, Administration, Stage, Subject};
use crate::user_agent::{Http, Request};

/// The provider that a scenario talks to.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) issuer: String,
    discovery: Value,
    institution: Option<Institution>,
}

impl Provider {
    /// Makes an institution for the scenario, or takes the configured one, and reads where its
    /// endpoints are.
    pub(crate) async fn start(
        stage: &Stage,
        http: &Http,
        application: &Addresses,
    ) -> anyhow::Result<Self> {
        let (issuer, institution) = match &stage.subject {
            Subject::Configured(issuer) => (issuer.clone(), None),
            Subject::Controlled(control) => {
                let made = Institution::found(control, &stage.target, application).await?;
                (made.issuer().to_owned(), Some(made))
            }
        };
        let url = metadata_url(&issuer);
        let answer = http.send(Request::get(Url::parse(&url)?)).await?;
        anyhow::ensure!(answer.status == 200, "discovery answers {answer}");
        Ok(Self {
            issuer,
            discovery: answer.json()?,
            institution,
        })
    }

    /// Where its metadata is.
    pub(crate) fn metadata_url(&self) -> String {
        metadata_url(&self.issuer)
    }

    /// The address that discovery names by this member.
    pub(crate) fn endpoint(&self, member: &str) -> anyhow::Result<Url> {
        let address = self.discovery[member]
            .as_str()
            .with_context(|| format!("discovery has no {member}"))?;
        Url::parse(address).with_context(|| format!("{member} is no address: {address}"))
    }

    /// Whether its metadata or its keys are there.
    pub(crate) fn publishes(&self, url: &Url) -> bool {
        url.path().ends_with("/.well-known/openid-configuration")
            || self.discovery["jwks_uri"] == url.as_str()
    }

    /// The strings of a list that discovery has; none where there is no such list.
    pub(crate) fn listed(&self, member: &str) -> Vec<String> {
        let list = self.discovery[member].as_array();
        let words = list.into_iter().flatten().filter_map(Value::as_str);
        words.map(str::to_owned).collect()
    }

    /// What discovery says to that, where it says yes or no.
    pub(crate) fn flag(&self, member: &str) -> Option<bool> {
        self.discovery[member].as_bool()
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> anyhow::Result<String> {
        Ok(Url::parse(&self.issuer)?.origin().ascii_serialization())
    }

    /// The address below which everything of the institution is: a host of its own, as Banno's have it,
    /// or a path.
    pub(crate) fn root(&self) -> anyhow::Result<String> {
        match self.issuer.strip_suffix(ISSUER_PATH) {
            Some(root) => Ok(root.to_owned()),
            None => self.origin(),
        }
    }

    /// What the provider's clock shows, where a test may move it; there it stands in between.
    pub(crate) fn now(&self) -> Option<u64> {
        self.institution.as_ref().map(Institution::now)
    }

    /// Moves the provider's time forward.
    pub(crate) async fn advance(&mut self, by: Duration) -> anyhow::Result<()> {
        let institution = self.institution.as_mut();
        institution.context(NO_CONTROL)?.advance(by).await
    }

    /// Sets the provider's time.
    pub(crate) async fn show(&mut self, now: u64) -> anyhow::Result<()> {
        let institution = self.institution.as_mut();
        institution.context(NO_CONTROL)?.show(now).await
    }

    /// The refusals that the journal holds, the newest last.
    pub(crate) async fn refusals(&self) -> anyhow::Result<Vec<Recorded>> {
        let institution = self.institution.as_ref();
        institution.context(NO_CONTROL)?.refusals().await
    }

    /// What the control plane does to the institution.
    pub(crate) fn administration(&self) -> anyhow::Result<&Administration> {
        let institution = self.institution.as_ref();
        Ok(institution.context(NO_CONTROL)?.administration())
    }

    /// Puts the institution back to what it was when it was made.
    pub(crate) async fn reset(&mut self) -> anyhow::Result<()> {
        let institution = self.institution.as_mut();
        institution.context(NO_CONTROL)?.reset().await
    }

    /// Leaves nothing behind.
    pub(crate) async fn close(&self) -> anyhow::Result<()> {
        match &self.institution {
            Some(institution) => institution.close().await,
            None => Ok(()),
        }
    }
}

/// Where an issuer's metadata is (OpenID Connect Discovery 4.1).
pub(super) fn metadata_url(issuer: &str) -> String {
    let issuer = issuer.trim_end_matches('/');
    format!("{issuer}/.well-known/openid-configuration")
}

/// Banno's issuers end so.
const ISSUER_PATH: &str = "/a/consumer/api/v0/oidc";
const NO_CONTROL: &str = "only a provider with a control plane can be asked for that";
