//! A relying party on the crate `openidconnect`, by the example of its documentation.

mod party;

use std::collections::HashMap;
use std::fmt;

use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header::LOCATION};
use actix_web::web::{self, Json, Query};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, ResponseError};
use anyhow::Context as _;
use clap::Parser as _;
use openidconnect::core::{CoreAuthenticationFlow, CoreUserInfoClaims};
use openidconnect::{
    CsrfToken, LogoutRequest, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, Scope,
};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use party::{Environment, Party, carry, locked};

const SCOPES: [&str; 3] = [
    "profile",
    "email",
    "https://api.banno.com/consumer/auth/offline_access",
];

/// Found out at the first sign-in: the crate fetches the keys with the metadata, and never again.
static PARTY: OnceCell<Party> = OnceCell::const_new();

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port = Environment::parse().port;
    let app = || {
        App::new()
            .route("/", web::get().to(async || "openidconnect"))
            .route("/login", web::get().to(login))
            .route("/callback", web::get().to(callback))
            .route("/me", web::get().to(me))
            .route("/refresh", web::get().to(refresh))
            .route("/logout", web::get().to(logout))
    };
    let server = HttpServer::new(app).workers(1);
    Ok(server.bind(("127.0.0.1", port))?.run().await?)
}

async fn party() -> anyhow::Result<&'static Party> {
    PARTY.get_or_try_init(Party::discover).await
}

async fn login() -> Result<HttpResponse, Refusal> {
    let party = party().await?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = party.client.authorize_url(
        CoreAuthenticationFlow::AuthorizationCode,
        CsrfToken::new_random,
        Nonce::new_random,
    );
    let (address, state, nonce) = request
        .add_scopes(SCOPES.map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(challenge)
        .url();
    locked(&party.begun).insert(state.secret().clone(), (nonce, verifier));
    Ok(redirect(address.as_str(), Some(("state", state.secret()))))
}

async fn callback(
    request: HttpRequest,
    query: Query<HashMap<String, String>>,
) -> Result<HttpResponse, Refusal> {
    let party = party().await?;
    let state = query
        .get("state")
        .filter(|state| **state == cookie(&request, "state"));
    let begun = state.and_then(|state| locked(&party.begun).remove(state));
    let (nonce, verifier) = begun.context("this browser has begun nothing with this state")?;
    let code = query.get("code").context("the answer has no code")?;
    let session = party.redeem(code, &nonce, verifier).await?;
    let id = CsrfToken::new_random();
    locked(&party.sessions).insert(id.secret().clone(), session);
    Ok(redirect("/me", Some(("session", id.secret()))))
}

async fn me(request: HttpRequest) -> Result<Json<Value>, Refusal> {
    let party = party().await?;
    let session = party.session(&cookie(&request, "session"))?;
    let subject = session.claims.subject().clone();
    let asked = party
        .client
        .user_info(session.access_token, Some(subject))?;
    let userinfo: CoreUserInfoClaims = asked.request_async(&|ask| carry(&party.http, ask)).await?;
    Ok(Json(
        json!({ "claims": session.claims, "userinfo": userinfo }),
    ))
}

async fn refresh(request: HttpRequest) -> Result<Json<Value>, Refusal> {
    let party = party().await?;
    let mut session = party.session(&cookie(&request, "session"))?;
    let asked = party
        .client
        .exchange_refresh_token(&session.refresh_token)?;
    let tokens = asked.request_async(&|ask| carry(&party.http, ask)).await?;
    let given = tokens.refresh_token().cloned();
    let rotated = given
        .as_ref()
        .is_some_and(|given| given.secret() != session.refresh_token.secret());
    session.access_token = tokens.access_token().clone();
    session.refresh_token = given.unwrap_or(session.refresh_token);
    locked(&party.sessions).insert(cookie(&request, "session"), session);
    Ok(Json(json!({ "refreshed": true, "rotated": rotated })))
}

async fn logout(request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let party = party().await?;
    let session = party.session(&cookie(&request, "session"))?;
    locked(&party.sessions).remove(&cookie(&request, "session"));
    let address = LogoutRequest::from(party.end_session.clone())
        .set_id_token_hint(&session.id_token)
        .set_post_logout_redirect_uri(party.after_logout.clone())
        .http_get_url();
    Ok(redirect(address.as_str(), None))
}

fn redirect(to: &str, kept: Option<(&'static str, &str)>) -> HttpResponse {
    let mut answer = HttpResponse::Found();
    answer.insert_header((LOCATION, to));
    if let Some((name, value)) = kept {
        answer.cookie(
            Cookie::build(name, value)
                .path("/")
                .http_only(true)
                .finish(),
        );
    }
    answer.finish()
}

fn cookie(request: &HttpRequest, name: &str) -> String {
    let found = request.cookie(name);
    found
        .map(|cookie| cookie.value().to_owned())
        .unwrap_or_default()
}

/// Whatever the crate has refused, in its own words.
#[derive(Debug)]
struct Refusal(anyhow::Error);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }
}

impl<E: Into<anyhow::Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}
