//! A relying party on the crate `openidconnect`, by the example of its documentation.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, fmt, fs};

use actix_web::cookie::Cookie;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Json, Query};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, ResponseError};
use anyhow::{Context as _, ensure};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreIdTokenClaims, CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndSessionUrl, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpResponse as Carried,
    IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, RefreshToken, Scope,
    TokenResponse as _, http,
};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

const SCOPES: [&str; 3] = [
    "profile",
    "email",
    "https://api.banno.com/consumer/auth/offline_access",
];

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

struct Party {
    client: Client,
    http: reqwest::Client,
    end_session: EndSessionUrl,
    /// By `state`, which a cookie binds to the browser.
    begun: Mutex<HashMap<String, (Nonce, PkceCodeVerifier)>>,
    sessions: Mutex<HashMap<String, Session>>,
}

#[derive(Clone)]
struct Session {
    claims: CoreIdTokenClaims,
    id_token: CoreIdToken,
    access_token: AccessToken,
    refresh_token: RefreshToken,
}

/// Found out at the first sign-in: the crate fetches the keys with the metadata, and never again.
static PARTY: OnceCell<Party> = OnceCell::const_new();

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port: u16 = env::var("PORT")?.parse()?;
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

impl Party {
    async fn discover() -> anyhow::Result<Self> {
        let authority = reqwest::Certificate::from_pem(&fs::read(env::var("CA_FILE")?)?)?;
        let http = reqwest::Client::builder()
            .tls_certs_only([authority])
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let issuer = IssuerUrl::new(env::var("ISSUER")?)?;
        let metadata =
            ProviderMetadataWithLogout::discover_async(issuer, &|ask| carry(&http, ask)).await?;
        let end_session = metadata.additional_metadata().end_session_endpoint.clone();
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new(env::var("CLIENT_ID")?),
            Some(ClientSecret::new(env::var("CLIENT_SECRET")?)),
        )
        .set_redirect_uri(RedirectUrl::new(env::var("REDIRECT_URI")?)?);
        Ok(Self {
            client,
            http,
            end_session: end_session.context("the metadata has no end_session_endpoint")?,
            begun: Mutex::default(),
            sessions: Mutex::default(),
        })
    }

    /// What follows from an answer of the token endpoint, once it is proven.
    async fn redeem(
        &self,
        code: &str,
        nonce: &Nonce,
        verifier: PkceCodeVerifier,
    ) -> anyhow::Result<Session> {
        let code = self
            .client
            .exchange_code(AuthorizationCode::new(code.to_owned()))?;
        let code = code.set_pkce_verifier(verifier);
        let tokens = code.request_async(&|ask| carry(&self.http, ask)).await?;
        let id_token = tokens.id_token().context("no ID token")?;
        let verifier = self.client.id_token_verifier();
        let claims = id_token.claims(&verifier, nonce)?;
        if let Some(expected) = claims.access_token_hash() {
            let (alg, key) = (id_token.signing_alg()?, id_token.signing_key(&verifier)?);
            let actual = AccessTokenHash::from_token(tokens.access_token(), alg, key)?;
            ensure!(actual == *expected, "the access token is another one");
        }
        Ok(Session {
            claims: claims.clone(),
            id_token: id_token.clone(),
            access_token: tokens.access_token().clone(),
            refresh_token: tokens.refresh_token().context("no refresh token")?.clone(),
        })
    }

    fn session(&self, request: &HttpRequest) -> anyhow::Result<Session> {
        let sessions = locked(&self.sessions);
        let session = sessions.get(&cookie(request, "session"));
        session.cloned().context("not signed in")
    }
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
    let session = party.session(&request)?;
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
    let mut session = party.session(&request)?;
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
    let session = party.session(&request)?;
    locked(&party.sessions).remove(&cookie(&request, "session"));
    let back = PostLogoutRedirectUrl::new(env::var("POST_LOGOUT_REDIRECT_URI")?)?;
    let address = LogoutRequest::from(party.end_session.clone())
        .set_id_token_hint(&session.id_token)
        .set_post_logout_redirect_uri(back)
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

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Carries the crate's requests over the HTTP client that is here anyway.
async fn carry(
    client: &reqwest::Client,
    request: openidconnect::HttpRequest,
) -> Result<Carried, reqwest::Error> {
    let response = client.execute(request.try_into()?).await?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut answer = http::Response::new(response.bytes().await?.to_vec());
    (*answer.status_mut(), *answer.headers_mut()) = (status, headers);
    Ok(answer)
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
    fn status_code(&self) -> actix_web::http::StatusCode {
        actix_web::http::StatusCode::BAD_REQUEST
    }
}

impl<E: Into<anyhow::Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}
