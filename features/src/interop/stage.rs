use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::Context as _;
use local_ca::LocalCa;
use mock_idp::MockIdp;
use mock_idp::keys::KeySet;
use tempfile::TempDir;

use super::front::Front;
use super::progress::Progress;
use crate::options::Options;
use crate::subject::Control;
use crate::target::{Target, User};
use crate::user_agent::{Http, Trust};

/// What all clients of a run share.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) front: Front,
    pub(super) control: Control,
    pub(super) progress: Progress,
    /// Who signs in.
    pub(super) user: User,
    http: Http,
    base_url: String,
    next_port: AtomicU16,
    ca: TempDir,
    /// It ends with the value.
    _provider: MockIdp,
}

impl Stage {
    /// Starts the provider, and the front that everybody finds it behind.
    pub(super) async fn new(progress: Progress) -> anyhow::Result<Self> {
        #[expect(
            clippy::disallowed_methods,
            reason = "certificates are judged by the system's clock"
        )]
        let now = std::time::SystemTime::now();
        let authority = LocalCa::ephemeral(now)?;
        let reserved = Front::reserve()?;
        let base_url = reserved.base_url().to_owned();
        let provider = MockIdp::builder()
            .tls(false)
            .base_url(&base_url)
            .signing_keys(KeySet::ephemeral().context("cannot make signing keys")?)
            .control("127.0.0.1:0")
            .start()
            .await
            .context("cannot start the provider")?;
        let upstream = format!("http://{}", provider.address());
        let front = reserved.serve(&authority.issue(now)?, upstream)?;
        let pem = authority.certificate_pem();
        let http = Http::new(pem, &Trust::Pem(pem.to_owned()))?;
        let control = provider
            .control_url()
            .context("there is no control plane")?;
        let control = Control::at(control, None, http.clone())?;
        let ca = TempDir::with_prefix("interop-")?;
        std::fs::write(ca.path().join(CA_FILE), pem)?;
        Ok(Self {
            front,
            control,
            progress,
            user: Target::open(&Options::default(), |_| None)?.user,
            http,
            base_url,
            next_port: AtomicU16::new(first_port()),
            ca,
            _provider: provider,
        })
    }

    /// HTTP with a log of its own.
    pub(super) fn http(&self) -> Http {
        self.http.with_fresh_log()
    }

    /// Scheme, host and port of the provider.
    pub(super) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The PEM file of the authority to trust.
    pub(super) fn ca_file(&self) -> PathBuf {
        self.ca.path().join(CA_FILE)
    }

    /// A port that is free, and that nobody is given by chance until a program listens there.
    pub(super) fn free_port(&self) -> anyhow::Result<u16> {
        for _ in 0..1000 {
            let port = self.next_port.fetch_add(1, Ordering::Relaxed);
            if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
                return Ok(port);
            }
        }
        anyhow::bail!("no port is free from {} on", first_port())
    }
}

/// The folder of the programs.
pub(super) fn programs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("interop")
}

/// A folder for what a program builds or downloads.
pub(super) fn work(name: &str) -> anyhow::Result<PathBuf> {
    let features = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = features
        .parent()
        .context("features stands in a workspace")?;
    let work = workspace.join("target/interop").join(name);
    std::fs::create_dir_all(&work)
        .with_context(|| format!("cannot make the folder {}", work.display()))?;
    Ok(work)
}

/// Below what systems give to whoever asks for any port, and apart from those of another run beside this one.
fn first_port() -> u16 {
    let run = u16::try_from(std::process::id() % 500).unwrap_or_default();
    20_000 + run * 20
}

const CA_FILE: &str = "ca.pem";
