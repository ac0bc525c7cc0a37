//! The whole login in a terminal: a browser of its own follows the redirects, fills the mock's
//! forms and stops at the redirect URI, without ever connecting to it. What the login opens is then
//! read over the same connection.

mod accounts;
mod accounts_report;
mod browser;
mod error;
mod page;
mod progress_line;
mod report;

use std::path::PathBuf;
use std::sync::Arc;

use url::Url;

use crate::rp::{
    AuthorizationResponse, Clock, Entropy, RelyingParty, ResponseMode, SystemClock, Tokens,
};
use crate::{Environment, StartError, assembly};
pub(crate) use accounts::Accounts;
pub use accounts::HeadlessAccounts;
pub use accounts_report::AccountsReport;
pub use error::LoginError;
pub use progress_line::ProgressLine;
pub use report::Report;

/// Who signs in, and where.
#[derive(Debug)]
pub struct HeadlessLogin {
    /// The environment.
    pub environment: Environment,
    /// The user name.
    pub username: String,
    /// The password.
    pub password: Password,
    /// The code of the second factor, for a user who is asked for one.
    pub second_factor: Option<Password>,
    /// The folder below which the local certificate authority is kept; by default the shared one.
    pub data_dir: Option<PathBuf>,
}

/// What only the user knows, a password or a code; masked in `Debug`.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// Wraps the value.
    #[must_use]
    pub fn new(password: impl Into<String>) -> Self {
        Self(password.into())
    }
}

impl From<String> for Password {
    fn from(password: String) -> Self {
        Self(password)
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password(masked)")
    }
}

impl HeadlessLogin {
    /// Signs in and reports what came of it.
    ///
    /// # Errors
    /// [`LoginError`]: the same errors that the pages show, and those of the terminal's browser.
    pub async fn run(
        self,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Report, LoginError> {
        let (relying_party, tokens) = self.sign_in(clock, entropy).await?;
        let userinfo = relying_party.userinfo(&tokens).await?;
        Ok(Report::new(&self.environment, &tokens, userinfo))
    }

    /// Signs in, for what the tokens open.
    async fn sign_in(
        &self,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<(RelyingParty, Tokens), LoginError> {
        let environment = &Environment {
            // The answer is read from the redirect that is not followed; forms are for browsers.
            response_mode: ResponseMode::Query,
            ..self.environment.clone()
        };
        let redirect_uri = environment
            .redirect_uri
            .clone()
            .unwrap_or_else(|| REDIRECT_URI.to_owned());
        let local_ca = if assembly::trusts_local_ca(environment) {
            Some(assembly::open_local_ca(self.data_dir.clone())?)
        } else {
            None
        };
        let issuer = environment.issuer_url().map_err(StartError::from)?;
        let trust = assembly::trust(environment, local_ca.as_deref())?;
        let relying_party = assembly::relying_party(
            environment,
            &redirect_uri,
            local_ca.as_deref(),
            clock,
            entropy,
        )?;
        let (url, transaction) = relying_party.begin().await?;
        let redirect_uri = Url::parse(&redirect_uri).map_err(|_| LoginError::RedirectUri)?;
        let browser = browser::Browser::new(&issuer, redirect_uri, trust.as_deref())?;
        let query = browser
            .sign_in(
                url.expose().clone(),
                &self.username,
                &self.password.0,
                self.second_factor.as_ref().map(|code| code.0.as_str()),
            )
            .await?;
        let response = AuthorizationResponse::parse(&query).map_err(crate::rp::Error::from)?;
        let tokens = relying_party.finish(transaction, response).await?;
        Ok((relying_party, tokens))
    }

    /// Signs in with the system's clock and random numbers.
    ///
    /// # Errors
    /// As [`HeadlessLogin::run`].
    pub async fn run_now(self) -> Result<Report, LoginError> {
        let entropy = Arc::new(crate::rp::SystemEntropy);
        self.run(Arc::new(SystemClock), entropy).await
    }
}

/// For environments that leave the redirect URI to the server, which is not started here.
const REDIRECT_URI: &str = "https://localhost:8080/auth/cb";
