//! What is judged: a provider that is started here for each scenario, or one that a file names.

mod back_end;
mod companion;
mod mock;
mod provider;

pub(crate) use back_end::BackEnd;
pub(crate) use companion::{Companion, ResponseMode, sign_in_at_terminal};
pub(crate) use provider::{Provider, Recorded};

use std::sync::Arc;

use anyhow::Context as _;
use local_ca::LocalCa;
use mock_idp::keys::KeySet;

use mock::Mock;

use crate::options::Options;
use crate::target::Target;
use crate::user_agent::{Http, Trust};

/// Where an application that is started here takes the browser back.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    pub(crate) redirect_uri: Option<String>,
    pub(crate) post_logout_redirect_uri: Option<String>,
}

/// What all scenarios of a run share.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) target: Target,
    pub(crate) options: Options,
    /// Signs for whatever is started in this process.
    pub(crate) ca: Arc<LocalCa>,
    subject: Subject,
    http: Http,
}

/// Where the providers of a run come from.
#[derive(Debug)]
enum Subject {
    /// There is one, of this issuer.
    Configured(String),
    /// Each scenario starts its own, all with these keys.
    InProcess(KeySet),
}

impl Stage {
    /// Reads the target and sets up HTTP that trusts it.
    pub(crate) fn new(options: &Options) -> anyhow::Result<Self> {
        let target = Target::open(options.target.as_deref())?;
        #[expect(
            clippy::disallowed_methods,
            reason = "certificates are judged by the system's clock; nothing else reads it"
        )]
        let ca = LocalCa::ephemeral(std::time::SystemTime::now())?;
        let trust = match (&target.issuer, &target.ca) {
            (None, _) => Trust::Own,
            (Some(_), None) => Trust::System,
            (Some(_), Some(file)) => Trust::Pem(
                std::fs::read_to_string(file)
                    .with_context(|| format!("cannot read {}", file.display()))?,
            ),
        };
        Ok(Self {
            http: Http::new(ca.certificate_pem(), trust)?,
            subject: match &target.issuer {
                Some(issuer) => Subject::Configured(issuer.clone()),
                None => Subject::InProcess(Mock::keys()?),
            },
            target,
            options: options.clone(),
            ca: Arc::new(ca),
        })
    }

    /// HTTP for one scenario, with a log of its own.
    pub(crate) fn http(&self) -> Http {
        self.http.with_fresh_log()
    }
}
