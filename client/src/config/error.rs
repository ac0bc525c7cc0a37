use std::path::PathBuf;

/// What is wrong with the configuration; each names the place, the value and the mend.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A secret stands in the file, though the provider is not a mock on this machine.
    #[error(
        "{file}: {environment}: client_secret is for a mock on this machine only; use \
         client_secret_env, which names an environment variable with the secret"
    )]
    InlineSecret {
        /// The file.
        file: String,
        /// The environment's table.
        environment: String,
    },
    /// `redirect_uri`, `issuer` or a list does not hold what it should.
    #[error("{environment}: {key} = {value:?}: {mend}")]
    Invalid {
        /// The environment's table.
        environment: String,
        /// The key.
        key: &'static str,
        /// The value.
        value: String,
        /// What it should be.
        mend: &'static str,
    },
    /// A key is needed that is not there.
    #[error("{environment}: {mend}")]
    Missing {
        /// The environment's table.
        environment: String,
        /// What to add.
        mend: String,
    },
    /// Tokens would be printed that open more than a mock on this machine.
    #[error(
        "{file}: {environment}: print_tokens = true is for a mock on this machine only; leave \
         print_tokens out"
    )]
    PrintTokens {
        /// The file.
        file: String,
        /// The environment's table.
        environment: String,
    },
    /// The file cannot be read.
    #[error("cannot read {path}: {source}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The file is not TOML, or a value is of the wrong type.
    #[error("{file}:{line}: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// The line.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// There is no such environment.
    #[error("there is no environment `{name}`{}; {file} has: {known}", meant(near.as_deref()))]
    UnknownEnvironment {
        /// The name asked for.
        name: String,
        /// The name that is closest.
        near: Option<String>,
        /// The file.
        file: String,
        /// The names that there are.
        known: String,
    },
    /// There is no such key.
    #[error("{file}:{line}: unknown key `{key}`{}", meant(near.as_deref()))]
    UnknownKey {
        /// The file.
        file: String,
        /// The line.
        line: usize,
        /// The key.
        key: String,
        /// The key that is closest.
        near: Option<String>,
    },
    /// The environment variable with an id or a secret is not set.
    #[error("{environment}: {key} names {variable}, which is not set; export it first")]
    VariableMissing {
        /// The environment's table.
        environment: String,
        /// The key.
        key: &'static str,
        /// The variable.
        variable: String,
    },
}

fn meant(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"))
}
