use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use anyhow::Context as _;
use reqwest::Method;
use serde_json::Value;
use url::Url;

use crate::user_agent::{Answer, Http, Request};

/// The control plane of a provider, by raw HTTP: whether the provider is in this process or in another
/// makes no difference.
#[derive(Clone, Debug)]
pub(crate) struct Control {
    address: Url,
    token: Option<ControlToken>,
    http: Http,
}

/// What a control plane may want to be shown. It is never printed.
#[derive(Clone)]
pub(crate) struct ControlToken(String);

impl Control {
    /// The control plane at that address.
    pub(crate) fn at(
        address: &str,
        token: Option<ControlToken>,
        http: Http,
    ) -> anyhow::Result<Self> {
        let usable = |url: &Url| url.has_host() && url.query().is_none();
        let address = Url::parse(address).ok().filter(usable).with_context(|| {
            format!("the control plane's address `{address}` must be like http://127.0.0.1:8444")
        })?;
        Ok(Self {
            address,
            token,
            http,
        })
    }

    /// The certificate authority that vouches for all institutions, as PEM; none without TLS.
    pub(crate) async fn ca_pem(&self) -> anyhow::Result<Option<String>> {
        let all = self.get("/institutions").await?;
        let id = all["institutions"][0]["id"].as_str();
        let id = id.context("the control plane lists no institution")?;
        let one = self.get(&format!("/institutions/{id}")).await?;
        Ok(one["ca_pem"].as_str().map(str::to_owned))
    }

    /// What is to be known about this path.
    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.ask(Method::GET, path, None).await
    }

    /// Makes something of this description.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.ask(Method::POST, path, Some(body)).await
    }

    /// Changes what the body names.
    pub(crate) async fn patch(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.ask(Method::PATCH, path, Some(body)).await
    }

    /// Drops it.
    pub(crate) async fn delete(&self, path: &str) -> anyhow::Result<()> {
        self.ask(Method::DELETE, path, None).await.map(drop)
    }

    /// The answer, whatever it is; a path may have a query behind it.
    pub(super) async fn exchange(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Answer> {
        let mut request = Request::new(method, self.url(path));
        if let Some(body) = body {
            request = request.header("content-type", "application/json");
            request.body = Some(body.to_string());
        }
        if let Some(ControlToken(token)) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let answer = self.http.exchange(&request).await;
        answer.context("the control plane does not answer")
    }

    /// An answer's JSON, or the detail of the problem (RFC 9457).
    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        let asked = format!("{method} {}", self.url(path));
        let answer = self.exchange(method, path, body).await?;
        if answer.status == 204 {
            return Ok(Value::Null);
        }
        let told = answer.json();
        if (200..300).contains(&answer.status) {
            return told;
        }
        let told = told.unwrap_or_default();
        let detail = told["detail"].as_str().unwrap_or(&answer.body);
        anyhow::bail!("{asked} is refused with {}: {detail}", answer.status)
    }

    fn url(&self, path: &str) -> Url {
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path, None),
        };
        let mut url = self.address.clone();
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        url.set_query(query);
        url
    }
}

impl FromStr for ControlToken {
    type Err = Infallible;

    fn from_str(token: &str) -> Result<Self, Infallible> {
        Ok(Self(token.to_owned()))
    }
}

impl fmt::Debug for ControlToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ControlToken(…)")
    }
}
