use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Method};
use url::Url;

/// Cookies, and a way to send requests; redirects are answers like others.
#[derive(Debug)]
pub(super) struct Browser(Client);

#[derive(Debug)]
pub(super) struct Request {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<String>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked for.
    pub url: Url,
    /// The status code.
    pub status: u16,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Browser {
    pub(super) fn new() -> anyhow::Result<Self> {
        // Both providers are asked over plain HTTP, and reading the system's authorities takes its time.
        let nobody = std::iter::empty::<Certificate>();
        let builder = Client::builder().tls_certs_only(nobody);
        let builder = builder.cookie_store(true).no_proxy();
        let builder = builder.redirect(Policy::none()).timeout(PATIENCE);
        Ok(Self(builder.build()?))
    }

    pub(super) async fn send(&self, request: Request) -> anyhow::Result<Answer> {
        let mut builder = self.0.request(request.method, request.url.clone());
        if let Some(body) = request.body {
            builder = builder.body(body);
        }
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        let response = builder.send().await?;
        Ok(Answer {
            url: request.url,
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await?,
        })
    }
}

/// Nobody needs nearly as long, on any machine.
const PATIENCE: Duration = Duration::from_secs(60);

impl Request {
    pub(super) fn page(url: Url) -> Self {
        Self {
            method: Method::GET,
            url,
            headers: vec![("accept".to_owned(), "text/html".to_owned())],
            body: None,
        }
    }

    pub(super) fn form(url: Url, body: String) -> Self {
        let mut request = Self::page(url);
        request.method = Method::POST;
        let form = ("content-type".to_owned(), super::FORM.to_owned());
        request.headers.push(form);
        request.body = Some(body);
        request
    }
}

impl Answer {
    /// A header field that comes once.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where it redirects to.
    #[must_use]
    pub fn redirect(&self) -> Option<Url> {
        self.url.join(self.header("location")?).ok()
    }

    /// Whether the body is a page.
    #[must_use]
    pub fn is_html(&self) -> bool {
        self.is("text/html")
    }

    /// Whether the body is a JWT.
    #[must_use]
    pub fn is_jwt(&self) -> bool {
        self.is("application/jwt")
    }

    fn is(&self, media_type: &str) -> bool {
        self.header("content-type")
            .is_some_and(|found| found.starts_with(media_type))
    }
}
