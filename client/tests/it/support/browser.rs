use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex};

use banno_client::rp::ClientSecret;
use banno_client::{Environment, RunningClient};
use reqwest::header::{ACCEPT, COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use serde_json::Value;
use url::Url;

use super::{CLIENT_ID, FakeProvider, Reply, SeededEntropy};

/// A browser that shows its cookie.
pub(crate) struct Browser {
    client: Client,
    base_url: String,
    pub(crate) cookie: Option<String>,
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
            foreign_cookie: None,
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Response {
        self.get_accepting(path, "text/html").await
    }

    pub(crate) async fn get_accepting(&mut self, path: &str, accept: &str) -> Response {
        let mut request = self
            .client
            .get(format!("{}{path}", self.base_url))
            .header(ACCEPT, accept);
        let cookies = [
            self.foreign_cookie,
            self.cookie.as_deref().map(str::as_bytes),
        ];
        let cookies: Vec<_> = cookies.into_iter().flatten().collect();
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join(&b"; "[..]));
        }
        let response = request.send().await.unwrap();
        if let Some(cookie) = response.headers().get(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            self.cookie = Some(pair.to_owned());
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
        .output(output.clone())
        .start()
        .await
        .unwrap();
    (client, output)
}
