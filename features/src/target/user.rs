use serde::Deserialize;
use serde_json::{Map, Value};

use super::Secret;
use super::secret::Source;
use crate::options::AtUrl;

/// Somebody who can sign in, and the claims that the provider must tell about them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct User {
    #[serde(default)]
    pub(crate) username: String,
    #[serde(default)]
    pub(crate) password: Secret,
    /// The environment variable with the password.
    #[serde(default)]
    password_env: Option<String>,
    /// The code of the second factor, for a user who is asked for one.
    #[serde(default)]
    pub(crate) second_factor: Option<Secret>,
    /// The environment variable with that code.
    #[serde(default)]
    second_factor_env: Option<String>,
    #[serde(default)]
    pub(crate) claims: Map<String, Value>,
}

impl User {
    /// Somebody whom no target file names.
    pub(crate) fn new(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            password: Secret::new(password),
            ..Self::default()
        }
    }

    /// Whom the command line names; nobody where a person signs in themselves.
    pub(super) fn at_url(given: &AtUrl) -> Self {
        Self {
            username: given.username.clone().unwrap_or_default(),
            password: given.password.clone().unwrap_or_default(),
            second_factor: given.second_factor.clone(),
            ..Self::default()
        }
    }

    /// Who they are.
    pub(crate) fn subject(&self) -> Option<&str> {
        self.claims.get("sub").and_then(Value::as_str)
    }

    /// Takes from the environment what does not stand in the file.
    pub(super) fn read_secrets(&mut self, table: &str, from: &Source<'_>) -> anyhow::Result<()> {
        let inline = Some(&self.password).filter(|password| **password != Secret::default());
        let named = self.password_env.as_deref();
        self.password = from
            .read(table, "password", inline, named)?
            .unwrap_or_default();
        let named = self.second_factor_env.as_deref();
        self.second_factor =
            from.read(table, "second_factor", self.second_factor.as_ref(), named)?;
        Ok(())
    }

    /// Whether they can fill in a form.
    pub(super) fn check(&self, table: &str) -> anyhow::Result<()> {
        anyhow::ensure!(!self.username.is_empty(), "{table} username is missing");
        anyhow::ensure!(
            self.password != Secret::default(),
            "{table} password_env is missing: the environment variable with the password; where no form can be filled in, \
             say [login] by = \"person\""
        );
        Ok(())
    }
}
