use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

use super::{Config, ConfigError};
use crate::rp::{
    ClaimsRequest, ClientAuthenticationMethod, ClientSecret, Prompt, Registration, ResponseMode,
    SigningAlgorithm, is_loopback,
};

/// Everything that differs between one institution and another.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Its name, printed at start.
    pub name: String,
    /// The issuer identifier, compared exactly.
    pub issuer: String,
    /// Where the Consumer API is; left out, it is looked for beside the issuer.
    pub api_base_url: Option<String>,
    /// The client identifier.
    pub client_id: String,
    /// The client secret; none for a public client.
    pub client_secret: Option<ClientSecret>,
    /// How the client proves itself at the token endpoint.
    pub token_endpoint_auth_method: ClientAuthenticationMethod,
    /// The registered redirect URI; left out, the one of the server that is started.
    pub redirect_uri: Option<String>,
    /// The registered post-logout redirect URI; left out, `/logout/cb` beside the redirect URI, and
    /// empty, none.
    pub post_logout_redirect_uri: Option<String>,
    /// How the provider is to answer at the redirect URI.
    pub response_mode: ResponseMode,
    /// The scopes to ask for.
    pub scopes: Vec<String>,
    /// The claims to ask for by name.
    pub claims: ClaimsRequest,
    /// The one algorithm that ID tokens may be signed with.
    pub id_token_signed_response_alg: SigningAlgorithm,
    /// Whose certificates to believe.
    pub ca: CertificateAuthority,
    /// The longest time since the user's login, in seconds.
    pub max_age: Option<u64>,
    /// What the user is to be asked anew.
    pub prompt: Vec<Prompt>,
    /// Further audiences that an ID token may name.
    pub trusted_audiences: Vec<String>,
    /// How far the clocks may differ, in seconds.
    pub clock_tolerance: u64,
    /// Whether the tokens are printed in full at login; only ever for a mock.
    pub print_tokens: bool,
}

/// Whose certificates to believe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CertificateAuthority {
    /// Those in this PEM file, and nobody else's.
    File(PathBuf),
    /// Those of Mock Banno's local certificate authority.
    Local,
    /// Those in this PEM text, and nobody else's.
    Pem(String),
    /// Those that the system trusts.
    #[default]
    System,
}

impl Environment {
    /// Mock Banno on this machine, as the compiled-in `client.toml` has it.
    ///
    /// # Errors
    /// None that a release has; the file is part of this package.
    pub fn local() -> Result<Self, ConfigError> {
        Config::open(None)?.environment("local", |_| None)
    }

    /// What the relying party has to know, with the redirect URI that is really in use.
    ///
    /// # Errors
    /// [`ConfigError::Missing`] where secret and authentication method do not go together.
    pub fn registration(&self, redirect_uri: &str) -> Result<Registration, ConfigError> {
        let method = self.token_endpoint_auth_method;
        let authentication = Registration::authentication(method, self.client_secret.clone())
            .ok_or_else(|| ConfigError::Missing {
                environment: format!("[environments.{}]", self.name),
                mend: match method {
                    ClientAuthenticationMethod::None => {
                        "token_endpoint_auth_method is none, so take the client secret away"
                    }
                    _ => "add client_secret_env, or set token_endpoint_auth_method to none",
                }
                .to_owned(),
            })?;
        Ok(Registration {
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            authentication,
            redirect_uri: redirect_uri.to_owned(),
            response_mode: self.response_mode,
            post_logout_redirect_uri: match self.post_logout_redirect_uri.as_deref() {
                None => beside(redirect_uri),
                Some("") => None,
                Some(configured) => Some(configured.to_owned()),
            },
            scopes: self.scopes.clone(),
            claims: self.claims.clone(),
            id_token_signed_response_alg: self.id_token_signed_response_alg,
            max_age: self.max_age,
            prompt: self.prompt.clone(),
            trusted_audiences: self.trusted_audiences.clone(),
            clock_tolerance: self.clock_tolerance,
        })
    }

    /// The issuer as a URL.
    ///
    /// # Errors
    /// [`ConfigError::Invalid`] where it is none that an issuer may have (OIDC Discovery 3): https
    /// (or http on this machine), without query and fragment.
    pub fn issuer_url(&self) -> Result<Url, ConfigError> {
        self.base_url("issuer", &self.issuer)
    }

