use serde_json::{Value, json};

use crate::support::{Ask, Browser, CALLBACK, CLIENT, CLIENTS, Mock, SECRET, builder, jws};

async fn with(settings: &str) -> Mock {
    Mock::of(builder().config(&format!("{settings}\n{CLIENTS}"))).await
}

async fn tokens(mock: &Mock) -> crate::support::Answer {
    let code = Browser::new(mock).code(&Ask::offline()).await;
    mock.redeem(&code).await
}

#[tokio::test]
async fn without_rotation_a_refresh_token_stays_the_same() {
    let mock = with("[policies]\nrefresh_rotation = \"never\"").await;
    let token = tokens(&mock).await.text("refresh_token");
    for _ in 0..3 {
        assert_eq!(mock.refresh(&token).await.text("refresh_token"), token);
    }
}

#[tokio::test]
async fn stock_rotation_begins_when_seventy_percent_of_the_life_are_over() {
    let mock = with("[policies]\nrefresh_rotation = \"stock\"").await;
    let token = tokens(&mock).await.text("refresh_token");
    let fortnight = 14 * 86_400;
    mock.pass(fortnight * 7 / 10 - 1);
    assert_eq!(mock.refresh(&token).await.text("refresh_token"), token);
    mock.pass(1);
    let rotated = mock.refresh(&token).await.text("refresh_token");
    assert_ne!(rotated, token);
    assert_eq!(
        mock.refresh(&token).await.status,
        400,
        "and the old one is used up"
    );
}

#[tokio::test]
async fn within_the_reuse_interval_a_lost_answer_can_be_asked_for_again() {
    let settings = "[policies]\nrefresh_rotation = \"reuse_interval\"\nrefresh_reuse_seconds = 30";
    let mock = with(settings).await;
    let token = tokens(&mock).await.text("refresh_token");
    let first = mock.refresh(&token).await.text("refresh_token");
    mock.pass(29);
    let second = mock.refresh(&token).await.text("refresh_token");
    assert_ne!(first, second);
    assert_eq!(mock.refresh(&first).await.status, 200);
    mock.pass(1);
    assert_eq!(mock.refresh(&token).await.status, 400);
    assert_eq!(
        mock.refresh(&second).await.status,
        400,
        "reuse has ended the grant"
    );
}

#[tokio::test]
async fn a_scope_that_is_not_enabled_can_be_dropped() {
    let mock = with("[policies]\nscope_not_enabled = \"drop\"").await;
    let ask = Ask::of("narrow").with("scope", "openid email");
    let code = Browser::new(&mock).code(&ask).await;
    let narrow = [("client_id", "narrow"), ("client_secret", "narrow-secret")];
    assert_eq!(
        mock.redeem_with(&code, &narrow).await.text("scope"),
        "openid"
    );
}

#[tokio::test]
async fn id_tokens_can_be_kept_to_what_was_asked_for_by_name() {
    let mock = with("[policies]\nid_token_claims = \"requested\"").await;
    let claims = json!({ "id_token": { "birthdate": null } }).to_string();
    let code = Browser::new(&mock)
        .code(&Ask::offline().with("claims", &claims))
        .await;
    let tokens = mock.redeem(&code).await;
    let payload = jws(&mock, &tokens.text("id_token")).await.payload;
    let names: Vec<_> = payload.as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        names,
        ["sub", "birthdate", "at_hash", "aud", "exp", "iat", "iss"]
    );
    let me = mock.me(&tokens.text("access_token")).await.json();
    assert_eq!(me["email"], "rileydoe@jackhenry.dev");
}

#[tokio::test]
async fn without_iss_neither_responses_nor_metadata_speak_of_it() {
    let mock = with("[policies]\nauthorization_response_iss = false").await;
    let told = Browser::new(&mock).authorize(&Ask::plain()).await;
    assert!(!told.contains_key("iss"), "{told:?}");
    let refused = Browser::new(&mock)
        .visit(&Ask::plain().with("prompt", "none"))
        .await;
    assert!(!refused.redirect_params().contains_key("iss"));
    let metadata = mock
        .get("/.well-known/openid-configuration", &[])
        .await
        .json();
    assert_eq!(
        metadata["authorization_response_iss_parameter_supported"],
        Value::Bool(false)
    );
}

