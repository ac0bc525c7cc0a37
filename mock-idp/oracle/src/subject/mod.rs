//! The two providers that are compared.

mod mock;
mod stock;

pub use mock::Mock;
pub use stock::Stock;

use crate::flows::Setting;
use crate::institution::Shared;

/// A running provider.
#[derive(Debug)]
pub enum Subject {
    /// Mock Banno, in this process.
    Mock(Box<Mock>),
    /// The stock library, in Node.js.
    Stock(Box<Stock>),
}

impl Subject {
    /// Starts Mock Banno.
    ///
    /// # Errors
    /// What keeps it from starting.
    pub async fn mock(shared: &Shared) -> anyhow::Result<Self> {
        let mock = Mock::start(shared).await?;
        Ok(Self::Mock(Box::new(mock)))
    }

    /// Starts the stock library.
    ///
    /// # Errors
    /// What keeps it from starting; mostly that Node.js or the package is not installed.
    pub async fn stock(shared: &Shared) -> anyhow::Result<Self> {
        let stock = Stock::start(shared).await?;
        Ok(Self::Stock(Box::new(stock)))
    }

    /// Makes it as if it had just been started, with this setting.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn reset(&mut self, setting: &Setting) -> anyhow::Result<()> {
        match self {
            Self::Mock(mock) => mock.reset(setting).await,
            Self::Stock(stock) => {
                let setting = serde_json::to_string(setting)?;
                stock.command(&format!("reset {setting}")).await
            }
        }
    }

    /// Moves its clock forward.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn advance(&mut self, seconds: u64) -> anyhow::Result<()> {
        match self {
            Self::Mock(mock) => {
                mock.advance(seconds);
                Ok(())
            }
            Self::Stock(stock) => stock.command(&format!("advance {seconds}")).await,
        }
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        match self {
            Self::Mock(mock) => mock.origin(),
            Self::Stock(stock) => stock.origin(),
        }
    }

    /// Whether a request that needs what no answer has brought is a mistake in the request: stock
    /// is the measure. Where the mock has not brought it, that has shown as a difference already.
    #[must_use]
    pub const fn is_measure(&self) -> bool {
        matches!(self, Self::Stock(_))
    }
}

/// The path of the API, which access tokens are for.
pub const API_PATH: &str = "/a/consumer/api/v0";
/// The path of the issuer.
pub const ISSUER_PATH: &str = "/a/consumer/api/v0/oidc";
