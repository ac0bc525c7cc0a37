//! Clients that nobody has registered, where the institution lets them register themselves.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use insta::assert_snapshot;
use mock_idp::admin::{Admin, ClientSection};
use oidc::newcomer::MOST_CLIENTS;
use serde_json::{Value, json};

use crate::support::{Answer, Ask, Browser, CALLBACK, CLIENT, Mock, VERIFIER, builder, jws};

const ALLOWED: &str = "[leniencies]\nallow_unknown_clients = true\n";
const CALLBACK_OF_MINE: &str = "http://localhost:8080/auth/cb";

async fn mock() -> Mock {
    Mock::of(builder().config(ALLOWED)).await
}

fn ask() -> Ask {
    Ask::of("mine").with("redirect_uri", CALLBACK_OF_MINE)
}

/// A new code for it.
async fn code(mock: &Mock) -> String {
    Browser::new(mock).code(&ask()).await
}

/// Redeems it with that secret, or without one.
async fn redeem(mock: &Mock, code: &str, secret: &str) -> Answer {
    let changed = [
        ("client_id", "mine"),
        ("client_secret", secret),
        ("redirect_uri", CALLBACK_OF_MINE),
    ];
    mock.redeem_with(code, &changed).await
}

fn admin(mock: &Mock) -> Admin {
    mock.admin(&mock.institution().id).unwrap()
}

/// All clients, as the control plane lists them.
fn listed(mock: &Mock) -> Value {
    json!(admin(mock).all::<ClientSection>().unwrap())
}

/// Which leniencies the latest exchange needed.
fn used(mock: &Mock) -> Value {
    json!(mock.journal().entries().pop().unwrap().leniencies)
}

#[tokio::test]
async fn the_first_use_registers_id_redirect_uri_and_secret() {
    let mock = mock().await;
    assert_eq!(listed(&mock), json!([]), "the quickstart's is nobody yet");
    let begun = Browser::new(&mock).visit(&ask()).await;
    assert_eq!(begun.status, 303, "{}", begun.wire());
    assert_eq!(used(&mock), json!(["allow_unknown_clients"]));
    let newcomer = json!([{
        "client_id": "mine",
        "redirect_uris": [CALLBACK_OF_MINE],
        "post_logout_redirect_uris": [],
        "response_types": ["code"],
        "token_endpoint_auth_method": "first_use",
        "dpop_bound_access_tokens": false,
        "require_consent": true,
        "grant_types": ["authorization_code", "refresh_token"],
        "claims": [],
    }]);
    assert_eq!(listed(&mock), newcomer);

    let code = code(&mock).await;
    let tokens = redeem(&mock, &code, "s3cret").await;
    assert_eq!(tokens.status, 200, "{}", tokens.wire());
    assert_eq!(used(&mock), json!(["allow_unknown_clients"]));
    assert_eq!(listed(&mock)[0]["client_secret"], "s3cret");
    let payload = jws(&mock, &tokens.text("id_token")).await.payload;
    assert_eq!(payload["aud"], "mine");

    let code = self::code(&mock).await;
    assert_eq!(redeem(&mock, &code, "s3cret").await.status, 200);
    assert_eq!(used(&mock), json!([]), "from then on it is as any other");
}

#[tokio::test]
async fn a_second_secret_is_refused_as_everywhere() {
    let mock = mock().await;
    let code = code(&mock).await;
    assert_eq!(redeem(&mock, &code, "s3cret").await.status, 200);
    let code = self::code(&mock).await;
    let refused = redeem(&mock, &code, "another").await;
    assert_snapshot!(refused.wire(), @r#"
        401
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin

        {"error":"invalid_client","error_description":"client authentication failed"}
        "#);
    assert_eq!(mock.reason().unwrap(), "invalid secret provided");
    let refused = redeem(&mock, &code, "").await;
    assert_eq!(refused.status, 401, "nor is it public any more");
    assert_eq!(redeem(&mock, &code, "s3cret").await.status, 200);
}

#[tokio::test]
async fn who_brings_no_secret_is_public() {
    let mock = mock().await;
    let code = code(&mock).await;
    assert_eq!(redeem(&mock, &code, "").await.status, 200);
    assert_eq!(listed(&mock)[0]["token_endpoint_auth_method"], "none");
    let code = self::code(&mock).await;
    assert_eq!(redeem(&mock, &code, "s3cret").await.status, 401);
    assert_eq!(redeem(&mock, &code, "").await.status, 200);
}

#[tokio::test]
async fn a_secret_in_the_header_is_as_good() {
    let mock = mock().await;
    let code = code(&mock).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK_OF_MINE),
        ("code_verifier", VERIFIER),
    ];
    // mine:s3cret
    let basic = ("authorization", "Basic bWluZTpzM2NyZXQ=");
    assert_eq!(mock.post_with("/token", &form, &[basic]).await.status, 200);
    let code = self::code(&mock).await;
    assert_eq!(redeem(&mock, &code, "another").await.status, 401);
    assert_eq!(redeem(&mock, &code, "s3cret").await.status, 200);
}

