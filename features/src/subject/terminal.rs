use std::sync::Arc;

use anyhow::Context as _;
use banno_client::consumer::{Progress, SystemPause};
use banno_client::headless::{HeadlessAccounts, HeadlessLogin, LoginError, Password};
use banno_client::rp::SystemEntropy;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;

use super::clock::CompanionClock;
use super::companion::environment;
use super::{Provider, Stage};
use crate::target::User;

/// What the companion shows at a terminal, as JSON, or how it fails.
pub(crate) type Shown = Result<Value, Failure>;

/// How the companion fails at a terminal.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The stable name of the error.
    pub(crate) name: String,
    pub(crate) message: String,
    pub(crate) exit_code: u8,
}

/// Signs somebody in.
pub(crate) async fn sign_in_at_terminal(
    stage: &Stage,
    provider: &Provider,
    user: &User,
) -> anyhow::Result<Shown> {
    let clock = Arc::new(CompanionClock::showing(provider.now()));
    let login = login(stage, provider, user)?;
    shown(login.run(clock, Arc::new(SystemEntropy)).await)
}

/// The companion while it signs somebody in and reads their accounts.
#[derive(Debug)]
pub(crate) struct AccountsAtTerminal {
    running: JoinHandle<anyhow::Result<Shown>>,
    clock: CompanionClock,
    looks: UnboundedReceiver<()>,
}

impl AccountsAtTerminal {
    /// Begins, with the longest time to wait for the bank in seconds.
    pub(crate) fn begin(
        stage: &Stage,
        provider: &Provider,
        user: &User,
        task_timeout: u64,
    ) -> anyhow::Result<Self> {
        let clock = CompanionClock::showing(provider.now());
        let accounts = HeadlessAccounts {
            login: login(stage, provider, user)?,
            task_timeout,
        };
        let (look, looks) = unbounded_channel();
        let shared = Arc::new(clock.clone());
        let running = tokio::spawn(async move {
            let mut progress = move |progress: Progress<'_>| {
                if let Progress::Task { .. } = progress {
                    // Nobody may be interested any more.
                    let _ = look.send(());
                }
            };
            let entropy = Arc::new(SystemEntropy);
            let pause = Arc::new(SystemPause);
            shown(accounts.run(shared, entropy, pause, &mut progress).await)
        });
        Ok(Self {
            running,
            clock,
            looks,
        })
    }

    /// Waits until it is about to look at the task again; no, where it has looked for the last time.
    pub(crate) async fn looks(&mut self) -> bool {
        self.looks.recv().await.is_some()
    }

    /// Whether it has come to its end.
    pub(crate) fn is_finished(&self) -> bool {
        self.running.is_finished()
    }

    /// Sets its clock by the provider's.
    pub(crate) fn follow_time_of(&self, provider: &Provider) {
        self.clock.show(provider.now());
    }

    /// What it has shown in the end.
    pub(crate) async fn shown(self) -> anyhow::Result<Shown> {
        self.running.await.context("the companion has broken off")?
    }
}

fn login(stage: &Stage, provider: &Provider, user: &User) -> anyhow::Result<HeadlessLogin> {
    Ok(HeadlessLogin {
        environment: environment(stage, provider)?,
        username: user.username.clone(),
        password: Password::new(user.password.expose()),
        second_factor: None,
        data_dir: None,
    })
}

fn shown(report: Result<impl Serialize, LoginError>) -> anyhow::Result<Shown> {
    Ok(match report {
        Ok(report) => Ok(serde_json::to_value(report)?),
        Err(error) => Err(Failure {
            name: error.name().to_owned(),
            message: error.to_string(),
            exit_code: error.exit_code(),
        }),
    })
}
