use serde::Deserialize;
use url::Url;

use super::{Fault, Http, HttpError};

/// The part of the provider's metadata (OIDC Discovery 3) that this client goes by.
#[derive(Clone, Debug, Deserialize)]
pub struct ProviderMetadata {
    /// The issuer identifier.
    pub issuer: String,
    /// Where browsers are sent.
    pub authorization_endpoint: Url,
    /// Where codes and refresh tokens are redeemed.
    pub token_endpoint: Url,
    /// Where the claims are, if the provider has such a place.
    pub userinfo_endpoint: Option<Url>,
    /// Where the keys are.
    pub jwks_uri: Url,
    /// Where browsers are sent to sign out, if the provider has such a place (RP-Initiated Logout
    /// 1.0, 2.1).
    pub end_session_endpoint: Option<Url>,
    /// Where tokens are revoked, if the provider has such a place (RFC 8414 2).
    pub revocation_endpoint: Option<Url>,
    /// Whether authorization responses carry `iss` (RFC 9207 3).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

impl ProviderMetadata {
    /// Fetches the document below the issuer and holds its `issuer` against the one asked for.
    pub(super) async fn discover(http: &Http, issuer: &str) -> Result<Self, DiscoveryError> {
        let url = well_known(issuer)?;
        let response = http.get(&url, None).await?;
        if response.status != 200 {
            return Err(DiscoveryError::Status {
                status: response.status,
                url: url.into(),
            });
        }
        if !response.is_json() {
            return Err(DiscoveryError::NotJson);
        }
        let metadata: Self = serde_json::from_slice(&response.body)
            .map_err(|error| DiscoveryError::Malformed(error.to_string()))?;
        metadata.check(issuer)
    }

    fn check(self, issuer: &str) -> Result<Self, DiscoveryError> {
        if self.issuer != issuer {
            return Err(DiscoveryError::IssuerMismatch {
                expected: issuer.to_owned(),
                received: self.issuer,
            });
        }
        // An issuer reached by https must not lead back to plain http.
        if issuer.starts_with("https:") {
            let endpoints = [
                ("authorization_endpoint", Some(&self.authorization_endpoint)),
                ("token_endpoint", Some(&self.token_endpoint)),
                ("userinfo_endpoint", self.userinfo_endpoint.as_ref()),
                ("jwks_uri", Some(&self.jwks_uri)),
                ("end_session_endpoint", self.end_session_endpoint.as_ref()),
                ("revocation_endpoint", self.revocation_endpoint.as_ref()),
            ];
            for (member, url) in endpoints {
                if url.is_some_and(|url| url.scheme() != "https") {
                    return Err(DiscoveryError::EndpointNotHttps { member });
                }
            }
        }
        Ok(self)
    }
}

/// OIDC Discovery 4.1: the issuer, without a slash at its end, and the well-known path.
fn well_known(issuer: &str) -> Result<Url, DiscoveryError> {
    let base = issuer.strip_suffix('/').unwrap_or(issuer);
    Url::parse(&format!("{base}/.well-known/openid-configuration")).map_err(|_| {
        DiscoveryError::IssuerNotUrl {
            issuer: issuer.to_owned(),
        }
    })
}

/// Why the provider's metadata is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiscoveryError {
    /// OIDC Discovery 3: the endpoints of an https issuer are https.
    #[error("the provider's `{member}` is not https")]
    EndpointNotHttps {
        /// The member of the metadata.
        member: &'static str,
    },
    /// No answer came.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// OIDC Discovery 4.3: `issuer` is exactly the one that was asked.
    #[error("the provider calls itself `{received}`, but `{expected}` was asked for")]
    IssuerMismatch {
        /// The issuer asked for.
        expected: String,
        /// The issuer in the document.
        received: String,
    },
    /// OIDC Discovery 4.1: the issuer is a URL.
    #[error("the issuer `{issuer}` is not a URL")]
    IssuerNotUrl {
        /// The issuer.
        issuer: String,
    },
    /// OIDC Discovery 4.2: the document has the required members, of the right types.
    #[error("the provider's metadata cannot be read: {0}")]
    Malformed(String),
    /// OIDC Discovery 4.2: the document's type is `application/json`.
    #[error("the provider's metadata is not JSON")]
    NotJson,
    /// OIDC Discovery 4.2: the answer is 200.
    #[error("{url} answers {status}")]
    Status {
        /// The status.
        status: u16,
        /// The address.
        url: String,
    },
}

impl DiscoveryError {
    /// The error's stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::EndpointNotHttps { .. } => "endpoint-not-https",
            Self::Http(error) => error.name(),
            Self::IssuerMismatch { .. } => "discovery-issuer-mismatch",
            Self::IssuerNotUrl { .. } => "issuer-not-a-url",
            Self::Malformed(_) => "discovery-malformed",
            Self::NotJson => "discovery-not-json",
            Self::Status { .. } => "discovery-status",
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        match self {
            Self::Http(error) => error.fault(),
            Self::IssuerNotUrl { .. } => Fault::Configuration,
            _ => Fault::Provider,
        }
    }
}