    /// The base of the Consumer API: `api_base_url`, or the issuer without its final `/oidc`.
    ///
    /// # Errors
    /// [`ConfigError::Invalid`] where it is no https URL (or http on this machine), and
    /// [`ConfigError::Missing`] where the issuer does not tell.
    pub fn consumer_api(&self) -> Result<Url, ConfigError> {
        if let Some(configured) = &self.api_base_url {
            return self.base_url("api_base_url", configured);
        }
        let beside = self
            .issuer
            .strip_suffix("/oidc")
            .ok_or_else(|| ConfigError::Missing {
                environment: format!("[environments.{}]", self.name),
                mend: "add api_base_url, the base of the Consumer API: an issuer that does not end in \
                       /oidc does not tell it"
                    .to_owned(),
            })?;
        self.base_url("issuer", beside)
    }

    fn base_url(&self, key: &'static str, value: &str) -> Result<Url, ConfigError> {
        Url::parse(value)
            .ok()
            .filter(|url| is_https_or_loopback(url) && url.query().is_none())
            .filter(|url| url.fragment().is_none() && url.username().is_empty())
            .ok_or_else(|| {
                self.invalid(
                    key,
                    value,
                    "has to be an https URL without query and fragment; http is for this machine",
                )
            })
    }

    /// Checks what the types do not.
    fn check(self) -> Result<Self, ConfigError> {
        self.issuer_url()?;
        if self.api_base_url.is_some() {
            self.consumer_api()?;
        }
        let post_logout = self.post_logout_redirect_uri.as_ref();
        for (key, uri) in [
            ("redirect_uri", self.redirect_uri.as_ref()),
            (
                "post_logout_redirect_uri",
                post_logout.filter(|uri| !uri.is_empty()),
            ),
        ] {
            let Some(uri) = uri else { continue };
            let url = Url::parse(uri).ok();
            if !url.is_some_and(|url| is_https_or_loopback(&url) && url.fragment().is_none()) {
                let mend = "has to be an https URL without fragment; http is for this machine";
                return Err(self.invalid(key, uri, mend));
            }
        }
        if !self.scopes.iter().any(|scope| scope == "openid") {
            let mend = "has to contain openid, without which there is no ID token";
            return Err(self.invalid("scopes", &self.scopes.join(" "), mend));
        }
        if self.client_id.is_empty() {
            return Err(self.invalid("client_id", "", "is the id from Banno People"));
        }
        self.registration("")?;
        Ok(self)
    }

    pub(crate) fn invalid(
        &self,
        key: &'static str,
        value: &str,
        mend: &'static str,
    ) -> ConfigError {
        ConfigError::Invalid {
            environment: format!("[environments.{}]", self.name),
            key,
            value: value.to_owned(),
            mend,
        }
    }
}

impl Default for Environment {
    /// The defaults of each key; issuer and client are left to fill in.
    fn default() -> Self {
        Self {
            name: String::new(),
            issuer: String::new(),
            api_base_url: None,
            client_id: String::new(),
            client_secret: None,
            token_endpoint_auth_method: ClientAuthenticationMethod::default(),
            redirect_uri: None,
            post_logout_redirect_uri: None,
            response_mode: ResponseMode::default(),
            scopes: vec!["openid".to_owned()],
            claims: ClaimsRequest::default(),
            id_token_signed_response_alg: SigningAlgorithm::default(),
            ca: CertificateAuthority::default(),
            max_age: None,
            prompt: Vec::new(),
            trusted_audiences: Vec::new(),
            clock_tolerance: CLOCK_TOLERANCE,
            print_tokens: false,
        }
    }
}

/// An environment as it stands in the file.
#[derive(Debug, Deserialize)]
pub(super) struct RawEnvironment {
    issuer: Option<String>,
    api_base_url: Option<String>,
    client_id: Option<String>,
    client_id_env: Option<String>,
    client_secret: Option<RawSecret>,
    client_secret_env: Option<String>,
    #[serde(default)]
    token_endpoint_auth_method: ClientAuthenticationMethod,
    redirect_uri: Option<String>,
    post_logout_redirect_uri: Option<String>,
    #[serde(default)]
    response_mode: ResponseMode,
    scopes: Option<Vec<String>>,
    #[serde(default)]
    claims: ClaimsRequest,
    #[serde(default)]
    id_token_signed_response_alg: SigningAlgorithm,
    ca: Option<String>,
    max_age: Option<u64>,
    #[serde(default)]
    prompt: Vec<Prompt>,
    #[serde(default)]
    trusted_audiences: Vec<String>,
    clock_tolerance: Option<u64>,
    #[serde(default)]
    print_tokens: bool,
}

