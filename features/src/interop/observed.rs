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
    pub(super) sign_ins: usize,
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
            sign_ins: granted(exchanges, "authorization_code").count(),
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
