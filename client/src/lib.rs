//! The companion relying party of Mock Banno: sign in with Banno, against the mock or a real
//! institution, by configuration alone.
//!
//! [`rp`] is the protocol without a web framework, [`web`] the pages around it, [`headless`] the
//! same login in a terminal, [`at_browser`] a person's own browser beside one, [`consumer`] the Consumer API
//! behind the login, [`config`] the file that says which institution, and [`manual`] what shells and manual
//! pages are told. A started server is a value:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use banno_client::{Environment, RunningClient};
//!
//! let bound = RunningClient::builder().tls(false).bind("127.0.0.1:0")?;
//! println!("register {} at the provider", bound.redirect_uri());
//! let environment = Environment {
//!     issuer: "http://localhost:8443/a/consumer/api/v0/oidc".to_owned(),
//!     redirect_uri: None,
//!     ..Environment::local()?
//! };
//! let client = bound.environment(environment).start().await?;
//! println!("open {}/login.html", client.base_url());
//! client.stop().await;
//! # Ok(())
//! # }
//! ```

mod assembly;
pub mod at_browser;
pub mod cli;
pub mod config;
pub mod consumer;
mod explain;
pub mod headless;
mod listeners;
pub mod manual;
mod redirect_uris;
pub mod rp;
mod running;
mod start_error;
pub mod web;

pub use config::{CertificateAuthority, Environment};
pub use consumer::Pause;
pub use rp::{Clock, Entropy};
pub use running::{Bound, Builder, RunningClient, TASK_TIMEOUT};
pub use start_error::StartError;
