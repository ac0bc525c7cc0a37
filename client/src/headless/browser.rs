use std::time::Duration;

use reqwest::header::{ACCEPT, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use url::Url;

use super::LoginError;
use super::page::{Form, Page};
use crate::rp::{HttpError, ThisMachine, TransportError, is_loopback, trusting, without_query};

/// A browser without a screen that knows one provider: it keeps cookies, follows redirects by
/// hand, and goes to no other origin.
pub(super) struct Browser {
    client: Client,
    provider: url::Origin,
    redirect_uri: Url,
}

impl Browser {
    pub(super) fn new(
        issuer: &Url,
        redirect_uri: Url,
        trust: Option<&str>,
    ) -> Result<Self, LoginError> {
        let mut builder = Client::builder()
            .redirect(Policy::none())
            .cookie_store(true)
            .dns_resolver(ThisMachine)
            .timeout(TIMEOUT);
        if is_loopback(issuer) {
            builder = builder.no_proxy();
        }
        let client = trusting(builder, trust)?
            .build()
            .map_err(|error| TransportError::Setup(error.to_string()))?;
        Ok(Self {
            client,
            provider: issuer.origin(),
            redirect_uri,
        })
    }

    /// Walks from the authorization request to the redirect URI and yields the query that was to
    /// go there.
    pub(super) async fn sign_in(
        &self,
        url: Url,
        username: &str,
        password: &str,
        mut second_factor: Option<&str>,
    ) -> Result<String, LoginError> {
        let mut step = self.get(url)?;
        let mut password_sent = false;
        let mut code_sent = false;
        for _ in 0..MAX_STEPS {
            let (request, url) = step;
            let response = request
                .send()
                .await
                .map_err(|error| HttpError::from_reqwest(&url, &error.without_url()))?;
            if let Some(location) = location(&response, &url) {
                if self.is_redirect_uri(&location) {
                    return Ok(location.query().unwrap_or_default().to_owned());
                }
                step = self.get(location)?;
                continue;
            }
            let status = response.status().as_u16();
            let html = response
                .text()
                .await
                .map_err(|error| HttpError::from_reqwest(&url, &error.without_url()))?;
            step = match Page::parse(&html) {
                Page::Login { alert, .. } if password_sent => {
                    return Err(LoginError::WrongPassword { text: alert });
                }
                Page::Login { mut form, .. } => {
                    password_sent = true;
                    let mut fill = |name: &str, value: &str| {
                        form.fields.push((name.to_owned(), value.to_owned()));
                    };
                    fill("username", username);
                    fill("password", password);
                    self.post(&form, &url)?
                }
                Page::SecondFactor(_) if code_sent => return Err(LoginError::WrongSecondFactor),
                Page::SecondFactor(mut form) => {
                    let code = second_factor.take().ok_or(LoginError::NeedsSecondFactor)?;
                    code_sent = true;
                    form.fields.push(("code".to_owned(), code.to_owned()));
                    self.post(&form, &url)?
                }
                Page::Consent(form) => self.post(&form, &url)?,
                Page::Error(text) => return Err(LoginError::ProviderErrorPage { text }),
                Page::Unknown => {
                    return Err(LoginError::UnexpectedPage {
                        url: without_query(&url),
                        status,
                    });
                }
            };
        }
        Err(LoginError::TooManyRedirects)
    }

    fn get(&self, url: Url) -> Result<(RequestBuilder, Url), LoginError> {
        self.stay(&url)?;
        let request = self.client.get(url.clone()).header(ACCEPT, "text/html");
        Ok((request, url))
    }

    fn post(&self, form: &Form, page: &Url) -> Result<(RequestBuilder, Url), LoginError> {
        let url = match &form.action {
            None => page.clone(),
            Some(action) => page.join(action).map_err(|_| LoginError::LeftProvider {
                location: action.clone(),
            })?,
        };
        self.stay(&url)?;
        // A browser names its origin with every form that it posts (Fetch 3.2).
        let request = self
            .client
            .post(url.clone())
            .header(ACCEPT, "text/html")
            .header("origin", page.origin().ascii_serialization())
            .form(&form.fields);
        Ok((request, url))
    }

    fn stay(&self, url: &Url) -> Result<(), LoginError> {
        if url.origin() == self.provider {
            Ok(())
        } else {
            Err(LoginError::LeftProvider {
                location: without_query(url),
            })
        }
    }

    fn is_redirect_uri(&self, url: &Url) -> bool {
        url.origin() == self.redirect_uri.origin() && url.path() == self.redirect_uri.path()
    }
}

fn location(response: &Response, url: &Url) -> Option<Url> {
    if !response.status().is_redirection() {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    url.join(location).ok()
}

const TIMEOUT: Duration = Duration::from_secs(15);
/// Login, consent and the redirects between them need about six.
const MAX_STEPS: usize = 20;
