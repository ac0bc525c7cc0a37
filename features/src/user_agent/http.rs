use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client};

use super::{Answer, Exchange, Request};

/// Plain HTTP without redirects, cookies or retries, that remembers what went over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    client: Client,
    log: Arc<Mutex<Vec<Exchange>>>,
}

impl Http {
    /// Trusts that certificate authority only, or the system's where there is none.
    pub(crate) fn new(ca_pem: Option<&str>) -> anyhow::Result<Self> {
        let mut builder = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(TIMEOUT);
        if let Some(pem) = ca_pem {
            builder = builder.tls_certs_only([Certificate::from_pem(pem.as_bytes())?]);
        }
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

    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(&self, request: Request) -> anyhow::Result<Answer> {
        let answered = self.exchange(&request).await;
        let answer = answered.map_err(|error| anyhow::anyhow!("{request}: {error:#}"))?;
        let exchange = Exchange {
            request,
            answer: answer.clone(),
        };
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(exchange);
        Ok(answer)
    }

    /// The last exchanges, the newest last.
    pub(crate) fn last(&self, count: usize) -> Vec<Exchange> {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log[log.len().saturating_sub(count)..].to_vec()
    }

    async fn exchange(&self, request: &Request) -> anyhow::Result<Answer> {
        let mut builder = self
            .client
            .request(request.method.clone(), request.url.clone());
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        let response = builder.send().await?;
        Ok(Answer {
            url: request.url.clone(),
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await?,
        })
    }
}

/// No answer on loopback takes this long; a stuck server must not hang the run.
const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);
