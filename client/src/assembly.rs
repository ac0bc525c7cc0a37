//! From an environment to a relying party: what the pages and the headless login have in common.

use std::path::PathBuf;
use std::sync::Arc;

use local_ca::{Folder, LocalCa};

use crate::rp::{Clock, Entropy, Http, RelyingParty, SystemClock};
use crate::{CertificateAuthority, Environment, StartError};

/// Puts the relying party of an environment together.
pub(crate) fn relying_party(
    environment: &Environment,
    redirect_uri: &str,
    local_ca: Option<&LocalCa>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Result<RelyingParty, StartError> {
    let registration = environment.registration(redirect_uri)?;
    let trust = trust(environment, local_ca)?;
    let http = Http::new(&environment.issuer_url()?, trust.as_deref())?;
    Ok(RelyingParty::new(registration, http, clock, entropy))
}

/// Whether the local authority has to be there before the issuer can be asked.
pub(crate) fn trusts_local_ca(environment: &Environment) -> bool {
    environment.ca == CertificateAuthority::Local && environment.issuer.starts_with("https:")
}

/// The PEM of the authorities that the environment trusts; nothing means the system's.
pub(crate) fn trust(
    environment: &Environment,
    local_ca: Option<&LocalCa>,
) -> Result<Option<String>, StartError> {
    Ok(match &environment.ca {
        CertificateAuthority::System => None,
        CertificateAuthority::Pem(pem) => Some(pem.clone()),
        CertificateAuthority::Local => local_ca.map(|ca| ca.certificate_pem().to_owned()),
        CertificateAuthority::File(path) => Some(std::fs::read_to_string(path).map_err(
            |source| StartError::CertificateFile {
                path: path.clone(),
                source,
            },
        )?),
    })
}

/// Opens the authority that provider and client share.
pub(crate) fn open_local_ca(data_dir: Option<PathBuf>) -> Result<Arc<LocalCa>, StartError> {
    let data_dir = data_dir.unwrap_or_else(local_ca::default_data_dir);
    let folder = Folder::new(data_dir.join("ca"));
    Ok(Arc::new(LocalCa::open(&folder, SystemClock.system_time())?))
}
