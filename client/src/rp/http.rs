use std::error::Error as StdError;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, RequestBuilder};
use url::Url;

use super::Fault;

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
        send(request, url).await
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
        send(request, url).await
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
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// An answer, read whole.
#[derive(Debug)]
pub(super) struct HttpResponse {
    pub(super) status: u16,
    content_type: Option<String>,
    pub(super) body: Vec<u8>,
}

impl HttpResponse {
    /// Whether the body says that it is JSON: `application/json` or a type built on it.
    pub(super) fn is_json(&self) -> bool {
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
    #[error("{url} answers more than {MAX_BODY} bytes")]
    TooLong {
        /// The endpoint.
        url: String,
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

async fn send(request: RequestBuilder, url: &Url) -> Result<HttpResponse, HttpError> {
    let sort = |error: reqwest::Error| HttpError::from_reqwest(url, &error.without_url());
    let mut response = request.send().await.map_err(sort)?;
    let status = response.status().as_u16();
    let content_type = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(sort)? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_BODY {
            return Err(HttpError::TooLong {
                url: without_query(url),
            });
        }
    }
    Ok(HttpResponse {
        status,
        content_type,
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
