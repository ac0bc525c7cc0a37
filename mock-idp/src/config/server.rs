use std::path::PathBuf;

use serde::Deserialize;

use crate::telemetry::LogFormat;

/// `[server]`: how the program listens. The same keys are flags of `mock-idp serve` and variables
/// `MOCK_IDP_…`, which win over the file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSection {
    /// Address and port, `127.0.0.1:8443` by default; port 0 takes a free one.
    pub listen: Option<String>,
    /// Scheme, host and port that browsers and applications use, where it is not `localhost` with
    /// the port that is listened on.
    pub base_url: Option<String>,
    /// Scheme, host and port that servers use, where browsers use another.
    pub back_channel_url: Option<String>,
    /// The host that the provider poses as, for programs on this machine that have been led here.
    pub impersonate: Option<String>,
    /// Where the certificate authority and the signing keys are kept.
    pub data_dir: Option<PathBuf>,
    /// Plain HTTP.
    pub no_tls: Option<bool>,
    /// Listening beyond this machine.
    pub allow_remote: Option<bool>,
    /// Whether `Forwarded` and `X-Forwarded-Host` say which host the client has named.
    pub trust_forwarded: Option<bool>,
    /// Where the control plane listens; `off` for nowhere.
    pub control: Option<String>,
    /// What is printed when ready, and how logs look.
    pub output: Option<LogFormat>,
    /// Which log lines to write.
    pub log: Option<String>,
}
