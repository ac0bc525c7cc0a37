use banno_client::rp::{
    ClientAuthentication, ClientSecret, Error, Fault, Registration, TokenError,
};
use serde_json::{Value, json};

use crate::support::{FakeProvider, Reply};

async fn verdict(reply: Reply) -> TokenError {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let tokens = provider.logged_in(&relying_party).await;
    provider.reply("refresh_token", reply);
    match relying_party.refresh(&tokens).await.unwrap_err() {
        Error::Token(error) => error,
        other => panic!("not about the token endpoint: {other}"),
    }
}

#[tokio::test]
async fn the_code_is_redeemed_with_verifier_redirect_uri_and_client() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    provider.logged_in(&relying_party).await;
    let request = provider.requests("/oidc/token").await.pop().unwrap();
    assert!(!request.headers.contains_key("authorization"));
    let body = String::from_utf8(request.body).unwrap().replace('&', "\n&");
    insta::assert_snapshot!(body, @r"
    grant_type=authorization_code
    &code=code-1
    &redirect_uri=https%3A%2F%2Flocalhost%3A8080%2Fauth%2Fcb
    &code_verifier=zQSkdUSY4G21oTxfNx8fBP9tJHDySqm9iGVA5dznf3A
    &client_id=05166b79-4f61-484d-a4b4-2a225926bf4b
    &client_secret=s3cret
    ");
}

#[tokio::test]
async fn client_secret_basic_encodes_id_and_secret_and_keeps_them_out_of_the_body() {
    let provider = FakeProvider::start().await;
    let registration = Registration {
        authentication: ClientAuthentication::ClientSecretBasic(ClientSecret::new("a:b %+ü")),
        ..provider.registration()
    };
    let relying_party = provider.relying_party(registration);
    provider.logged_in(&relying_party).await;
    let request = provider.requests("/oidc/token").await.pop().unwrap();
    // 05166b79-4f61-484d-a4b4-2a225926bf4b:a%3Ab+%25%2B%C3%BC
    assert_eq!(
        request.headers["authorization"],
        "Basic MDUxNjZiNzktNGY2MS00ODRkLWE0YjQtMmEyMjU5MjZiZjRiOmElM0FiKyUyNSUyQiVDMyVCQw=="
    );
    let sent = provider.token_requests().await.pop().unwrap();
    assert!(!sent.contains_key("client_secret") && !sent.contains_key("client_id"));
}

#[tokio::test]
async fn a_public_client_sends_its_id_alone() {
    let provider = FakeProvider::start().await;
    let registration = Registration {
        authentication: ClientAuthentication::None,
        ..provider.registration()
    };
    let relying_party = provider.relying_party(registration);
    provider.logged_in(&relying_party).await;
    let sent = provider.token_requests().await.pop().unwrap();
    assert!(sent.contains_key("client_id") && !sent.contains_key("client_secret"));
}

#[tokio::test]
async fn answers_that_are_no_token_response_are_refused() {
    let response = |change: fn(&mut Value)| {
        let mut response = FakeProvider::token_response("a.b.c");
        change(&mut response);
        Reply::json(200, &response)
    };
    let error = verdict(response(|it| it["token_type"] = json!("mac"))).await;
    let received = "mac".to_owned();
    assert_eq!(error, TokenError::TokenType { received });
    for change in [
        (|it| it["access_token"] = json!("")) as fn(&mut Value),
        |it| it["access_token"] = json!(1),
        |it| it["expires_in"] = json!("600"),
        |it| drop(it.as_object_mut().unwrap().remove("token_type")),
    ] {
        assert_eq!(
            verdict(response(change)).await.name(),
            "token-response-malformed"
        );
    }
    let html = Reply {
        content_type: "text/html",
        ..response(|_| {})
    };
    assert_eq!(verdict(html).await, TokenError::NotJson);
    let twice = r#"{"access_token":"a","access_token":"b","token_type":"Bearer"}"#.to_owned();
    let twice = Reply {
        body: twice,
        ..response(|_| {})
    };
    assert_eq!(verdict(twice).await.name(), "token-response-malformed");
}

#[tokio::test]
async fn a_malformed_answer_does_not_show_its_values() {
    let leaky = json!({"access_token": "a", "token_type": "Bearer", "expires_in": "TOKEN"});
    let error = verdict(Reply::json(200, &leaky)).await;
    assert!(!format!("{error} {error:?}").contains("TOKEN"));
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let refused = |status, error: &str| {
        Reply::json(status, &json!({"error": error, "error_description": "no"}))
    };
    let table = [
        (
            refused(400, "invalid_grant"),
            "token-refused",
            Fault::Request,
        ),
        (
            refused(401, "invalid_client"),
            "token-refused",
            Fault::Configuration,
        ),
        (
            refused(500, "server_error"),
            "token-status",
            Fault::Provider,
        ),
        (
            Reply::json(400, &json!([])),
            "token-status",
            Fault::Provider,
        ),
    ];
    for (reply, name, fault) in table {
        let error = verdict(reply).await;
        assert_eq!((error.name(), error.fault()), (name, fault), "{error:?}");
    }
}

#[tokio::test]
async fn a_login_without_an_id_token_is_refused() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let (_, transaction) = relying_party.begin().await.unwrap();
    let tokens = json!({"access_token": "a", "token_type": "Bearer"});
    provider.reply("authorization_code", Reply::json(200, &tokens));
    let state = transaction.state().expose().to_owned();
    let callback = format!("code=c&state={state}&iss={}", provider.issuer);
    let response = banno_client::rp::AuthorizationResponse::parse(&callback).unwrap();
    let error = relying_party
        .finish(transaction, response)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Token(TokenError::IdTokenMissing)),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_redirect_does_not_take_the_secret_along() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let tokens = provider.logged_in(&relying_party).await;
    let redirect = Reply {
        location: Some("/oidc/elsewhere".to_owned()),
        ..Reply::json(307, &json!({}))
    };
    provider.reply("refresh_token", redirect);
    let error = relying_party.refresh(&tokens).await.unwrap_err();
    assert!(
        matches!(error, Error::Token(TokenError::Status { status: 307 })),
        "{error:?}"
    );
    assert!(provider.requests("/oidc/elsewhere").await.is_empty());
}
