use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// What must not be shown: a client's secret, a password, a code.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value, for the one that it is meant for.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Secret {
    /// The usual complaint about something else than text would show it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer);
        text.map(Self)
            .map_err(|_| serde::de::Error::custom("a secret is a text in quotes"))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(masked)")
    }
}

/// Where secrets come from.
pub(super) struct Source<'a> {
    /// Looks up an environment variable.
    pub(super) variable: &'a dyn Fn(&str) -> Option<String>,
    /// They may stand in the file, since they open nothing but this machine.
    pub(super) may_be_inline: bool,
}

impl Source<'_> {
    /// The secret that a table's `key` holds, or the variable that `key_env` names.
    pub(super) fn read(
        &self,
        table: &str,
        key: &str,
        inline: Option<&Secret>,
        named: Option<&str>,
    ) -> anyhow::Result<Option<Secret>> {
        match (inline, named) {
            (None, None) => Ok(None),
            (Some(_), Some(_)) => anyhow::bail!("{table} keep one of {key} and {key}_env"),
            (Some(secret), None) => {
                anyhow::ensure!(
                    self.may_be_inline,
                    "{table} {key} stands in the file, and the issuer is not this machine; export it as a variable, and \
                     name that by {key}_env"
                );
                Ok(Some(secret.clone()))
            }
            (None, Some(name)) => {
                let value = (self.variable)(name).filter(|value| !value.is_empty());
                let value = value.ok_or_else(|| {
                    anyhow::anyhow!(
                        "{table} {key}_env names {name}, which is not set; export it first"
                    )
                })?;
                Ok(Some(Secret(value)))
            }
        }
    }
}

/// Reads a key that there was once.
pub(super) fn no_file<'de, D: Deserializer<'de>>(_: D) -> Result<(), D::Error> {
    Err(serde::de::Error::custom(
        "client_secret_file is not read any more; export the secret as a variable, and name that by client_secret_env",
    ))
}
