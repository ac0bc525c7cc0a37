use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::Value;

use crate::params::Params;
use crate::user_agent::Exchange;

/// What a client did over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Observed {
    /// What the ID token was signed with.
    pub(super) alg: String,
    /// How it proved itself at the token endpoint (RFC 6749 2.3).
    pub(super) proof: &'static str,
    /// `code_challenge_method` (RFC 7636 4.3).
    pub(super) pkce: String,
    pub(super) nonce: bool,
    pub(super) state: bool,
    /// How often it fetched the metadata, and the keys.
    pub(super) metadata: usize,
    pub(super) keys: usize,
}

impl Observed {
    /// Reads what has passed the front.
    pub(super) fn of(exchanges: &[Exchange]) -> anyhow::Result<Self> {
        let asked = of_endpoint(exchanges, AUTHORIZATION).find_map(|it| it.request.url.query());
        let asked = Params::decode(asked.context("it never came to the authorization endpoint")?);
        let redeemed = granted(exchanges, "authorization_code").next();
        let redeemed = redeemed.context("it has redeemed no code")?;
        Ok(Self {
            alg: alg(redeemed).context("the token response has no ID token")?,
            proof: proof(redeemed),
            pkce: asked
                .get("code_challenge_method")
                .unwrap_or("none")
                .to_owned(),
            nonce: asked.get("nonce").is_some(),
            state: asked.get("state").is_some(),
            metadata: of_endpoint(exchanges, METADATA).count(),
            keys: of_endpoint(exchanges, KEYS).count(),
        })
    }
}

/// The token requests of this grant that were answered with tokens.
pub(super) fn granted<'a>(
    exchanges: &'a [Exchange],
    grant_type: &'a str,
) -> impl Iterator<Item = &'a Exchange> {
    of_endpoint(exchanges, TOKEN).filter(move |exchange| {
        let body = exchange.request.body.as_deref().unwrap_or_default();
        exchange.answer.status == 200 && Params::decode(body).get("grant_type") == Some(grant_type)
    })
}

/// The requests for claims that were answered.
pub(super) fn userinfo(exchanges: &[Exchange]) -> usize {
    of_endpoint(exchanges, USERINFO)
        .filter(|exchange| exchange.answer.status == 200)
        .count()
}

/// The parameters of the last request for a logout.
pub(super) fn logout(exchanges: &[Exchange]) -> Option<Params> {
    let last = of_endpoint(exchanges, END_SESSION).last()?;
    let posted = last.request.body.as_deref();
    let params = posted.or_else(|| last.request.url.query());
    Some(Params::decode(params.unwrap_or_default()))
}

/// What the client has sent to be sent back, with the names that reports have for it.
pub(super) fn sent(exchanges: &[Exchange]) -> Vec<(String, &'static str)> {
    let asked = of_endpoint(exchanges, AUTHORIZATION).filter_map(|it| it.request.url.query());
    let sent = asked.flat_map(|query| {
        let params = Params::decode(query);
        [("state", "STATE"), ("nonce", "NONCE")]
            .into_iter()
            .filter_map(move |(name, shown)| Some((params.get(name)?.to_owned(), shown)))
    });
    sent.collect()
}

/// How a token request proves the client.
fn proof(exchange: &Exchange) -> &'static str {
    let body = Params::decode(exchange.request.body.as_deref().unwrap_or_default());
    let mut headers = exchange.request.headers.iter();
    if headers.any(|(name, value)| name == "authorization" && value.starts_with("Basic ")) {
        "client_secret_basic"
    } else if body.get("client_secret").is_some() {
        "client_secret_post"
    } else if body.get("client_assertion").is_some() {
        "private_key_jwt"
    } else {
        "none"
    }
}

/// What the ID token of a token response is signed with.
fn alg(exchange: &Exchange) -> Option<String> {
    let response = exchange.answer.json().ok()?;
    let header = response["id_token"].as_str()?.split('.').next()?;
    let header = URL_SAFE_NO_PAD.decode(header).ok()?;
    let header: Value = serde_json::from_slice(&header).ok()?;
    header["alg"].as_str().map(str::to_owned)
}

fn of_endpoint<'a>(
    exchanges: &'a [Exchange],
    path: &'static str,
) -> impl DoubleEndedIterator<Item = &'a Exchange> {
    exchanges.iter().filter(move |exchange| {
        exchange.request.method != Method::OPTIONS && exchange.request.url.path().ends_with(path)
    })
}

const METADATA: &str = "/.well-known/openid-configuration";
const AUTHORIZATION: &str = "/oidc/auth";
const TOKEN: &str = "/oidc/token";
const KEYS: &str = "/oidc/jwks";
const USERINFO: &str = "/oidc/me";
const END_SESSION: &str = "/oidc/logout";

#[cfg(test)]
mod tests {
    use reqwest::Method;
    use reqwest::header::HeaderMap;
    use url::Url;

    use super::Observed;
    use crate::user_agent::{Answer, Exchange, Request};

    fn exchange(method: Method, path: &str, request_body: &str, body: &str) -> Exchange {
        let url = Url::parse(&format!("https://localhost/fi/a/oidc{path}")).unwrap();
        let mut request = Request::new(method, url.clone());
        request.body = Some(request_body.to_owned());
        let answer = Answer {
            url,
            status: 200,
            headers: HeaderMap::new(),
            body: body.to_owned(),
        };
        Exchange { request, answer }
    }

    #[test]
    fn a_client_is_told_by_what_it_sent() {
        // {"alg":"ES256"}
        let tokens = r#"{"id_token":"eyJhbGciOiJFUzI1NiJ9.e30.c2ln"}"#;
        let redeems = "grant_type=authorization_code&code=c&client_secret=s";
        let mut exchanges = vec![
            exchange(
                Method::GET,
                "/auth?nonce=n&code_challenge_method=S256",
                "",
                "",
            ),
            exchange(Method::POST, "/token", redeems, tokens),
            exchange(Method::OPTIONS, "/jwks", "", ""),
            exchange(Method::GET, "/jwks", "", ""),
        ];
        let expected = Observed {
            alg: "ES256".to_owned(),
            proof: "client_secret_post",
            pkce: "S256".to_owned(),
            nonce: true,
            state: false,
            metadata: 0,
            keys: 1,
        };
        assert_eq!(Observed::of(&exchanges).unwrap(), expected);
        exchanges[1].answer.status = 400;
        assert!(Observed::of(&exchanges).is_err());
    }
}