#[tokio::test]
async fn another_redirect_uri_of_it_is_not_registered() {
    let mock = mock().await;
    code(&mock).await;
    let elsewhere = ask().with("redirect_uri", CALLBACK);
    let page = Browser::new(&mock).visit(&elsewhere).await;
    assert_eq!(page.status, 400);
    assert!(page.body.contains("invalid_redirect_uri"), "{}", page.body);
    assert_eq!(mock.reason().unwrap(), "redirect_uri not registered");
}

#[tokio::test]
async fn what_banno_would_not_register_is_an_unknown_client_and_the_journal_says_why() {
    let mock = mock().await;
    let wild = ask().with("redirect_uri", "http://rp.example/cb");
    let strict = Mock::of(builder()).await;
    assert_eq!(
        Browser::new(&mock).visit(&wild).await.wire(),
        Browser::new(&strict).visit(&wild).await.wire(),
        "the wire has what it has for any unknown client"
    );
    let rows = [
        (
            wild,
            "redirect_uri must use https; http is allowed only for localhost, *.local, 127.0.0.0/8, \
             10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16",
        ),
        (ask().without("redirect_uri"), "it names no redirect_uri"),
        (
            ask().with("client_id", "mi\nne"),
            "client_id has a control character",
        ),
        (
            ask().with("client_id", &"m".repeat(300)),
            "client_id is too long",
        ),
    ];
    for (ask, reason) in rows {
        let page = Browser::new(&mock).visit(&ask).await;
        assert_eq!(page.status, 400);
        let expected = format!("client not found, and not registered: {reason}");
        assert_eq!(mock.reason().unwrap(), expected);
        assert_eq!(used(&mock), json!([]));
    }
    assert_eq!(listed(&mock), json!([]));
}

#[tokio::test]
async fn a_fault_besides_is_told_to_the_client_that_has_just_registered() {
    let mock = mock().await;
    let answer = Browser::new(&mock)
        .visit(
            &ask()
                .without("code_challenge")
                .without("code_challenge_method"),
        )
        .await;
    assert!(
        answer.location().starts_with(CALLBACK_OF_MINE),
        "{answer:?}"
    );
    assert_eq!(answer.redirect_params()["error"], "invalid_request");
}

#[tokio::test]
async fn without_the_leniency_nobody_registers() {
    let mock = Mock::of(builder()).await;
    let page = Browser::new(&mock).visit(&ask()).await;
    assert_eq!(page.status, 400);
    assert_eq!(mock.reason().unwrap(), "client not found");
    assert_eq!(listed(&mock)[0]["client_id"], CLIENT);
}

#[tokio::test]
async fn clients_that_are_listed_stay_as_strict_as_ever() {
    let listed = format!(
        "{ALLOWED}[[clients]]\nclient_id = \"mine\"\nclient_secret = \"s3cret\"\nredirect_uris = [\"{CALLBACK_OF_MINE}\"]\n"
    );
    let mock = Mock::of(builder().config(&listed)).await;
    let code = code(&mock).await;
    assert_eq!(redeem(&mock, &code, "another").await.status, 401);
    assert_eq!(redeem(&mock, &code, "s3cret").await.status, 200);
    let theirs = ask().with("client_id", "theirs");
    Browser::new(&mock).code(&theirs).await;
}

#[tokio::test]
async fn the_quickstart_s_id_comes_with_whatever_secret() {
    let mock = mock().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let own = [("client_secret", "somebody-s-own")];
    assert_eq!(mock.redeem_with(&code, &own).await.status, 200);
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    assert_eq!(mock.redeem(&code).await.status, 401);
}

#[tokio::test]
async fn a_pushed_request_registers_and_proves_at_once() {
    let mock = mock().await;
    let form = [
        ("client_id", "mine"),
        ("client_secret", "s3cret"),
        ("redirect_uri", CALLBACK_OF_MINE),
        ("response_type", "code"),
        ("scope", "openid"),
        (
            "code_challenge",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        ),
        ("code_challenge_method", "S256"),
    ];
    let pushed = mock.post("/request", &form).await;
    assert_eq!(pushed.status, 201, "{}", pushed.wire());
    assert_eq!(used(&mock), json!(["allow_unknown_clients"]));
    let by_reference = Ask::of("mine")
        .without("redirect_uri")
        .with("request_uri", &pushed.text("request_uri"));
    let by_reference = by_reference.with("redirect_uri", CALLBACK_OF_MINE);
    let code = Browser::new(&mock).code(&by_reference).await;
    assert_eq!(redeem(&mock, &code, "another").await.status, 401);
    assert_eq!(redeem(&mock, &code, "s3cret").await.status, 200);

    let wild = [
        ("client_id", "theirs"),
        ("client_secret", "s3cret"),
        ("redirect_uri", "http://rp.example/cb"),
    ];
    let refused = mock.post("/request", &wild).await;
    assert_eq!(
        (refused.status, refused.text("error")),
        (401, "invalid_client".to_owned())
    );
    let reason = mock.reason().unwrap();
    assert!(
        reason.starts_with("client not found, and not registered: redirect_uri must"),
        "{reason}"
    );
}

