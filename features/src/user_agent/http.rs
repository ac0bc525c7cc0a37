use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use reqwest::redirect::Policy;
use reqwest::tls::TlsInfo;
use reqwest::{Certificate, Client};

use crate::browser::spki_hash;
use crate::consumer_api;

use super::names::ThisMachine;
use super::{Answer, Exchange, Request};

/// Whose certificates a target shows.
#[derive(Clone, Debug)]
pub(crate) enum Trust {
    /// Those of the authority in this PEM text.
    Pem(String),
    /// Those of an authority that the system trusts.
    System,
}

/// Plain HTTP without redirects, cookies or retries, that remembers what went over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    client: Client,
    log: Arc<Mutex<Vec<Exchange>>>,
}

impl Http {
    /// Trusts our own certificate authority for what is started here, and beside it the target's or,
    /// where the target names none, the system's.
    pub(crate) fn new(own: &str, target: &Trust) -> anyhow::Result<Self> {
        let certificate = |pem: &str| Certificate::from_pem(pem.as_bytes());
        let builder = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .dns_resolver(ThisMachine)
            .tls_info(true)
            .pool_idle_timeout(LONGEST_IDLE)
            .timeout(TIMEOUT);
        let builder = match target {
            Trust::Pem(pem) => builder.tls_certs_only([certificate(own)?, certificate(pem)?]),
            Trust::System => builder.tls_certs_merge([certificate(own)?]),
        };
        let client = builder.build().context("cannot set up HTTP")?;
        Ok(Self {
            client,
            log: Arc::default(),
        })
    }

    /// The same connections with a log of its own.
    pub(crate) fn with_fresh_log(&self) -> Self {
        Self {
            client: self.client.clone(),
            log: Arc::default(),
        }
    }

    /// Sends a request and reads the whole answer, which as one of the Consumer API's must be as its
    /// schema says.
    pub(crate) async fn send(&self, request: Request) -> anyhow::Result<Answer> {
        let answered = self.exchange(&request).await;
        let answer = answered.map_err(|error| anyhow::anyhow!("{request}: {error:#}"))?;
        let method = request.method.clone();
        let exchange = Exchange {
            request,
            answer: answer.clone(),
        };
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(exchange);
        consumer_api::check(&method, &answer)?;
        Ok(answer)
    }

    /// The status of an answer and the kind of its contents, which need not be text.
    pub(crate) async fn probe(&self, request: Request) -> anyhow::Result<(u16, String)> {
        let answer = self.client.get(request.url).send().await.map_err(told)?;
        let kind = answer.headers().get("content-type");
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split('/').next().unwrap_or_default().to_owned();
        Ok((answer.status().as_u16(), kind))
    }

    /// The hash by which a browser can be told to accept the certificate that an address shows.
    pub(crate) async fn spki_hash(&self, address: &str) -> anyhow::Result<String> {
        let answer = self.client.get(address).send().await.map_err(told)?;
        let shown = answer.extensions().get::<TlsInfo>();
        let certificate = shown.and_then(TlsInfo::peer_certificate);
        spki_hash(certificate.with_context(|| format!("{address} shows no certificate"))?)
    }

    /// All exchanges, the newest last.
    pub(crate) fn all(&self) -> Vec<Exchange> {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.clone()
    }

    /// Sends a request and reads the whole answer, and remembers neither.
    pub(crate) async fn exchange(&self, request: &Request) -> anyhow::Result<Answer> {
        let mut builder = self
            .client
            .request(request.method.clone(), request.url.clone());
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        if let Some(patience) = request.patience {
            builder = builder.timeout(patience);
        }
        let response = builder.send().await.map_err(told)?;
        Ok(Answer {
            url: request.url.clone(),
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.map_err(told)?,
        })
    }
}

/// What went wrong, without the address, which may have a secret in it.
fn told(error: reqwest::Error) -> reqwest::Error {
    error.without_url()
}

/// No answer on loopback takes this long; a stuck server must not hang the run.
const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);
/// Many servers close a connection that has been idle for five seconds; what is sent to it at that moment
/// is lost.
const LONGEST_IDLE: std::time::Duration = std::time::Duration::from_secs(2);