impl RawEnvironment {
    /// Fills in what comes from environment variables and defaults.
    pub(super) fn resolve(
        &self,
        name: &str,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Environment, ConfigError> {
        let table = format!("[environments.{name}]");
        let look_up = |key: &'static str, name: &String| {
            variable(name)
                .filter(|value| !value.is_empty())
                .ok_or_else(|| ConfigError::VariableMissing {
                    environment: table.clone(),
                    key,
                    variable: name.clone(),
                })
        };
        let missing = |mend: &str| ConfigError::Missing {
            environment: table.clone(),
            mend: mend.to_owned(),
        };
        let client_id = match (&self.client_id, &self.client_id_env) {
            (Some(id), None) => id.clone(),
            (None, Some(name)) => look_up("client_id_env", name)?,
            (None, None) => return Err(missing("add client_id or client_id_env")),
            (Some(_), Some(_)) => return Err(missing("keep one of client_id and client_id_env")),
        };
        let client_secret = match (&self.client_secret, &self.client_secret_env) {
            (Some(secret), None) => Some(secret.0.clone()),
            (None, Some(name)) => {
                let secret = look_up("client_secret_env", name)?;
                Some(ClientSecret::new(secret))
            }
            (None, None) => None,
            (Some(_), Some(_)) => {
                return Err(missing("keep one of client_secret and client_secret_env"));
            }
        };
        let defaults = Environment::default();
        Environment {
            name: name.to_owned(),
            issuer: self.issuer.clone().ok_or_else(|| missing("add issuer"))?,
            api_base_url: self.api_base_url.clone(),
            client_id,
            client_secret,
            token_endpoint_auth_method: self.token_endpoint_auth_method,
            redirect_uri: self.redirect_uri.clone(),
            post_logout_redirect_uri: self.post_logout_redirect_uri.clone(),
            response_mode: self.response_mode,
            scopes: self.scopes.clone().unwrap_or(defaults.scopes),
            claims: self.claims.clone(),
            id_token_signed_response_alg: self.id_token_signed_response_alg,
            ca: match self.ca.as_deref() {
                None => CertificateAuthority::System,
                Some("local") => CertificateAuthority::Local,
                Some(path) => CertificateAuthority::File(path.into()),
            },
            max_age: self.max_age,
            prompt: self.prompt.clone(),
            trusted_audiences: self.trusted_audiences.clone(),
            clock_tolerance: self.clock_tolerance.unwrap_or(defaults.clock_tolerance),
            print_tokens: self.print_tokens,
        }
        .check()
    }

    /// Refuses what only a mock may have, where the issuer is not on this machine.
    pub(super) fn check_mock_only(
        &self,
        file: &str,
        environment: &Environment,
    ) -> Result<(), ConfigError> {
        if is_loopback(&environment.issuer_url()?) {
            return Ok(());
        }
        let file = file.to_owned();
        let environment = format!("[environments.{}]", environment.name);
        if self.client_secret.is_some() {
            return Err(ConfigError::InlineSecret { file, environment });
        }
        if self.print_tokens {
            return Err(ConfigError::PrintTokens { file, environment });
        }
        Ok(())
    }
}

/// A secret in the file, masked from the first moment on.
#[derive(Debug)]
struct RawSecret(ClientSecret);

impl<'de> Deserialize<'de> for RawSecret {
    /// The usual complaint about something else than text would show it.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)
            .map(|secret| Self(ClientSecret::new(secret)))
            .map_err(|_| serde::de::Error::custom("a secret is a text in quotes"))
    }
}

/// The post-logout redirect URI of a client that says nothing about it.
fn beside(redirect_uri: &str) -> Option<String> {
    let url = Url::parse(redirect_uri).ok()?;
    Some(url.join("/logout/cb").ok()?.into())
}

fn is_https_or_loopback(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.has_host(),
        "http" => is_loopback(url),
        _ => false,
    }
}

/// What Banno's quickstart allows.
const CLOCK_TOLERANCE: u64 = 300;