#[tokio::test]
async fn scripts_are_judged_by_policy() {
    let own = "https://localhost:8080";
    let foreign = "https://elsewhere.example";
    for (policy, own_status, foreign_status) in
        [("client", 200, 400), ("stock", 400, 400), ("any", 200, 200)]
    {
        let mock = with(&format!("[policies]\ncors = \"{policy}\"")).await;
        let access_token = tokens(&mock).await.text("access_token");
        let bearer = format!("Bearer {access_token}");
        for (origin, status) in [(own, own_status), (foreign, foreign_status)] {
            let headers = [("authorization", bearer.as_str()), ("origin", origin)];
            let answer = mock.get("/me", &headers).await;
            assert_eq!(answer.status, status, "{policy} {origin}");
            let form = [
                ("client_id", CLIENT),
                ("client_secret", SECRET),
                ("token", "x"),
            ];
            let answer = mock
                .post_with("/token/introspection", &form, &[("origin", origin)])
                .await;
            assert_eq!(answer.status, status, "{policy} {origin}");
        }
    }
}

fn used(mock: &Mock) -> Vec<String> {
    let last = mock.journal().entries().pop().unwrap();
    let names = last
        .leniencies
        .iter()
        .map(|leniency| leniency.as_str().to_owned());
    names.collect()
}

#[tokio::test]
async fn each_leniency_lets_its_own_fault_pass_and_stands_in_the_journal() {
    let lenient = |name: &str| format!("[leniencies]\n{name} = true");
    let unproven = Ask::plain()
        .without("code_challenge")
        .without("code_challenge_method");

    let mock = with(&lenient("allow_missing_pkce")).await;
    let mut browser = Browser::new(&mock);
    browser.visit(&unproven).await;
    assert_eq!(used(&mock), ["allow_missing_pkce"]);
    browser.visit(&Ask::plain()).await;
    assert!(used(&mock).is_empty(), "what needs no leniency uses none");
    let code = browser.code(&unproven).await;
    let answer = mock.redeem_with(&code, &[("code_verifier", "")]).await;
    assert_eq!(answer.status, 200);

    let mock = with(&lenient("allow_plain_pkce")).await;
    let verifier = "a".repeat(43);
    let plain = Ask::plain()
        .with("code_challenge", &verifier)
        .with("code_challenge_method", "plain");
    let code = Browser::new(&mock).code(&plain).await;
    let wrong = mock.redeem_with(&code, &[]).await;
    assert_eq!(wrong.status, 400);
    let right = mock
        .redeem_with(&code, &[("code_verifier", &verifier)])
        .await;
    assert_eq!(right.status, 200);

    let mock = with(&lenient("allow_any_loopback_port")).await;
    let moved = "https://localhost:39999/auth/cb";
    let mut browser = Browser::new(&mock);
    let code = browser
        .code(&Ask::plain().with("redirect_uri", moved))
        .await;
    assert_eq!(mock.redeem_with(&code, &[]).await.status, 400);
    let answer = mock.redeem_with(&code, &[("redirect_uri", moved)]).await;
    assert_eq!(answer.status, 200);
    let elsewhere = Ask::plain().with("redirect_uri", "https://localhost:39999/auth/other");
    assert_eq!(browser.visit(&elsewhere).await.status, 400);

    let mock = with(&lenient("allow_wrong_client_secret")).await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let answer = mock.redeem_with(&code, &[("client_secret", "wrong")]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(used(&mock), ["allow_wrong_client_secret"]);

    let mock = with(&lenient("allow_redirect_uri_mismatch")).await;
    for redirect_uri in ["", "https://elsewhere.example/"] {
        let code = Browser::new(&mock).code(&Ask::plain()).await;
        let answer = mock
            .redeem_with(&code, &[("redirect_uri", redirect_uri)])
            .await;
        assert_eq!(answer.status, 200);
        assert_eq!(used(&mock), ["allow_redirect_uri_mismatch"]);
    }

    let mock = with(&lenient("allow_code_reuse")).await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let first = mock.redeem(&code).await.text("access_token");
    assert!(used(&mock).is_empty());
    assert_eq!(mock.redeem(&code).await.status, 200);
    assert_eq!(used(&mock), ["allow_code_reuse"]);
    assert_eq!(mock.me(&first).await.status, 200);

    let mock = with(&lenient("allow_access_token_in_query")).await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let access_token = mock.redeem(&code).await.text("access_token");
    let answer = mock
        .get(&format!("/me?access_token={access_token}"), &[])
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(used(&mock), ["allow_access_token_in_query"]);
}

#[tokio::test]
async fn no_leniency_is_on_by_itself() {
    let mock = with("").await;
    assert_eq!(mock.institution().profile.leniencies.iter().count(), 0);
    let moved = Ask::plain().with("redirect_uri", "https://localhost:39999/auth/cb");
    assert_eq!(Browser::new(&mock).visit(&moved).await.status, 400);
    assert_eq!(CALLBACK, "https://localhost:8080/auth/cb");
}