#[tokio::test]
async fn nobody_registers_at_the_token_endpoint() {
    let mock = mock().await;
    let refused = redeem(&mock, "no-code", "s3cret").await;
    assert_eq!(refused.status, 401);
    assert_eq!(mock.reason().unwrap(), "client not found");
    assert_eq!(listed(&mock), json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_come_at_once_one_is_the_first() {
    let mock = Mock::of(builder().config(ALLOWED).workers(2)).await;
    let begun = join_all((0..20).map(|n| {
        let uri = format!("http://localhost:{}/cb", 8000 + n % 2);
        let ask = ask().with("redirect_uri", &uri);
        let mock = &mock;
        async move { (uri, Browser::new(mock).visit(&ask).await.status) }
    }))
    .await;
    let registered = listed(&mock)[0]["redirect_uris"][0].clone();
    for (uri, status) in begun {
        let expected = if registered == uri.as_str() { 303 } else { 400 };
        assert_eq!(status, expected, "{uri}");
    }
    assert_eq!(listed(&mock).as_array().unwrap().len(), 1);

    let secrets: Vec<_> = (0..20).map(|n| format!("secret-{n}")).collect();
    let answers = join_all(
        secrets
            .iter()
            .map(|secret| redeem(&mock, "no-code", secret)),
    )
    .await;
    let proven: Vec<_> = (answers.iter().zip(&secrets))
        .filter(|(answer, _)| answer.text("error") != "invalid_client")
        .collect();
    assert_eq!(proven.len(), 1);
    assert_eq!(
        proven[0].0.text("error"),
        "invalid_grant",
        "it was proven, and has no code"
    );
    assert_eq!(listed(&mock)[0]["client_secret"], proven[0].1.as_str());
}

#[tokio::test]
async fn a_reset_forgets_them_and_so_does_who_takes_one_away() {
    let mock = mock().await;
    let code = code(&mock).await;
    assert_eq!(redeem(&mock, &code, "s3cret").await.status, 200);
    let admin = admin(&mock);
    admin.remove_client("mine").await.unwrap();
    assert_eq!(listed(&mock), json!([]));
    let code = self::code(&mock).await;
    assert_eq!(redeem(&mock, &code, "another").await.status, 200);
    admin.reset().unwrap();
    assert_eq!(listed(&mock), json!([]));
}

#[tokio::test]
async fn strangers_register_no_more_than_are_remembered() {
    let mock = mock().await;
    let newcomer = |n: usize| ask().with("client_id", &format!("client-{n}"));
    for n in 0..MOST_CLIENTS {
        assert_eq!(mock.get(&newcomer(n).url(&mock), &[]).await.status, 303);
    }
    let one_more = mock.get(&newcomer(MOST_CLIENTS).url(&mock), &[]).await;
    assert_eq!(one_more.status, 400);
    let reason = mock.reason().unwrap();
    assert_eq!(
        reason,
        "client not found, and not registered: there are 256 clients already"
    );
    assert_eq!(mock.get(&newcomer(0).url(&mock), &[]).await.status, 303);
    let ids: BTreeSet<_> = listed(&mock)
        .as_array()
        .unwrap()
        .iter()
        .map(|client| client["client_id"].to_string())
        .collect();
    assert_eq!(ids.len(), MOST_CLIENTS);
}

#[tokio::test]
async fn once_it_is_allowed_no_longer_an_unproven_newcomer_stays_unproven() {
    let mock = mock().await;
    let code = code(&mock).await;
    let patch = json!({ "allow_unknown_clients": false });
    let admin = admin(&mock);
    admin
        .patch_switches::<mock_idp::admin::LenienciesSection>(&patch)
        .unwrap();
    assert_eq!(redeem(&mock, &code, "s3cret").await.status, 401);
    let theirs = ask().with("client_id", "theirs");
    assert_eq!(Browser::new(&mock).visit(&theirs).await.status, 400);
}

#[tokio::test]
async fn the_institution_s_algorithm_signs_for_who_has_none_of_its_own() {
    let config = "[policies]\nid_token_signed_response_alg = \"RS256\"\n\
                  [[clients]]\nclient_id = \"usual\"\nclient_secret = \"s\"\nredirect_uris = [\"https://localhost:8080/auth/cb\"]\n\
                  [[clients]]\nclient_id = \"own\"\nclient_secret = \"s\"\nredirect_uris = [\"https://localhost:8080/auth/cb\"]\n\
                  id_token_signed_response_alg = \"ES256\"\n";
    let mock = Mock::of(builder().config(config)).await;
    for (client, alg) in [("usual", "RS256"), ("own", "ES256")] {
        let code = Browser::new(&mock).code(&Ask::of(client)).await;
        let theirs = [("client_id", client), ("client_secret", "s")];
        let tokens = mock.redeem_with(&code, &theirs).await;
        let header = jws(&mock, &tokens.text("id_token")).await.header;
        assert_eq!(header["alg"], alg, "{client}");
    }
}
