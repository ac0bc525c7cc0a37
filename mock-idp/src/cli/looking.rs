//! What `drift` and `learn` have in common: they look at another provider.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use drift::{Headers, Published};
use oidc::discovery::Metadata;
use serde_json::Value;

use super::Failure;
use crate::config::Config;
use crate::foreign::{self, Asking, Foreign};
use crate::http::respond::{JSON, JWK_SET};
use crate::keys::KeySet;

#[derive(Debug, Args)]
pub(super) struct LookArgs {
    /// The issuer, the root of its host such as `https://digital.garden-fi.com`, or the address of its metadata
    #[arg(value_name = "URL")]
    provider: String,
    /// The certificate authorities to trust, as PEM [default: the system's]
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// How long one answer may take
    #[arg(long, value_name = "SECONDS", default_value = "15")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout_seconds: u64,
}

impl LookArgs {
    /// Fetches what the provider publishes.
    pub(super) async fn look(&self) -> Result<Foreign, Failure> {
        let read = |path: &PathBuf| {
            std::fs::read_to_string(path).map_err(|error| {
                Failure::Usage(format!("--ca {}: cannot be read: {error}", path.display()))
            })
        };
        let asking = Asking {
            trust: self.ca.as_ref().map(read).transpose()?,
            patience: Duration::from_secs(self.timeout_seconds),
        };
        Ok(Foreign::look(&self.provider, &asking).await?)
    }
}

/// What the mock publishes at that issuer with that configuration.
pub(super) async fn published(config: &Config, issuer: &str) -> Result<Published, Failure> {
    let profile = config.profile_of(issuer)?;
    let refused = |error: &dyn std::fmt::Display| Failure::Runtime(error.to_string());
    let metadata = serde_json::to_value(Metadata::of(&profile)).map_err(|error| refused(&error))?;
    let keys = KeySet::ephemeral().map_err(|error| refused(&error))?;
    let keys = keys.jwks().await.map_err(|error| refused(&error))?;
    let headers = |content_type: &str| Headers {
        content_type: Some(content_type.to_owned()),
        cache_control: None,
    };
    Ok(Published {
        metadata: match metadata {
            Value::Object(members) => members,
            _ => serde_json::Map::new(),
        },
        metadata_headers: headers(JSON),
        jwks: serde_json::to_value(keys).map_err(|error| refused(&error))?,
        jwks_headers: headers(JWK_SET),
    })
}

impl From<foreign::Error> for Failure {
    fn from(error: foreign::Error) -> Self {
        if error.is_usage() {
            Self::Usage(error.to_string())
        } else {
            Self::Unfetched(error.to_string())
        }
    }
}
