use std::error::Error as StdError;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Method, RequestBuilder};
use url::Url;

use super::this_machine::{ThisMachine, is_this_machine};
use super::{AccessToken, Fault};

/// The HTTP client for what is said between client and provider directly.
///
/// It follows no redirect (a token request that wanders takes its secret along), waits for no
/// answer forever, and asks no proxy on the way to this machine.
#[derive(Clone, Debug)]
pub struct Http {
    client: Client,
}

impl Http {
    /// Builds the client for one issuer. `trust` is the PEM of the only certificate authorities to
    /// believe; without it the system's are.
    ///
    /// # Errors
    /// [`TransportError::Certificates`] and [`TransportError::Setup`].
    pub fn new(issuer: &Url, trust: Option<&str>) -> Result<Self, TransportError> {
        let mut builder = Client::builder()
            .redirect(Policy::none())
            .dns_resolver(ThisMachine)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT);
        if is_loopback(issuer) {
            builder = builder.no_proxy();
        }
        builder = trusting(builder, trust)?;
        let client = builder
            .build()
            .map_err(|error| TransportError::Setup(chain(&error)))?;
        Ok(Self { client })
    }

    /// Fetches JSON.
    pub(super) async fn get(
        &self,
        url: &Url,
        bearer: Option<&str>,
    ) -> Result<HttpResponse, HttpError> {
        let mut request = self
            .client
            .get(url.clone())
            .header(ACCEPT, "application/json");
        if let Some(bearer) = bearer {
            request = request.header(AUTHORIZATION, sensitive(&format!("Bearer {bearer}"), url)?);
        }
        send(request, url, MAX_BODY).await
    }

    /// Asks a protected resource (RFC 6750 2.1), with nothing but the access token; `patience` is
    /// for answers that are waited for less long than usual.
    pub(crate) async fn resource(
        &self,
        method: Method,
        url: &Url,
        access_token: &AccessToken,
        patience: Option<Duration>,
    ) -> Result<HttpResponse, HttpError> {
        let bearer = sensitive(&format!("Bearer {}", access_token.expose()), url)?;
        let request = self
            .client
            .request(method, url.clone())
            .header(ACCEPT, "application/json")
            .header(AUTHORIZATION, bearer)
            .timeout(patience.unwrap_or(TIMEOUT).min(TIMEOUT));
        send(request, url, MAX_RESOURCE).await
    }

    /// Posts a form.
    pub(super) async fn post(
        &self,
        url: &Url,
        form: &[(&str, String)],
        authorization: Option<&str>,
    ) -> Result<HttpResponse, HttpError> {
        let mut request = self
            .client
            .post(url.clone())
            .header(ACCEPT, "application/json")
            .form(form);
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, sensitive(authorization, url)?);
        }
        send(request, url, MAX_BODY).await
    }
}

/// Applies the trusted authorities to a client under construction.
pub(crate) fn trusting(
    builder: reqwest::ClientBuilder,
    trust: Option<&str>,
) -> Result<reqwest::ClientBuilder, TransportError> {
    let Some(pem) = trust else {
        return Ok(builder);
    };
    let certificates = Certificate::from_pem_bundle(pem.as_bytes())
        .map_err(|error| TransportError::Certificates(chain(&error)))?;
    if certificates.is_empty() {
        return Err(TransportError::Certificates(
            "there is no CERTIFICATE block in it".to_owned(),
        ));
    }
    Ok(builder.tls_certs_only(certificates))
}

/// Whether the URL's host is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => is_this_machine(name),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct HttpResponse {
    pub(crate) status: u16,
    content_type: Option<String>,
    /// What the provider's support finds the request by, `x-request-id`.
    pub(crate) request_id: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl HttpResponse {
    /// Whether the body says that it is JSON: `application/json` or a type built on it.
    pub(crate) fn is_json(&self) -> bool {
        let essence = self
            .content_type
            .as_deref()
            .and_then(|value| value.split(';').next())
            .map(|essence| essence.trim().to_ascii_lowercase());
        essence.is_some_and(|essence| {
            essence == "application/json"
                || (essence.starts_with("application/") && essence.ends_with("+json"))
        })
    }
}

