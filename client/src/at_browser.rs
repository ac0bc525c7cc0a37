//! The login of a terminal by a person, in their own browser: the server of `serve`, for as long as it takes.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc::unbounded_channel;
use url::Url;

use crate::config::ConfigError;
use crate::consumer::Progress;
use crate::headless::{Accounts, AccountsReport, LoginError, Report};
use crate::rp::is_loopback;
use crate::web::{Login, SIGNED_IN};
use crate::{Environment, RunningClient, StartError};

/// Where somebody signs in, and how long they are waited for.
#[derive(Debug)]
pub struct BrowserLogin {
    /// The environment; its redirect URI says where to listen.
    pub environment: Environment,
    /// The folder below which the local certificate authority is kept; by default the shared one.
    pub data_dir: Option<PathBuf>,
    /// How long the person is waited for.
    pub patience: Duration,
    /// What the variable `BROWSER` says; without it, what the desktop opens addresses with.
    pub browser: Option<String>,
    /// Whether a browser is opened; the address is told in any case.
    pub opens: bool,
}

impl BrowserLogin {
    /// Waits for the login and reports what came of it.
    ///
    /// # Errors
    /// [`LoginError`]: what the page in the browser says, too, and [`LoginError::NobodyCame`].
    pub async fn run(self, broken_off: impl Future<Output = ()>) -> Result<Report, LoginError> {
        let work = async {
            let (client, login) = self.sign_in().await?;
            let report = Report::new(&self.environment, &login.tokens, Some(login.userinfo));
            client.stop().await;
            Ok(report)
        };
        unless(broken_off, work).await
    }

    /// Waits for the login, and reads all accounts with their transactions; gives the institution so many seconds
    /// to fetch what is new.
    ///
    /// # Errors
    /// As [`BrowserLogin::run`], and [`LoginError::Consumer`].
    pub async fn accounts(
        self,
        task_timeout: u64,
        broken_off: impl Future<Output = ()>,
        progress: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<AccountsReport, LoginError> {
        // Before the login, which would be for nothing.
        let base = self.environment.consumer_api().map_err(StartError::from)?;
        let work = async {
            let (client, login) = self.sign_in().await?;
            let accounts = Accounts {
                base,
                relying_party: login.relying_party,
                tokens: login.tokens,
                task_timeout,
            };
            let report = accounts.read_now(progress).await;
            client.stop().await;
            report
        };
        unless(broken_off, work).await
    }

    async fn sign_in(&self) -> Result<(RunningClient, Login), LoginError> {
        let (waiting, mut logins) = unbounded_channel();
        let (address, tls) = self.listens_at()?;
        let mut builder = RunningClient::builder()
            .environment(self.environment.clone())
            .listen(address)
            .tls(tls)
            .waiting(waiting);
        if let Some(data_dir) = &self.data_dir {
            builder = builder.data_dir(data_dir);
        }
        let client = builder.start().await?;
        self.invite(&client);
        match tokio::time::timeout(self.patience, logins.recv()).await {
            Ok(Some(Ok(login))) => Ok((client, login)),
            Ok(Some(Err(error))) => {
                // The browser gets its page.
                client.stop().await;
                Err(error.into())
            }
            Ok(None) | Err(_) => Err(LoginError::NobodyCame {
                seconds: self.patience.as_secs(),
            }),
        }
    }

    /// Says what to do, and opens the browser.
    #[expect(
        clippy::print_stderr,
        reason = "it is said to the person at the terminal"
    )]
    fn invite(&self, client: &RunningClient) {
        let path = format!("/auth?returnPath={SIGNED_IN}");
        // Cookies go by the host that the provider sends the browser back to.
        let there = Url::parse(client.redirect_uri()).and_then(|url| url.join(&path));
        let address = there.map_or_else(|_| format!("{}{path}", client.base_url()), String::from);
        let seconds = self.patience.as_secs();
        if !self.opens {
            eprintln!(
                "Open this address in a browser and sign in; {seconds} s are left for it:\n{address}"
            );
            return;
        }
        eprintln!(
            "Sign in in your browser; {seconds} s are left for it. If none opens, open\n{address}"
        );
        if let Err(error) = open_browser::open(&address, self.browser.as_deref()) {
            eprintln!("{error}");
        }
    }

    /// Where the provider sends the browser back to, and whether by TLS.
    fn listens_at(&self) -> Result<(String, bool), ConfigError> {
        let Some(redirect_uri) = &self.environment.redirect_uri else {
            return Ok((LISTEN.to_owned(), true));
        };
        let here = Url::parse(redirect_uri).ok().filter(is_loopback);
        let here = here.ok_or_else(|| {
            let mend = "does not lead to this machine, so nobody comes back; register one that does, such as \
                        https://localhost:8080/auth/cb, or start `banno-client serve` where it leads";
            self.environment.invalid("redirect_uri", redirect_uri, mend)
        })?;
        let port = here.port_or_known_default().unwrap_or_default();
        Ok((format!("127.0.0.1:{port}"), here.scheme() == "https"))
    }
}

/// What comes of it, where it is not broken off before.
async fn unless<T>(
    broken_off: impl Future<Output = ()>,
    work: impl Future<Output = Result<T, LoginError>>,
) -> Result<T, LoginError> {
    tokio::select! {
        done = work => done,
        () = broken_off => Err(LoginError::BrokenOff),
    }
}

impl From<ConfigError> for LoginError {
    fn from(error: ConfigError) -> Self {
        Self::Start(error.into())
    }
}

/// For environments that leave the redirect URI to the server.
const LISTEN: &str = "127.0.0.1:8080";
