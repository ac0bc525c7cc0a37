use banno_client::rp::{Error, IdTokenError, RefreshError, Registration, Tokens};
use serde_json::{Value, json};

use crate::support::{FakeProvider, NOW, Reply};

/// Logs in with some claims and refreshes with an answer made from the same claims.
async fn refresh(
    register: impl FnOnce(&mut Registration),
    at_login: impl Fn(&mut Value),
    answer: impl FnOnce(&FakeProvider, Value) -> Value,
) -> (FakeProvider, Result<Tokens, Error>) {
    let provider = FakeProvider::start().await;
    let mut registration = provider.registration();
    register(&mut registration);
    let relying_party = provider.relying_party(registration);
    let mut original = Value::Null;
    let tokens = provider
        .log_in(&relying_party, |nonce| {
            original = provider.claims(nonce);
            at_login(&mut original);
            provider.sign(&original)
        })
        .await
        .unwrap();
    let answer = answer(&provider, original);
    provider.reply("refresh_token", Reply::json(200, &answer));
    let outcome = relying_party.refresh(&tokens).await;
    (provider, outcome)
}

/// Refreshes with changed claims of the ID token.
async fn verdict(change: impl Fn(&mut Value)) -> Result<Tokens, Error> {
    let answer = |provider: &FakeProvider, mut claims: Value| {
        claims["iat"] = json!(NOW + 1);
        change(&mut claims);
        FakeProvider::token_response(&provider.sign(&claims))
    };
    refresh(|_| {}, |_| {}, answer).await.1
}

#[tokio::test]
async fn the_new_tokens_take_the_place_of_the_old() {
    let answer = |provider: &FakeProvider, mut claims: Value| {
        claims["iat"] = json!(NOW + 1);
        claims.as_object_mut().unwrap().shift_remove("at_hash");
        json!({
            "access_token": "access-2", "expires_in": 60, "token_type": "bearer",
            "refresh_token": "refresh-2", "scope": "openid",
            "id_token": provider.sign(&claims),
        })
    };
    let (provider, outcome) = refresh(|_| {}, |_| {}, answer).await;
    let tokens = outcome.unwrap();
    assert_eq!(tokens.access_token.expose(), "access-2");
    assert_eq!(tokens.refresh_token.unwrap().expose(), "refresh-2");
    assert_eq!(tokens.expires_at, Some(NOW + 60));
    assert_eq!(tokens.scope, "openid");
    assert_eq!(tokens.id_token.claims()["iat"], NOW + 1);
    let sent = provider.token_requests().await.pop().unwrap();
    assert_eq!(sent["refresh_token"], "refresh-1");
    assert_eq!(sent["client_secret"], "s3cret");
}

#[tokio::test]
async fn what_the_answer_leaves_out_stays_as_it_was() {
    let answer =
        |_: &FakeProvider, _: Value| json!({"access_token": "access-2", "token_type": "Bearer"});
    let tokens = refresh(|_| {}, |_| {}, answer).await.1.unwrap();
    assert_eq!(tokens.access_token.expose(), "access-2");
    assert_eq!(tokens.refresh_token.unwrap().expose(), "refresh-1");
    assert_eq!(tokens.scope, "openid profile");
    assert_eq!(tokens.expires_at, None);
    assert_eq!(tokens.id_token.claims()["name"], "Riley Doe");
}

#[tokio::test]
async fn the_refreshed_id_token_is_about_the_same_user_and_login() {
    let error = verdict(|it| it["sub"] = json!("mallory"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Refresh(RefreshError::Subject)),
        "{error:?}"
    );
    let error = verdict(|it| it["iss"] = json!("https://other.example"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::IdToken(IdTokenError::Issuer { .. })),
        "{error:?}"
    );
    let error = verdict(|it| it["aud"] = json!("other")).await.unwrap_err();
    assert!(
        matches!(error, Error::IdToken(IdTokenError::Audience)),
        "{error:?}"
    );
    let error = verdict(|it| it["nonce"] = json!("another"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::IdToken(IdTokenError::Nonce)),
        "{error:?}"
    );
    let error = verdict(|it| it["exp"] = json!(NOW - 300))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::IdToken(IdTokenError::Expired)),
        "{error:?}"
    );
    let error = verdict(|it| it["at_hash"] = json!("other"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::IdToken(IdTokenError::AccessTokenHash)),
        "{error:?}"
    );
    // The nonce may be left out (OIDC Core 12.2).
    let without = |it: &mut Value| drop(it.as_object_mut().unwrap().shift_remove("nonce"));
    verdict(without).await.unwrap();
}

#[tokio::test]
async fn the_original_audiences_stay() {
    let trusting = |it: &mut Registration| it.trusted_audiences = vec!["friend".to_owned()];
    let two = |it: &mut Value| {
        it["azp"] = it["aud"].clone();
        it["aud"] = json!([it["aud"], "friend"]);
    };
    let one = |provider: &FakeProvider, mut claims: Value| {
        claims["aud"] = claims["azp"].clone();
        FakeProvider::token_response(&provider.sign(&claims))
    };
    let error = refresh(trusting, two, one).await.1.unwrap_err();
    assert!(
        matches!(error, Error::Refresh(RefreshError::Audience)),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_time_of_login_stays() {
    let with_time = |it: &mut Value| it["auth_time"] = json!(NOW - 5);
    let later = |provider: &FakeProvider, mut claims: Value| {
        claims["auth_time"] = json!(NOW);
        FakeProvider::token_response(&provider.sign(&claims))
    };
    let error = refresh(|_| {}, with_time, later).await.1.unwrap_err();
    let expected = RefreshError::AuthenticationTime;
    assert!(
        matches!(error, Error::Refresh(it) if it == expected),
        "{error:?}"
    );
}

#[tokio::test]
async fn without_a_refresh_token_nothing_is_asked() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let mut tokens = provider.logged_in(&relying_party).await;
    tokens.refresh_token = None;
    let error = relying_party.refresh(&tokens).await.unwrap_err();
    assert!(matches!(
        error,
        Error::Refresh(RefreshError::NoRefreshToken)
    ));
    assert_eq!(provider.token_requests().await.len(), 1);
}
