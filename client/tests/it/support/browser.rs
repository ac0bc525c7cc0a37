use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::sync::{Arc, Mutex};

use banno_client::rp::ClientSecret;
use banno_client::web::SESSION_COOKIE;
use banno_client::{Environment, RunningClient};
use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;
use url::Url;

use super::{CLIENT_ID, FakeProvider, Reply, SeededEntropy, TestPause};

/// A browser that shows its cookies.
pub(crate) struct Browser {
    client: Client,
    base_url: String,
    /// The session cookie.
    pub(crate) cookie: Option<String>,
    /// The client's other cookies by name, each as it was set.
    pub(crate) jar: BTreeMap<String, String>,
    /// What another program on this host has set, sent before the client's cookie.
    pub(crate) foreign_cookie: Option<&'static [u8]>,
}

impl Browser {
    pub(crate) fn new(client: &RunningClient) -> Self {
        Self {
            client: Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .build()
                .unwrap(),
            base_url: client.base_url().to_owned(),
            cookie: None,
            jar: BTreeMap::new(),
            foreign_cookie: None,
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Response {
        self.get_accepting(path, "text/html").await
    }

    pub(crate) async fn get_accepting(&mut self, path: &str, accept: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.base_url));
        let request = self.with_cookies(request.header(ACCEPT, accept), path, |_| true);
        self.send(request).await
    }

    /// Comes by a link on another page; `site` is what browsers say in `Sec-Fetch-Site`.
    pub(crate) async fn get_from(&mut self, site: &str, path: &str) -> Response {
        self.get_saying("sec-fetch-site", site, path).await
    }

    /// Says something more about the request.
    pub(crate) async fn get_saying(&mut self, name: &str, value: &str, path: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.base_url));
        let request = request.header(name, value);
        let request = self.with_cookies(request, path, |_| true);
        self.send(request).await
    }

    /// Posts what another site's page makes the browser post: only cookies with SameSite=None go
    /// along.
    pub(crate) async fn post_from_elsewhere(
        &mut self,
        path: &str,
        content_type: &str,
        body: String,
    ) -> Response {
        let request = self.client.post(format!("{}{path}", self.base_url));
        let request = request.header(CONTENT_TYPE, content_type).body(body);
        let goes_along = |cookie: &str| cookie.contains("; SameSite=None");
        let request = self.with_cookies(request, path, goes_along);
        self.send(request).await
    }

    fn with_cookies(
        &self,
        request: RequestBuilder,
        path: &str,
        goes_along: impl Fn(&str) -> bool,
    ) -> RequestBuilder {
        let session = self.cookie.as_deref().filter(|it| goes_along(it));
        let others = self.jar.values().map(String::as_str);
        let others = others.filter(|it| goes_along(it) && path.starts_with(path_of(it)));
        let ours = session.into_iter().chain(others.map(pair));
        let cookies: Vec<_> = self
            .foreign_cookie
            .into_iter()
            .chain(ours.map(str::as_bytes))
            .collect();
        if cookies.is_empty() {
            return request;
        }
        request.header(COOKIE, cookies.join(&b"; "[..]))
    }

    async fn send(&mut self, request: RequestBuilder) -> Response {
        let response = request.send().await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, _) = cookie.split_once('=').unwrap();
            let is_kept = !cookie.contains("; Max-Age=0");
            if name == SESSION_COOKIE {
                self.cookie = is_kept.then(|| pair(cookie).to_owned());
            } else if is_kept {
                self.jar.insert(name.to_owned(), cookie.to_owned());
            } else {
                self.jar.remove(name);
            }
        }
        response
    }

    /// Begins a login and tells the parameters of the authorization request.
    pub(crate) async fn begin(&mut self, path: &str) -> HashMap<String, String> {
        let response = self.get(path).await;
        assert_eq!(response.status(), 302);
        let url = Url::parse(location(&response)).unwrap();
        url.query_pairs().into_owned().collect()
    }

    /// Logs in and tells where the browser is sent in the end.
    pub(crate) async fn log_in(&mut self, provider: &FakeProvider, path: &str) -> String {
        let query = self.begin(path).await;
        let id_token = provider.sign(&provider.claims(&query["nonce"]));
        let tokens = FakeProvider::token_response(&id_token);
        self.finish(provider, &query["state"], &tokens).await
    }

    /// Comes back from the provider with a code for these tokens, and tells where the browser is
    /// sent then.
    pub(crate) async fn finish(
        &mut self,
        provider: &FakeProvider,
        state: &str,
        tokens: &Value,
    ) -> String {
        provider.reply("authorization_code", Reply::json(200, tokens));
        let callback = format!("/auth/cb?code=code-1&state={state}&iss={}", provider.issuer);
        let response = self.get(&callback).await;
        assert_eq!(response.status(), 302, "{}", response.text().await.unwrap());
        location(&response).to_owned()
    }
}

/// Name and value of a cookie that was set.
fn pair(cookie: &str) -> &str {
    cookie.split(';').next().unwrap()
}

fn path_of(cookie: &str) -> &str {
    let path = cookie.split("; ").find_map(|it| it.strip_prefix("Path="));
    path.unwrap()
}

/// The cookies that a response sets, with all their attributes.
pub(crate) fn set_cookies(response: &Response) -> Vec<&str> {
    let cookies = response.headers().get_all(SET_COOKIE);
    cookies.iter().map(|it| it.to_str().unwrap()).collect()
}

pub(crate) fn location(response: &Response) -> &str {
    response.headers()[LOCATION].to_str().unwrap()
}

/// What a client printed.
#[derive(Clone, Default)]
pub(crate) struct Output(Arc<Mutex<Vec<u8>>>);

impl Output {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A client of the fake provider, on a free port, without TLS.
pub(crate) async fn start_client(
    provider: &FakeProvider,
    change: impl FnOnce(Environment) -> Environment,
) -> (RunningClient, Output) {
    let output = Output::default();
    let environment = change(Environment {
        name: "local".to_owned(),
        issuer: provider.issuer.clone(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: Some(ClientSecret::new("s3cret")),
        ..Environment::default()
    });
    let client = RunningClient::builder()
        .environment(environment)
        .tls(false)
        .clock(provider.clock.clone())
        .entropy(Arc::new(SeededEntropy::default()))
        .pause(Arc::new(TestPause(provider.clock.clone())))
        .output(output.clone())
        .start()
        .await
        .unwrap();
    (client, output)
}
