mod programs;

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::Addresses;

/// The bank of `stand-in/`, which is not the provider of this workspace; it ends with this value.
#[derive(Debug)]
pub(crate) struct StandIn {
    pub(crate) issuer: String,
    /// The PEM file of its certificate authority.
    pub(crate) ca: PathBuf,
    _process: Child,
    /// Where that file is; nobody else finds it, and nothing is left of it.
    _folder: TempDir,
}

impl StandIn {
    /// Why it cannot be started, if it cannot.
    pub(crate) fn missing() -> Option<String> {
        if let Some(missing) = programs::missing() {
            return Some(missing);
        }
        let installed = folder().join("node_modules").is_dir();
        (!installed)
            .then(|| "the stand-in bank is not installed; scripts/stand-in does it".to_owned())
    }

    /// Starts it on a free port, with an application at these addresses.
    pub(crate) async fn start(application: &Addresses) -> anyhow::Result<Self> {
        let mut command = Command::new("node");
        let own = tempfile::tempdir().context("no folder for the stand-in bank")?;
        let ca = own.path().join("ca.pem");
        command
            .args(["bank.mjs", "--ca-file"])
            .arg(&ca)
            .current_dir(folder());
        let Addresses {
            redirect_uri,
            post_logout_redirect_uri,
        } = application;
        for (option, uri) in [
            ("--redirect-uri", redirect_uri),
            ("--post-logout-redirect-uri", post_logout_redirect_uri),
        ] {
            if let Some(uri) = uri {
                command.args([option, uri]);
            }
        }
        let mut process = command
            // It ends when this pipe does, however this process ends.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start the stand-in bank")?;
        let output = process.stdout.take().context("no standard output")?;
        let mut lines = BufReader::new(output).lines();
        let line = timeout(PATIENCE, lines.next_line()).await;
        let line = line.context("the stand-in bank is not ready")??;
        let line = line.context("the stand-in bank has ended; see above")?;
        let ready: Value = serde_json::from_str(&line)?;
        let issuer = ready["issuer"].as_str();
        Ok(Self {
            issuer: issuer.context("it tells no issuer")?.to_owned(),
            ca,
            _process: process,
            _folder: own,
        })
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("stand-in")
}

/// Longer than many of them take that start at once on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
