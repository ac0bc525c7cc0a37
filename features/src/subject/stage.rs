use std::sync::Arc;

use anyhow::Context as _;
use local_ca::LocalCa;
use mock_idp::MockIdp;
use mock_idp::keys::KeySet;
use serde_json::{Map, Value};
use url::Url;

use super::Control;
use super::provider::metadata_url;
use crate::options::Options;
use crate::person::PersonAtBrowser;
use crate::target::Target;
use crate::user_agent::{Http, Request, Trust};

/// What all scenarios of a run share.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) target: Target,
    pub(crate) options: Options,
    /// Signs for whatever is started in this process.
    pub(crate) ca: Arc<LocalCa>,
    /// Whose certificates the provider shows.
    pub(crate) trust: Trust,
    /// Who signs in where no form can be filled in.
    pub(crate) person: PersonAtBrowser,
    pub(super) subject: Subject,
    http: Http,
    /// The provider, where it is in this process: it ends with the value.
    _here: Option<MockIdp>,
}

/// Where the scenarios' providers come from.
#[derive(Clone, Debug)]
pub(super) enum Subject {
    /// There is one for all, of this issuer.
    Configured(String),
    /// Each scenario makes an institution of its own.
    Controlled(Control),
}

impl Stage {
    /// Reads the target, starts the provider where it is to be in this process, and sets up HTTP that
    /// trusts it.
    pub(crate) async fn new(options: &Options) -> anyhow::Result<Self> {
        #[expect(
            clippy::disallowed_methods,
            reason = "target files name the variables that hold secrets, and BROWSER is the desktop's own"
        )]
        let variable = |name: &str| std::env::var(name).ok();
        let mut target = Target::open(options, variable)?;
        #[expect(
            clippy::disallowed_methods,
            reason = "certificates are judged by the system's clock; nothing else reads it"
        )]
        let ca = Arc::new(LocalCa::ephemeral(std::time::SystemTime::now())?);
        let here = match (&target.issuer, &options.control) {
            (None, None) => Some(start(ca.clone()).await?),
            (Some(issuer), Some(_)) => anyhow::bail!(
                "--control makes institutions, but the target names the issuer {issuer}; leave out one of them"
            ),
            _ => None,
        };
        let started = here.as_ref().and_then(MockIdp::control_url);
        let (mut subject, trust) = match (&target.issuer, started.or(options.control.as_deref())) {
            (Some(issuer), _) => (Subject::Configured(issuer.clone()), configured(&target)?),
            (None, Some(address)) => controlled(address, options, &ca).await?,
            (None, None) => anyhow::bail!("the provider in this process has no control plane"),
        };
        let http = Http::new(ca.certificate_pem(), &trust)?;
        if let Subject::Configured(issuer) = &subject.clone() {
            let metadata = Url::parse(&metadata_url(issuer))?;
            let answered = http.exchange(&Request::get(metadata)).await;
            let answered = answered.with_context(|| {
                format!("{issuer} does not answer; is it right, and does it run?")
            })?;
            if options.issuer().is_some() {
                let metadata = answered.json().unwrap_or_default();
                target.fit(&metadata);
                // Nobody types the slash in which many issuers end, and everything is compared with it.
                let bare = |issuer: &str| issuer.trim_end_matches('/').to_owned();
                let told = metadata["issuer"].as_str();
                let told = told.filter(|told| bare(told) == bare(issuer));
                subject = Subject::Configured(told.unwrap_or(issuer).to_owned());
            }
        }
        Ok(Self {
            http,
            person: PersonAtBrowser::new(variable("BROWSER")),
            trust,
            subject,
            target,
            options: options.clone(),
            ca,
            _here: here,
        })
    }

    /// The same run's stage for a provider that is started beside it.
    pub(crate) fn towards(
        &self,
        target: Target,
        issuer: &str,
        pem: String,
    ) -> anyhow::Result<Self> {
        let trust = Trust::Pem(pem);
        Ok(Self {
            http: Http::new(self.ca.certificate_pem(), &trust)?,
            person: PersonAtBrowser::default(),
            trust,
            subject: Subject::Configured(issuer.to_owned()),
            target,
            options: self.options.clone(),
            ca: self.ca.clone(),
            _here: None,
        })
    }

    /// The same, where each scenario's institution has these settings too.
    pub(crate) fn with_settings(&self, settings: &Map<String, Value>) -> Self {
        let mut target = self.target.clone();
        target.settings.clone_from(settings);
        Self {
            http: self.http.clone(),
            person: PersonAtBrowser::default(),
            trust: self.trust.clone(),
            subject: self.subject.clone(),
            target,
            options: self.options.clone(),
            ca: self.ca.clone(),
            _here: None,
        }
    }

    /// HTTP for one scenario, with a log of its own.
    pub(crate) fn http(&self) -> Http {
        self.http.with_fresh_log()
    }
}

/// Whom to trust for a provider that a file names.
fn configured(target: &Target) -> anyhow::Result<Trust> {
    let Some(file) = &target.ca else {
        return Ok(Trust::System);
    };
    let pem = std::fs::read_to_string(file);
    Ok(Trust::Pem(pem.with_context(|| {
        format!("cannot read {}", file.display())
    })?))
}

/// The provider whose control plane is at that address.
async fn controlled(
    address: &str,
    options: &Options,
    ca: &LocalCa,
) -> anyhow::Result<(Subject, Trust)> {
    let own = ca.certificate_pem();
    let http = Http::new(own, &Trust::Pem(own.to_owned()))?;
    let control = Control::at(address, options.control_token.clone(), http)?;
    // Without TLS there is nobody to trust, but the companion.
    let pem = control.ca_pem().await?.unwrap_or_else(|| own.to_owned());
    Ok((Subject::Controlled(control), Trust::Pem(pem)))
}

/// Starts the provider of this workspace, with one set of signing keys for all of its institutions: an
/// RSA key takes its time.
async fn start(ca: Arc<LocalCa>) -> anyhow::Result<MockIdp> {
    let keys = KeySet::ephemeral().context("cannot make signing keys")?;
    let here = MockIdp::builder()
        .local_ca(ca)
        .signing_keys(keys)
        .control("127.0.0.1:0")
        .workers(WORKERS)
        .start();
    here.await.context("cannot start the provider")
}

/// As many as the program has.
const WORKERS: usize = 2;
