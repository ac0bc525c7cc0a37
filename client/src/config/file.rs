use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::environment::RawEnvironment;
use super::{ConfigError, Environment, keys};

/// The file that is compiled in.
pub const DEFAULT_FILE: &str = include_str!("../../client.toml");

/// A configuration file, read and free of unknown keys.
#[derive(Debug)]
pub struct Config {
    file: String,
    environments: BTreeMap<String, RawEnvironment>,
}

impl Config {
    /// Reads `path`, or the compiled-in file where there is none.
    ///
    /// # Errors
    /// [`ConfigError::Read`], [`ConfigError::Syntax`], [`ConfigError::UnknownKey`].
    pub fn open(path: Option<&Path>) -> Result<Self, ConfigError> {
        let Some(path) = path else {
            return Self::parse("client.toml (compiled in)", DEFAULT_FILE);
        };
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// Reads the text of a configuration file; `file` is its name in error messages.
    ///
    /// # Errors
    /// [`ConfigError::Syntax`], [`ConfigError::UnknownKey`].
    pub fn parse(file: &str, text: &str) -> Result<Self, ConfigError> {
        keys::check(file, text)?;
        let raw: RawFile =
            toml::from_str(text).map_err(|error| keys::syntax(file, text, &error))?;
        Ok(Self {
            file: file.to_owned(),
            environments: raw.environments,
        })
    }

    /// The environment of that name, complete and checked; `variable` looks up an environment
    /// variable, for ids and secrets that do not stand in the file.
    ///
    /// # Errors
    /// The other variants of [`ConfigError`].
    pub fn environment(
        &self,
        name: &str,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Environment, ConfigError> {
        let names = || self.environments.keys().map(String::as_str);
        let raw = self
            .environments
            .get(name)
            .ok_or_else(|| ConfigError::UnknownEnvironment {
                name: name.to_owned(),
                near: keys::nearest(name, names()),
                file: self.file.clone(),
                known: names().collect::<Vec<_>>().join(", "),
            })?;
        let environment = raw.resolve(name, variable)?;
        raw.check_mock_only(&self.file, &environment)?;
        Ok(environment)
    }
}

#[derive(Debug, Deserialize)]
struct RawFile {
    #[serde(default)]
    environments: BTreeMap<String, RawEnvironment>,
}
