use client_keys::SigningKey;
use serde_json::json;

use crate::support::{
    Answer, Ask, Browser, Mock, ProofOf, jws, over, register, start_with_clients,
};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const CREDENTIALS: [(&str, &str); 2] = [("client_id", "exchanges"), ("client_secret", "s")];

async fn mock() -> Mock {
    let mock = start_with_clients().await;
    let metadata = json!({ "client_secret": "s", "grant_types": ["authorization_code", GRANT] });
    register(&mock, "exchanges", &metadata);
    mock
}

/// An access token of the client for that scope.
async fn subject(mock: &Mock, browser: &mut Browser<'_>, scope: &str) -> String {
    let code = browser
        .code(&Ask::of("exchanges").with("scope", scope))
        .await;
    mock.redeem_with(&code, &CREDENTIALS)
        .await
        .text("access_token")
}

async fn exchange(mock: &Mock, token: &str, changed: &[(&str, &str)]) -> Answer {
    let usual = [
        ("grant_type", GRANT),
        ("client_id", "exchanges"),
        ("client_secret", "s"),
        ("subject_token", token),
        ("subject_token_type", ACCESS_TOKEN),
    ];
    mock.post("/token", &over(&usual, changed)).await
}

#[tokio::test]
async fn a_client_gets_a_narrower_access_token_for_its_own() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let token = subject(&mock, &mut browser, "openid email profile").await;
    mock.pass(100);
    let answer = exchange(&mock, &token, &[("scope", "email openid")]).await;
    let exchanged = answer.text("access_token");
    let told = answer.body.replace(&exchanged, "{token}");
    assert_eq!(
        told,
        format!(
            r#"{{"access_token":"{{token}}","expires_in":500,"issued_token_type":"{ACCESS_TOKEN}","scope":"openid email","token_type":"Bearer"}}"#
        )
    );
    let (new, old) = (
        jws(&mock, &exchanged).await.payload,
        jws(&mock, &token).await.payload,
    );
    assert_ne!(new["jti"], old["jti"]);
    assert_eq!(new["exp"], old["exp"], "it lives no longer");
    let claims = mock.me(&exchanged).await.json();
    let names: Vec<_> = claims.as_object().unwrap().keys().collect();
    assert_eq!(names, ["sub", "email"]);
    // The one that it was got for stays good, and both end with their grant.
    assert_eq!(mock.me(&token).await.status, 200);
    let again = exchange(&mock, &exchanged, &[]).await;
    assert_eq!(again.text("scope"), "openid email");
    mock.pass(500);
    assert_eq!(mock.me(&exchanged).await.status, 401);
    assert_eq!(
        exchange(&mock, &token, &[]).await.text("error"),
        "invalid_request"
    );
    assert_eq!(mock.reason().unwrap(), "subject_token: no longer good");
}

/// What is changed, and the error and its description that come of it.
type Row<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

#[tokio::test]
async fn an_exchange_is_refused_by_the_rule_that_it_breaks() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let token = subject(&mock, &mut browser, "openid email").await;
    let code = browser.code(&Ask::plain()).await;
    let foreign = mock.redeem(&code).await.text("access_token");
    let api = format!("{}/a/consumer/api/v0", mock.base_url());
    let rows: [Row<'_>; 12] = [
        (
            &[("subject_token", "")],
            "invalid_request",
            "missing required parameter 'subject_token'",
        ),
        (
            &[("subject_token", ""), ("subject_token_type", "")],
            "invalid_request",
            "missing required parameters 'subject_token' and 'subject_token_type'",
        ),
        (
            &[(
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:id_token",
            )],
            "invalid_request",
            "unsupported subject_token_type provided",
        ),
        (
            &[(
                "requested_token_type",
                "urn:ietf:params:oauth:token-type:refresh_token",
            )],
            "invalid_request",
            "unsupported requested_token_type requested",
        ),
        (
            &[("actor_token", "t")],
            "invalid_request",
            "actor_token is not supported",
        ),
        (
            &[("actor_token_type", ACCESS_TOKEN)],
            "invalid_request",
            "actor_token is not supported",
        ),
        (
            &[("resource", "https://api.example")],
            "invalid_target",
            "resource indicator is missing, or unknown",
        ),
        (
            &[("audience", "somebody")],
            "invalid_target",
            "resource indicator is missing, or unknown",
        ),
        (
            &[("scope", "openid phone profile")],
            "invalid_scope",
            "subject token missing requested scopes",
        ),
        (
            &[("subject_token", "nonsense")],
            "invalid_request",
            "subject_token is invalid",
        ),
        (
            &[("subject_token", &foreign)],
            "invalid_request",
            "subject_token is invalid",
        ),
        (
            &[("client_id", "public"), ("client_secret", "")],
            "invalid_request",
            "requested grant type is not allowed for this client",
        ),
    ];
    for (changed, error, description) in rows {
        let answer = exchange(&mock, &token, changed).await;
        assert_eq!(answer.status, 400, "{changed:?}");
        let told = (answer.text("error"), answer.text("error_description"));
        assert_eq!(
            told,
            (error.to_owned(), description.to_owned()),
            "{changed:?}"
        );
    }
    let own: [(&str, &str); 3] = [
        ("resource", &api),
        ("audience", &api),
        ("requested_token_type", ACCESS_TOKEN),
    ];
    assert_eq!(exchange(&mock, &token, &own).await.status, 200);
}

