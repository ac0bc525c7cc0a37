//! What the crate does: who the provider is, and what an answer of its token endpoint is worth.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, ensure};
use clap::Parser;
use openidconnect::core::{CoreClient, CoreIdToken, CoreIdTokenClaims};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, EndSessionUrl,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    OAuth2TokenResponse as _, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout,
    RedirectUrl, RefreshToken, TokenResponse as _, http,
};

#[derive(Parser)]
pub(super) struct Environment {
    #[arg(long, env)]
    pub(super) port: u16,
    #[arg(long, env)]
    pub(super) issuer: String,
    #[arg(long, env)]
    pub(super) client_id: String,
    #[arg(long, env, hide_env_values = true)]
    pub(super) client_secret: String,
    #[arg(long, env)]
    pub(super) redirect_uri: String,
    #[arg(long, env)]
    pub(super) post_logout_redirect_uri: String,
    /// Of the authority that has signed the provider's certificate.
    #[arg(long, env)]
    pub(super) ca_file: PathBuf,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

pub(super) struct Party {
    pub(super) client: Client,
    pub(super) http: reqwest::Client,
    pub(super) end_session: EndSessionUrl,
    pub(super) after_logout: PostLogoutRedirectUrl,
    /// By `state`, which a cookie binds to the browser.
    pub(super) begun: Mutex<HashMap<String, (Nonce, PkceCodeVerifier)>>,
    pub(super) sessions: Mutex<HashMap<String, Session>>,
}

#[derive(Clone)]
pub(super) struct Session {
    pub(super) claims: CoreIdTokenClaims,
    pub(super) id_token: CoreIdToken,
    pub(super) access_token: AccessToken,
    pub(super) refresh_token: RefreshToken,
}

impl Party {
    pub(super) async fn discover() -> anyhow::Result<Self> {
        let environment = Environment::parse();
        let authority = reqwest::Certificate::from_pem(&fs::read(environment.ca_file)?)?;
        let http = reqwest::Client::builder()
            .tls_certs_only([authority])
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let issuer = IssuerUrl::new(environment.issuer)?;
        let metadata =
            ProviderMetadataWithLogout::discover_async(issuer, &|ask| carry(&http, ask)).await?;
        let end_session = metadata.additional_metadata().end_session_endpoint.clone();
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new(environment.client_id),
            Some(ClientSecret::new(environment.client_secret)),
        )
        .set_redirect_uri(RedirectUrl::new(environment.redirect_uri)?);
        Ok(Self {
            client,
            http,
            end_session: end_session.context("the metadata has no end_session_endpoint")?,
            after_logout: PostLogoutRedirectUrl::new(environment.post_logout_redirect_uri)?,
            begun: Mutex::default(),
            sessions: Mutex::default(),
        })
    }

    /// What follows from an answer of the token endpoint, once it is proven.
    pub(super) async fn redeem(
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

    pub(super) fn session(&self, id: &str) -> anyhow::Result<Session> {
        let session = locked(&self.sessions).get(id).cloned();
        session.context("not signed in")
    }
}

pub(super) fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Carries the crate's requests over the HTTP client that is here anyway.
pub(super) async fn carry(
    client: &reqwest::Client,
    request: HttpRequest,
) -> Result<HttpResponse, reqwest::Error> {
    let response = client.execute(request.try_into()?).await?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut answer = http::Response::new(response.bytes().await?.to_vec());
    (*answer.status_mut(), *answer.headers_mut()) = (status, headers);
    Ok(answer)
}
