//! A relying party that knows nothing of this project: the crate `openidconnect` walks from discovery
//! to refresh, over TLS by the local authority.

use std::str::FromStr as _;
use std::sync::Arc;

use mock_idp::clock::SystemClock;
use mock_idp::keys::Replaced;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, RedirectUrl,
    Scope, TokenResponse as _, http,
};

use crate::support::{Ask, Browser, CALLBACK, CLIENT, CLIENTS, Mock, SECRET, builder};

/// Carries the foreign crate's requests over this project's HTTP client.
async fn carry(
    client: reqwest::Client,
    request: HttpRequest,
) -> Result<HttpResponse, reqwest::Error> {
    let response = client.execute(request.try_into()?).await?;
    let mut answer = http::Response::builder().status(response.status());
    for (name, value) in response.headers() {
        answer = answer.header(name, value);
    }
    let body = response.bytes().await?.to_vec();
    Ok(answer.body(body).unwrap())
}

async fn walk(client_id: &str, secret: &str, alg: CoreJwsSigningAlgorithm) {
    let start = builder()
        .tls(true)
        .clock(Arc::new(SystemClock))
        .config(CLIENTS);
    let mock = Mock::of(start).await;
    let http = |request: HttpRequest| carry(mock.http().clone(), request);

    let issuer = IssuerUrl::new(mock.issuer().to_owned()).unwrap();
    let metadata = CoreProviderMetadata::discover_async(issuer, &http)
        .await
        .unwrap();
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(client_id.to_owned()),
        Some(ClientSecret::new(secret.to_owned())),
    )
    .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap());

    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .add_scope(Scope::new("profile".to_owned()))
        .add_scope(Scope::new(
            "https://api.banno.com/consumer/auth/offline_access".to_owned(),
        ))
        .set_pkce_challenge(challenge)
        .url();

    let mut browser = Browser::new(&mock);
    let begun = browser.get(url.as_str()).await;
    let login = browser.follow(&begun).await;
    let next = browser.log_in(&login, "rileydoe", "banno").await;
    let consent = browser.follow(&next).await;
    let told = browser.allow(&consent).await.redirect_params();
    assert_eq!(&told["state"], state.secret());
    assert_eq!(told["iss"], mock.issuer());

    let code = AuthorizationCode::new(told["code"].clone());
    let tokens = client
        .exchange_code(code)
        .unwrap()
        .set_pkce_verifier(verifier)
        .request_async(&http)
        .await
        .unwrap();
    let id_token = tokens.id_token().unwrap();
    let id_verifier = client.id_token_verifier();
    let claims = id_token.claims(&id_verifier, &nonce).unwrap();
    assert_eq!(id_token.signing_alg().unwrap(), &alg);
    let hash = AccessTokenHash::from_token(
        tokens.access_token(),
        id_token.signing_alg().unwrap(),
        id_token.signing_key(&id_verifier).unwrap(),
    );
    assert_eq!(claims.access_token_hash(), Some(&hash.unwrap()));

    let subject = claims.subject().clone();
    let userinfo: CoreUserInfoClaims = client
        .user_info(tokens.access_token().clone(), Some(subject))
        .unwrap()
        .request_async(&http)
        .await
        .unwrap();
    let name = userinfo.name().unwrap().get(None).unwrap();
    assert_eq!(name.as_str(), "Riley Doe");

    let refreshed = client
        .exchange_refresh_token(tokens.refresh_token().unwrap())
        .unwrap()
        .request_async(&http)
        .await
        .unwrap();
    let again = refreshed.id_token().unwrap();
    again.claims(&id_verifier, &nonce).unwrap();
    assert_ne!(
        refreshed.refresh_token().unwrap().secret(),
        tokens.refresh_token().unwrap().secret()
    );
    assert!(mock.journal().refusals().is_empty());
}

#[tokio::test]
async fn it_signs_in_with_es256() {
    walk(CLIENT, SECRET, CoreJwsSigningAlgorithm::EcdsaP256Sha256).await;
}

#[tokio::test]
async fn it_signs_in_with_rs256_and_ps256() {
    let rs256 = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    walk("rs256", "rs256-secret", rs256).await;
    let ps256 = CoreJwsSigningAlgorithm::RsaSsaPssSha256;
    walk("ps256", "ps256-secret", ps256).await;
}

/// Whether the crate believes an ID token, with the keys that it has found when it read that metadata.
fn believes(metadata: &CoreProviderMetadata, id_token: &str) -> bool {
    let client = CoreClient::from_provider_metadata(
        metadata.clone(),
        ClientId::new(CLIENT.to_owned()),
        Some(ClientSecret::new(SECRET.to_owned())),
    );
    let any = |_: Option<&Nonce>| Ok::<(), String>(());
    let id_token = CoreIdToken::from_str(id_token).unwrap();
    id_token.claims(&client.id_token_verifier(), any).is_ok()
}

/// It holds on to the keys that it has found at first, and looks for no others: an application that uses it has to
/// read the metadata anew when a key is unknown.
#[tokio::test]
async fn it_believes_what_new_keys_have_signed_once_it_has_read_the_metadata_anew() {
    for (replaced, old_is_good) in [(Replaced::StayPublished, true), (Replaced::Gone, false)] {
        let mock = Mock::of(builder().clock(Arc::new(SystemClock))).await;
        let http = |request: HttpRequest| carry(mock.http().clone(), request);
        let issuer = || IssuerUrl::new(mock.issuer().to_owned()).unwrap();
        let before = CoreProviderMetadata::discover_async(issuer(), &http).await;
        let before = before.unwrap();
        let mut browser = Browser::new(&mock);
        let first = mock.redeem(&browser.code(&Ask::offline()).await).await;
        let admin = mock.admin(&mock.institution().id).unwrap();
        admin.rotate_keys(replaced).await.unwrap();
        let mock = mock.of_institution(&mock.institution().id);
        let second = mock.refresh(&first.text("refresh_token")).await;
        let (first, second) = (first.text("id_token"), second.text("id_token"));
        assert!(believes(&before, &first), "it knows nothing of the change");
        assert!(!believes(&before, &second));
        let after = CoreProviderMetadata::discover_async(issuer(), &http).await;
        let after = after.unwrap();
        assert!(believes(&after, &second));
        assert_eq!(believes(&after, &first), old_is_good);
    }
}