#[tokio::test]
async fn a_bound_token_is_exchanged_with_its_key_and_for_a_bound_one() {
    let mock = mock().await;
    let key = SigningKey::generate("ES256").unwrap();
    let proof = |jti: &str| {
        let proof = ProofOf::request(&key, "POST", &mock.url("/token"));
        proof.with("jti", json!(jti)).sign(&key)
    };
    let code = Browser::new(&mock).code(&Ask::of("exchanges")).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", crate::support::CALLBACK),
        ("code_verifier", crate::support::VERIFIER),
    ];
    let redeemed = mock
        .post_with(
            "/token",
            &over(&form, &CREDENTIALS),
            &[("dpop", &proof("1"))],
        )
        .await;
    let token = redeemed.text("access_token");
    assert_eq!(
        exchange(&mock, &token, &[]).await.text("error"),
        "invalid_request"
    );
    assert_eq!(
        mock.reason().unwrap(),
        "subject_token: bound to a key that was not proven"
    );
    let form = [
        ("grant_type", GRANT),
        ("subject_token", &token),
        ("subject_token_type", ACCESS_TOKEN),
    ];
    let answer = mock
        .post_with(
            "/token",
            &over(&form, &CREDENTIALS),
            &[("dpop", &proof("2"))],
        )
        .await;
    assert_eq!(answer.text("token_type"), "DPoP");
    let (new, old) = (
        jws(&mock, &answer.text("access_token")).await,
        jws(&mock, &token).await,
    );
    assert_eq!(new.payload["cnf"], old.payload["cnf"]);
    // One that is not bound gives a bound one to who proves a key.
    let free = subject(&mock, &mut Browser::new(&mock), "openid").await;
    let form = [
        ("grant_type", GRANT),
        ("subject_token", &free),
        ("subject_token_type", ACCESS_TOKEN),
    ];
    let answer = mock
        .post_with(
            "/token",
            &over(&form, &CREDENTIALS),
            &[("dpop", &proof("3"))],
        )
        .await;
    assert_eq!(answer.text("token_type"), "DPoP");
    let again = mock
        .post_with(
            "/token",
            &over(&form, &CREDENTIALS),
            &[("dpop", &proof("3"))],
        )
        .await;
    assert_eq!(again.text("error"), "invalid_grant");
}

#[tokio::test]
async fn an_exchanged_token_ends_with_its_grant_and_not_with_the_one_that_it_was_got_for() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let token = subject(&mock, &mut browser, "openid").await;
    let exchanged = exchange(&mock, &token, &[]).await.text("access_token");
    let revoke = over(&[("token", &token)], &CREDENTIALS);
    assert_eq!(mock.post("/token/revocation", &revoke).await.status, 200);
    assert_eq!(mock.me(&token).await.status, 401);
    assert_eq!(mock.me(&exchanged).await.status, 200);
    assert_eq!(
        exchange(&mock, &token, &[]).await.text("error"),
        "invalid_request"
    );
    assert_eq!(
        mock.reason().unwrap(),
        "subject_token: not an access token of this issuer"
    );

    let admin = mock.admin(&mock.institution().id).unwrap();
    let grants = admin.grants().await.unwrap();
    admin.revoke_grant(&grants[0].id).await.unwrap();
    assert_eq!(mock.me(&exchanged).await.status, 401);
    assert_eq!(
        exchange(&mock, &exchanged, &[]).await.text("error"),
        "invalid_request"
    );
    assert_eq!(mock.reason().unwrap(), "subject_token: no longer good");
}

/// Whoever puts a token where its type belongs does not find it in the journal.
#[tokio::test]
async fn a_token_in_the_place_of_its_type_is_told_to_nobody() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let token = subject(&mock, &mut browser, "openid").await;
    for name in ["subject_token_type", "requested_token_type"] {
        let answer = exchange(&mock, &token, &[(name, &token)]).await;
        assert_eq!(answer.text("error"), "invalid_request");
        let journal = serde_json::to_string(&mock.journal().entries()).unwrap();
        assert!(!journal.contains(&token), "{name}");
    }
}
