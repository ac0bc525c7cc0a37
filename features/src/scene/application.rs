use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::try_join_all;
use reqwest::Method;
use serde_json::{Map, Value};
use url::{Url, form_urlencoded};

use super::Scene;
use crate::change;
use crate::params::Params;
use crate::user_agent::{Answer, Request};

impl Scene {
    /// The request that redeems the code (RFC 6749 4.1.3), changed in words.
    pub(crate) fn code_request(&self, words: &str) -> anyhow::Result<Request> {
        let code = self.code.clone().context("the application has no code")?;
        let verifier = self.fact("verifier").unwrap_or_default();
        let redirect_uri = self.fact("redirect_uri").unwrap_or_default();
        let params = Params::from([
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", redirect_uri.as_str()),
            ("code_verifier", verifier.as_str()),
        ]);
        self.client_request("token_endpoint", params, words)
    }

    /// The request that refreshes (RFC 6749 6), changed in words.
    pub(crate) fn refresh_request(&self, words: &str) -> anyhow::Result<Request> {
        let token = self.fact("refresh_token");
        let token = token.context("the application holds no refresh token")?;
        let params = Params::from([
            ("grant_type", "refresh_token"),
            ("refresh_token", token.as_str()),
        ]);
        self.client_request("token_endpoint", params, words)
    }

    /// Sends a token request and keeps the answer; tokens, where it has some, become the newest.
    pub(crate) async fn ask_for_tokens(&mut self, request: Request) -> anyhow::Result<()> {
        let answer = self.http.send(request).await?;
        if answer.status == 200 {
            self.tokens.push(answer.json()?);
        }
        self.answer = Some(answer);
        Ok(())
    }

    /// Redeems the code, which has to succeed.
    pub(crate) async fn redeem(&mut self) -> anyhow::Result<()> {
        self.ask_for_tokens(self.code_request("")?).await?;
        let answer = self.answer()?;
        anyhow::ensure!(answer.status == 200, "the code is refused: {answer}");
        Ok(())
    }

    /// Sends the same request many times at once.
    pub(crate) async fn send_at_once(
        &mut self,
        request: Request,
        times: usize,
    ) -> anyhow::Result<()> {
        let http = &self.http;
        let sent = (0..times).map(|_| http.send(request.clone()));
        self.answers = try_join_all(sent).await?;
        Ok(())
    }

    /// Asks for the claims (OIDC Core 5.3.1), the access token in the header, changed in words.
    pub(crate) async fn ask_for_claims(
        &mut self,
        method: Method,
        words: &str,
    ) -> anyhow::Result<()> {
        let url = self.provider.endpoint("userinfo_endpoint")?;
        let mut params = match self.fact("access_token") {
            Some(token) => self.shown(&token, &method, &url)?,
            None => Params::default(),
        };
        change::apply(&mut params, words, |name| self.fact(name))?;
        self.answer = Some(self.http.send(request(method, url, params)).await?);
        Ok(())
    }

    /// The provider's answer about one access token.
    pub(crate) async fn userinfo(&self, access_token: &str) -> anyhow::Result<Answer> {
        let url = self.provider.endpoint("userinfo_endpoint")?;
        let headers = self.shown(access_token, &Method::GET, &url)?;
        self.http.send(request(Method::GET, url, headers)).await
    }

    /// A request to an endpoint that authenticates clients as they are registered (RFC 6749 2.3.1, OIDC Core 9),
    /// with a proof where the application proves a key (RFC 9449 5), changed in words.
    pub(crate) fn client_request(
        &self,
        endpoint: &str,
        mut params: Params,
        words: &str,
    ) -> anyhow::Result<Request> {
        let client = self.client()?;
        let url = self.provider.endpoint(endpoint)?;
        let names_client = params.get("client_id").is_some();
        if client.token_endpoint_auth_method == "private_key_jwt" {
            params.set("client_id", client.client_id.clone());
            params.set("client_assertion_type", JWT_BEARER);
            params.set("client_assertion", self.assertion()?);
        } else {
            params.set("client_id", client.client_id.clone());
            if let Some(secret) = &client.client_secret {
                params.set("client_secret", secret.expose());
            }
        }
        if client.token_endpoint_auth_method == "client_secret_basic" {
            params.set("Authorization", AS_REGISTERED);
        }
        if TAKE_PROOFS.contains(&endpoint)
            && let Some(proof) = self.proof(&Method::POST, &url, None)?
        {
            params.set("DPoP", proof);
        }
        change::apply(&mut params, words, |name| self.fact(name))?;
        into_header(&mut params, names_client);
        Ok(request(Method::POST, url, params))
    }
}

/// Moves the credentials into the header where the application is registered so (RFC 6749 2.3.1) and no words
/// say another header or none: whatever is to be wrong with them is wrong there, too.
fn into_header(params: &mut Params, keeps_client_id: bool) {
    if params.get("Authorization") != Some(AS_REGISTERED) {
        return;
    }
    params.remove("Authorization");
    let pair = (params.get("client_id"), params.get("client_secret"));
    let (Some(id), Some(secret)) = pair else {
        return;
    };
    let encoded =
        |text: &str| -> String { form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    let pair = format!("{}:{}", encoded(id), encoded(secret));
    params.set("Authorization", format!("Basic {}", STANDARD.encode(pair)));
    params.remove("client_secret");
    if !keeps_client_id {
        params.remove("client_id");
    }
}

/// Makes a request of parameters; those with a capital are headers. GET carries the rest in the
/// query, POST in the body, as a form unless the content type says JSON.
pub(crate) fn request(method: Method, mut url: Url, mut params: Params) -> Request {
    let mut headers = Vec::new();
    let names: Vec<String> = params
        .names()
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    for name in names {
        if name.starts_with(|first: char| first.is_ascii_uppercase()) {
            let value = params.get(&name).unwrap_or_default().to_owned();
            headers.push((name.to_ascii_lowercase(), value));
            params.remove(&name);
        }
    }
    let json = headers
        .iter()
        .any(|(name, value)| name == "content-type" && value == "application/json");
    let mut request = if params.names().is_empty() {
        Request::new(method, url)
    } else if method == Method::GET {
        url.set_query(Some(&params.encoded()));
        Request::get(url)
    } else if json {
        let members: Map<_, _> = params
            .names()
            .into_iter()
            .map(|name| (name.to_owned(), params.get(name).into()))
            .collect();
        let mut request = Request::new(method, url);
        request.body = Some(Value::Object(members).to_string());
        request
    } else {
        let mut request = Request::form(url, &params);
        request.method = method;
        request
    };
    request.headers.extend(headers);
    request
}

/// Stands for the header of an application that is registered for `client_secret_basic`.
const AS_REGISTERED: &str = "as registered";
/// RFC 7523 2.2.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// RFC 9449 5 and 10.1.
const TAKE_PROOFS: [&str; 2] = ["token_endpoint", "pushed_authorization_request_endpoint"];
