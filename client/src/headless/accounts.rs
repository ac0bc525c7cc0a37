use std::sync::Arc;

use url::Url;

use super::{AccountsReport, HeadlessLogin, LoginError};
use crate::StartError;
use crate::consumer::{ConsumerApi, Pause, Progress, SystemPause, Waiting, wait_for_end};
use crate::rp::{Clock, Entropy, FreshTokens, RelyingParty, SystemClock, SystemEntropy, Tokens};

/// Whose accounts to read, and how long to wait for them.
#[derive(Debug)]
pub struct HeadlessAccounts {
    /// The login before it.
    pub login: HeadlessLogin,
    /// The longest time for the institution's fetch, in seconds.
    pub task_timeout: u64,
}

impl HeadlessAccounts {
    /// Signs in, has the institution fetch what is new, and reads all accounts with their
    /// transactions.
    ///
    /// # Errors
    /// As [`HeadlessLogin::run`], and [`LoginError::Consumer`].
    pub async fn run(
        self,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        pause: Arc<dyn Pause>,
        progress: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<AccountsReport, LoginError> {
        let login = &self.login;
        // Before the login, which would be for nothing.
        let base = login.environment.consumer_api().map_err(StartError::from)?;
        let (relying_party, tokens) = login.sign_in(Arc::clone(&clock), entropy).await?;
        let accounts = Accounts {
            base,
            relying_party: Arc::new(relying_party),
            tokens,
            task_timeout: self.task_timeout,
        };
        accounts.read(&*clock, &*pause, progress).await
    }

    /// The same by the system's clock and random numbers.
    ///
    /// # Errors
    /// As [`HeadlessAccounts::run`].
    pub async fn run_now(
        self,
        progress: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<AccountsReport, LoginError> {
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
        let pause = Arc::new(SystemPause);
        self.run(clock, entropy, pause, progress).await
    }
}

/// What a login has opened: accounts and transactions.
pub(crate) struct Accounts {
    /// The Consumer API.
    pub(crate) base: Url,
    pub(crate) relying_party: Arc<RelyingParty>,
    pub(crate) tokens: Tokens,
    /// The longest time for the institution's fetch, in seconds.
    pub(crate) task_timeout: u64,
}

impl Accounts {
    /// Has the institution fetch what is new, and reads all.
    async fn read(
        self,
        clock: &dyn Clock,
        pause: &dyn Pause,
        progress: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<AccountsReport, LoginError> {
        let tokens = Arc::new(FreshTokens::new(self.tokens));
        let api = ConsumerApi::new(self.base, self.relying_party, tokens).await;
        let waiting = Waiting {
            clock,
            pause,
            limit: self.task_timeout,
        };
        let mut task = api.begin(clock.now()).await?;
        wait_for_end(&api, &mut task, &waiting, progress).await?;
        let accounts = api.everything(progress).await?;
        Ok(AccountsReport { accounts })
    }

    /// The same by the system's clock.
    pub(crate) async fn read_now(
        self,
        progress: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<AccountsReport, LoginError> {
        self.read(&SystemClock, &SystemPause, progress).await
    }
}