/// Why no answer came; the URL is named without its query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The answer is longer than anything that the protocol sends.
    #[error("{url} answers more than {limit} bytes")]
    TooLong {
        /// The endpoint.
        url: String,
        /// The most that is read.
        limit: usize,
    },
    /// The time ran out.
    #[error("{url} did not answer in time")]
    TimedOut {
        /// The endpoint.
        url: String,
    },
    /// The connection failed or broke.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable {
        /// The endpoint.
        url: String,
        /// The system's answer.
        reason: String,
    },
    /// A value cannot stand in an HTTP header.
    #[error("a credential for {url} has characters that no HTTP header can carry")]
    Unsendable {
        /// The endpoint.
        url: String,
    },
    /// The certificate was issued by nobody that this client trusts.
    #[error("{url} shows a certificate that is not trusted: {reason}")]
    UntrustedCertificate {
        /// The endpoint.
        url: String,
        /// The TLS library's answer.
        reason: String,
    },
}

impl HttpError {
    /// The error's stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TimedOut { .. } => "provider-timed-out",
            Self::TooLong { .. } => "answer-too-long",
            Self::Unreachable { .. } => "provider-unreachable",
            Self::Unsendable { .. } => "credential-unsendable",
            Self::UntrustedCertificate { .. } => "untrusted-certificate",
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        match self {
            Self::TooLong { .. } => Fault::Provider,
            Self::Unsendable { .. } | Self::UntrustedCertificate { .. } => Fault::Configuration,
            Self::TimedOut { .. } | Self::Unreachable { .. } => Fault::Transport,
        }
    }

    /// Sorts the library's error.
    pub(crate) fn from_reqwest(url: &Url, error: &reqwest::Error) -> Self {
        let url = without_query(url);
        let reason = chain(error);
        if error.is_timeout() {
            Self::TimedOut { url }
        } else if reason.contains("certificate") {
            Self::UntrustedCertificate { url, reason }
        } else {
            Self::Unreachable { url, reason }
        }
    }
}

/// Why the HTTP client cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The trusted certificates cannot be read.
    #[error("the trusted certificates cannot be read: {0}")]
    Certificates(String),
    /// The system has no usable TLS setup, such as no trusted authorities at all.
    #[error("cannot set up HTTPS: {0}")]
    Setup(String),
}

async fn send(request: RequestBuilder, url: &Url, limit: usize) -> Result<HttpResponse, HttpError> {
    let sort = |error: reqwest::Error| HttpError::from_reqwest(url, &error.without_url());
    let mut response = request.send().await.map_err(sort)?;
    let status = response.status().as_u16();
    let header = |name: &str| {
        let value = response.headers().get(name)?.to_str().ok()?;
        Some(value.to_owned())
    };
    let content_type = header(CONTENT_TYPE.as_str());
    let request_id = header(REQUEST_ID).map(|id| id.chars().take(MAX_REQUEST_ID).collect());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(sort)? {
        body.extend_from_slice(&chunk);
        if body.len() > limit {
            return Err(HttpError::TooLong {
                url: without_query(url),
                limit,
            });
        }
    }
    Ok(HttpResponse {
        status,
        content_type,
        request_id,
        body,
    })
}

fn sensitive(value: &str, url: &Url) -> Result<HeaderValue, HttpError> {
    let mut value = HeaderValue::from_str(value).map_err(|_| HttpError::Unsendable {
        url: without_query(url),
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// The URL as it may be told: codes and tokens stand in the query.
pub(crate) fn without_query(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.into()
}

/// The innermost reason, which is the one that helps.
fn chain(error: &dyn StdError) -> String {
    let mut reason = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        reason = inner.to_string();
        source = inner.source();
    }
    reason
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(15);
const MAX_BODY: usize = 1024 * 1024;
/// Five hundred transactions with all that is known of them are about one megabyte.
const MAX_RESOURCE: usize = 32 * 1024 * 1024;
const REQUEST_ID: &str = "x-request-id";
const MAX_REQUEST_ID: usize = 128;
