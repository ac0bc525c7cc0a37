use banno_client::rp::{Error, UserinfoError};
use serde_json::json;

use crate::support::{FakeProvider, Reply};

async fn verdict(reply: Reply) -> Result<serde_json::Value, UserinfoError> {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let tokens = provider.logged_in(&relying_party).await;
    provider.reply("userinfo", reply);
    match relying_party.userinfo(&tokens).await {
        Ok(claims) => Ok(claims.unwrap().into()),
        Err(Error::Userinfo(error)) => Err(error),
        Err(other) => panic!("not about userinfo: {other}"),
    }
}

#[tokio::test]
async fn the_claims_are_those_of_the_same_subject() {
    let claims = json!({"sub": "riley", "email": "rileydoe@jackhenry.dev"});
    assert_eq!(verdict(Reply::json(200, &claims)).await.unwrap(), claims);
    let error = verdict(Reply::json(200, &json!({"sub": "mallory"})))
        .await
        .unwrap_err();
    assert_eq!(error, UserinfoError::Subject);
    let error = verdict(Reply::json(200, &json!({"email": "x"})))
        .await
        .unwrap_err();
    assert_eq!(error, UserinfoError::SubjectMissing);
    let error = verdict(Reply::json(200, &json!({"sub": 1})))
        .await
        .unwrap_err();
    assert_eq!(error, UserinfoError::SubjectMissing);
}

#[tokio::test]
async fn the_answer_is_a_json_object() {
    let claims = json!({"sub": "riley"});
    let typed = |content_type| Reply {
        content_type,
        ..Reply::json(200, &claims)
    };
    let error = verdict(typed("text/plain")).await.unwrap_err();
    assert_eq!(error, UserinfoError::NotJson);
    let error = verdict(typed("application/jwt")).await.unwrap_err();
    assert_eq!(error, UserinfoError::NotJson);
    verdict(typed("application/json; charset=utf-8"))
        .await
        .unwrap();
    let error = verdict(Reply::json(200, &json!(["sub"])))
        .await
        .unwrap_err();
    assert_eq!(error.name(), "userinfo-malformed");
}

#[tokio::test]
async fn a_refused_token_is_told_apart_from_other_failures() {
    let body = json!({"error": "invalid_token"});
    let error = verdict(Reply::json(401, &body)).await.unwrap_err();
    assert_eq!(error, UserinfoError::Unauthorized);
    let error = verdict(Reply::json(403, &body)).await.unwrap_err();
    assert_eq!(error, UserinfoError::Status { status: 403 });
}

#[tokio::test]
async fn the_access_token_travels_in_the_header_alone() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let tokens = provider.logged_in(&relying_party).await;
    relying_party.userinfo(&tokens).await.unwrap();
    let request = provider.requests("/oidc/me").await.pop().unwrap();
    assert_eq!(request.headers["authorization"], "Bearer access-1");
    assert_eq!(request.url.query(), None);
}
