//! Faults that are asked for: what is wrong is what was named, and nothing else.

use mock_idp::faults::Fault;
use serde_json::{Value, json};

use crate::support::{Ask, Browser, Mock, builder, jws};

async fn with(faults: &str) -> Mock {
    Mock::of(builder().config(faults)).await
}

/// One fault, as it stands in a file.
fn fault(at: &str, lines: &str) -> String {
    format!("[[faults]]\nat = \"{at}\"\n{lines}\n")
}

#[tokio::test]
async fn a_claim_of_the_id_token_is_wrong_and_signed_all_the_same() {
    let lines = "set = { nonce = \"another\", level = 3 }\nremove = [\"at_hash\"]";
    let mock = with(&fault("id_token", lines)).await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let id_token = mock.redeem(&code).await.text("id_token");
    let claims = jws(&mock, &id_token).await.payload;
    assert_eq!(claims["nonce"], "another");
    assert_eq!(claims["level"], 3);
    assert_eq!(claims["at_hash"], Value::Null);
    assert_eq!(claims["iss"], mock.issuer());
}

#[tokio::test]
async fn an_authorization_response_is_wrong_wherever_it_stands() {
    let lines = "set = { state = \"another\" }\nremove = [\"iss\"]";
    let mock = with(&fault("authorization_response", lines)).await;
    let back = Browser::new(&mock).authorize(&Ask::plain()).await;
    assert_eq!(back["state"], "another");
    assert!(!back.contains_key("iss") && back.contains_key("code"));

    // An error, too, and as a form.
    let refused = Ask::plain().with("prompt", "none");
    let answer = Browser::new(&mock).visit(&refused).await;
    assert_eq!(answer.redirect_params()["error"], "login_required");
    assert_eq!(answer.redirect_params()["state"], "another");
    let posted = refused.with("response_mode", "form_post");
    let page = Browser::new(&mock).visit(&posted).await.body;
    assert!(page.contains("value=\"another\""), "{page}");
    assert!(
        page.contains("login_required") && !page.contains("name=\"iss\""),
        "{page}"
    );
}

#[tokio::test]
async fn what_is_published_is_wrong_and_the_rest_is_as_it_was() {
    let faults = [
        fault("metadata", "set = { issuer = \"https://another.example\" }"),
        fault("jwks", "set = { kid = \"one\" }"),
    ];
    let (mock, usual) = (with(&faults.concat()).await, crate::support::start().await);
    let path = "/.well-known/openid-configuration";
    let mut metadata = mock.get(path, &[]).await.json();
    assert_eq!(metadata["issuer"], "https://another.example");
    metadata["issuer"] = json!(mock.issuer());
    let expected = usual.get(path, &[]).await.body;
    let expected = expected.replace(usual.base_url(), mock.base_url());
    assert_eq!(metadata, serde_json::from_str::<Value>(&expected).unwrap());
    let keys = mock.get("/jwks", &[]).await.json();
    for key in keys["keys"].as_array().unwrap() {
        assert_eq!(key["kid"], "one");
        assert!(key["kty"].is_string());
    }
}

#[tokio::test]
async fn status_and_headers_of_an_answer_are_wrong() {
    let lines = "status = 202\nheaders = { access-control-allow-origin = \"\", content-type = \"text/plain\" }";
    let (mock, usual) = (
        with(&fault("jwks", lines)).await,
        crate::support::start().await,
    );
    let usual = usual.get("/jwks", &[]).await;
    assert_eq!(usual.status, 200);
    assert_eq!(usual.header("access-control-allow-origin"), Some("*"));
    let answer = mock.get("/jwks", &[]).await;
    assert_eq!(answer.status, 202);
    assert_eq!(answer.header("access-control-allow-origin"), None);
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    assert_eq!(answer.json(), usual.json());
}

#[tokio::test]
async fn a_request_is_taken_for_another_one() {
    let faults = [
        fault("authorization_request", "remove = [\"state\"]"),
        fault(
            "token_request",
            "set = { code_verifier = \"a-verifier-that-nobody-has-announced-to-anybody\" }",
        ),
    ];
    let mock = with(&faults.concat()).await;
    let back = Browser::new(&mock).authorize(&Ask::plain()).await;
    assert!(!back.contains_key("state"), "{back:?}");
    let answer = mock.redeem(&back["code"]).await;
    assert_eq!(answer.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn a_page_on_the_way_is_no_answer_to_the_application() {
    let mock = with(&fault(
        "authorization_response",
        "headers = { x-wrong = \"yes\" }",
    ))
    .await;
    let mut browser = Browser::new(&mock);
    let page = browser.page(&Ask::plain()).await;
    assert_eq!(page.header("x-wrong"), None);
    let on = browser.log_in(&page, "rileydoe", "banno").await;
    let consent = browser.follow(&on).await;
    assert_eq!(consent.header("x-wrong"), None);
    let back = browser.allow(&consent).await;
    assert_eq!(back.header("x-wrong"), Some("yes"));
}

#[tokio::test]
async fn a_fault_that_makes_no_sense_is_told() {
    let rows = [
        (
            fault("token_response", ""),
            "faults: the one at `token_response` changes nothing; it needs set, remove, headers or status",
        ),
        (
            fault("token_response", "status = 99"),
            "faults.status `99` must be between 200 and 599",
        ),
        (
            fault("id_token", "status = 500"),
            "faults.status is for answers, and `id_token` is none",
        ),
        (
            fault("id_token", "headers = { a = \"b\" }"),
            "faults.headers is for requests and answers, and `id_token` is neither",
        ),
        (
            fault("jwks", "headers = { \"two words\" = \"b\" }"),
            "faults.headers `two words` is no header that can be sent",
        ),
        (
            fault("token_request", "headers = { dpop = \"b\" }"),
            "faults.headers `dpop`: of a token request, only `authorization` can be another one",
        ),
    ];
    for (faults, told) in rows {
        let error = builder().config(&faults).start().await.unwrap_err();
        assert!(error.to_string().ends_with(told), "{error}");
    }
    let error = builder()
        .config(&fault("somewhere", "status = 500"))
        .start()
        .await;
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("somewhere") && error.contains("id_token"),
        "{error}"
    );
}

#[test]
fn a_fault_does_not_show_its_values() {
    let fault: Fault = serde_json::from_value(json!({
        "at": "token_request",
        "set": { "client_secret": "hush" },
        "headers": { "authorization": "Basic hush" },
    }))
    .unwrap();
    assert_eq!(format!("{fault:?}"), "Fault(token_request)");
}
