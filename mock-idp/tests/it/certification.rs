//! The profile `certification`: what the plans of the OpenID Foundation's conformance suite need, and that
//! nothing of it is seen elsewhere.

mod configured;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Answer, Ask, Browser, CALLBACK, CLIENT, Mock, SECRET, builder, jws};

const PROFILE: &str = "[institution]\nprofile = \"certification\"\n";
const EVERYTHING: &str = "openid profile email address phone";
/// What clients of the fixtures have registered.
const BYE: &str = "https://localhost:8080/logout/cb";

async fn certified() -> Mock {
    Mock::of(builder().config(PROFILE)).await
}

/// A request without a code challenge.
fn ask(scope: &str) -> Ask {
    Ask::plain()
        .without("code_challenge")
        .without("code_challenge_method")
        .with("scope", scope)
}

async fn told(browser: &mut Browser<'_>, ask: &Ask) -> BTreeMap<String, String> {
    browser.authorize_as("certified", ask).await
}

async fn tokens_by(browser: &mut Browser<'_>, mock: &Mock, ask: &Ask) -> Answer {
    let told = told(browser, ask).await;
    let code = told.get("code").unwrap_or_else(|| panic!("{told:?}"));
    let answer = mock.redeem_with(code, &[("code_verifier", "")]).await;
    assert_eq!(answer.status, 200, "{}", answer.wire());
    answer
}

async fn tokens(mock: &Mock, ask: &Ask) -> Answer {
    tokens_by(&mut Browser::new(mock), mock, ask).await
}

async fn payload(mock: &Mock, tokens: &Answer) -> Value {
    jws(mock, &tokens.text("id_token")).await.payload
}

fn names(object: &Value) -> Vec<&str> {
    let members = object.as_object().unwrap();
    members.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn without_pkce_the_id_token_has_sid_and_rs256_and_userinfo_has_every_claim() {
    let mock = certified().await;
    let tokens = tokens(&mock, &ask(EVERYTHING).with("nonce", "no")).await;

    let id_token = jws(&mock, &tokens.text("id_token")).await;
    assert_eq!(id_token.header["alg"], "RS256");
    assert_eq!(
        names(&id_token.payload),
        ["sub", "nonce", "at_hash", "sid", "aud", "exp", "iat", "iss"]
    );

    let me = mock.me(&tokens.text("access_token")).await.json();
    assert_eq!(me["sub"], id_token.payload["sub"]);
    let picture = format!(
        "{}/a/consumer/api/node/public-profile-photo/",
        mock.base_url()
    );
    assert!(me["picture"].as_str().unwrap().starts_with(&picture));
    let mut told = me;
    told.as_object_mut().unwrap().shift_remove("picture");
    insta::assert_snapshot!(serde_json::to_string_pretty(&told).unwrap(), @r#"
    {
      "sub": "c0ffee00-7e57-4a11-8ce2-71f1ed0c1a1b",
      "name": "Robin Q. Certified",
      "family_name": "Certified",
      "given_name": "Robin",
      "middle_name": "Quinn",
      "nickname": "Rob",
      "preferred_username": "certified",
      "profile": "https://certified.example/robin",
      "website": "https://certified.example/",
      "gender": "female",
      "birthdate": "1990-07-25",
      "zoneinfo": "America/Chicago",
      "locale": "en-US",
      "updated_at": 1767225600,
      "email": "robin@certified.example",
      "email_verified": true,
      "address": {
        "country": "US",
        "formatted": "1 Main Street\nSpringfield, MO 65806\nUnited States",
        "locality": "Springfield",
        "postal_code": "65806",
        "region": "MO",
        "street_address": "1 Main Street"
      },
      "phone_number": "+1 555 0142",
      "phone_number_verified": false
    }
    "#);
}

/// What may be sent besides, and is not refused.
const BESIDES: [(&str, &str); 10] = [
    ("acr_values", "1 2"),
    ("claims_locales", "se"),
    ("display", "page"),
    ("display", "popup"),
    ("extra", "foobar"),
    ("login_hint", "buffy@localhost"),
    ("max_age", "15000"),
    ("prompt", "login"),
    ("prompt", "consent"),
    ("ui_locales", "se"),
];

#[tokio::test]
async fn what_the_suite_sends_besides_is_taken() {
    let mock = certified().await;
    for (name, value) in BESIDES {
        let tokens = tokens(&mock, &ask("openid").with(name, value)).await;
        let payload = payload(&mock, &tokens).await;
        let has_auth_time = matches!((name, value), ("max_age", _) | ("prompt", "login"));
        assert_eq!(payload["auth_time"].is_i64(), has_auth_time, "{name}");
        assert_eq!(payload["acr"], Value::Null, "{name}");
    }
}

#[tokio::test]
async fn a_level_that_is_asked_for_with_all_others_is_told() {
    let mock = certified().await;
    let metadata = mock.get("/.well-known/openid-configuration", &[]).await;
    let levels = metadata.json()["acr_values_supported"].clone();
    let levels: Vec<String> = serde_json::from_value(levels).unwrap();
    let tokens = tokens(&mock, &ask("openid").with("acr_values", &levels.join(" "))).await;
    let acr = payload(&mock, &tokens).await["acr"].clone();
    assert_eq!(acr, levels[0]);
}

#[tokio::test]
async fn a_session_answers_prompt_none_with_the_hint_until_it_is_too_old() {
    let mock = certified().await;
    let mut browser = Browser::new(&mock);
    let none = ask("openid").with("prompt", "none");
    let stranger = browser.visit(&none).await.redirect_params();
    assert_eq!(stranger["error"], "login_required");

    let ask = ask("openid").with("max_age", "15000");
    let first = tokens_by(&mut browser, &mock, &ask).await;
    let auth_time = payload(&mock, &first).await["auth_time"].clone();
    mock.pass(2);
    let hinted = none.clone().with("id_token_hint", &first.text("id_token"));
    let hinted = hinted.with("max_age", "10000");
    let second = browser.visit(&hinted).await.redirect_params();
    let second = mock
        .redeem_with(&second["code"], &[("code_verifier", "")])
        .await;
    assert_eq!(payload(&mock, &second).await["auth_time"], auth_time);

    let aged = browser.visit(&none.with("max_age", "1")).await;
    assert_eq!(aged.redirect_params()["error"], "login_required");
    let again = tokens_by(&mut browser, &mock, &ask.with("max_age", "1")).await;
    let later = payload(&mock, &again).await["auth_time"].as_i64().unwrap();
    assert_eq!(later, auth_time.as_i64().unwrap() + 2);
}

#[tokio::test]
async fn an_essential_claim_stands_where_it_was_asked_for_and_nowhere_else() {
    let mock = certified().await;
    let claims = json!({ "userinfo": { "name": { "essential": true } } }).to_string();
    let tokens = tokens(&mock, &ask("openid").with("claims", &claims)).await;
    let me = mock.me(&tokens.text("access_token")).await.json();
    assert_eq!(names(&me), ["sub", "name"]);
    assert_eq!(payload(&mock, &tokens).await["name"], Value::Null);
}

#[tokio::test]
async fn userinfo_takes_the_token_in_the_header_of_either_method_and_in_the_form() {
    let mock = certified().await;
    let token = tokens(&mock, &ask("openid email"))
        .await
        .text("access_token");
    let bearer = format!("Bearer {token}");
    let header = [("authorization", bearer.as_str())];
    let empty = [header[0], ("content-length", "0")];
    let answers = [
        mock.get("/me", &header).await,
        mock.post_with("/me", &[], &header).await,
        mock.post_with("/me", &[], &empty).await,
        mock.post("/me", &[("access_token", token.as_str())]).await,
    ];
    for answer in answers {
        assert_eq!(answer.status, 200, "{}", answer.wire());
        assert_eq!(names(&answer.json()), ["sub", "email", "email_verified"]);
    }
}

#[tokio::test]
async fn offline_access_brings_a_refresh_token_whose_id_tokens_look_alike() {
    let mock = certified().await;
    let ask = ask("openid offline_access").with("prompt", "consent");
    let first = tokens(&mock, &ask).await;
    mock.pass(1);
    let refreshed = mock.refresh(&first.text("refresh_token")).await;
    assert_eq!(refreshed.header("cache-control"), Some("no-store"));
    let (before, after) = (
        payload(&mock, &first).await,
        payload(&mock, &refreshed).await,
    );
    assert_eq!(names(&before), names(&after));
    for same in ["sub", "sid", "aud", "iss"] {
        assert_eq!(before[same], after[same], "{same}");
    }
    assert_ne!(before["iat"], after["iat"]);
    let me = mock.me(&refreshed.text("access_token")).await;
    assert_eq!(me.status, 200);
}

#[tokio::test]
async fn either_transport_of_the_secret_is_taken() {
    let mock = certified().await;
    let code = told(&mut Browser::new(&mock), &ask("openid")).await["code"].clone();
    let basic = mock
        .http()
        .post(mock.url("/token"))
        .basic_auth(CLIENT, Some(SECRET))
        .form(&[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
        ]);
    assert_eq!(basic.send().await.unwrap().status(), 200);
    // In the form is how all others here come.
}

#[tokio::test]
async fn code_and_error_come_in_a_form_where_that_is_asked_for() {
    let mock = certified().await;
    let form = ask("openid").with("response_mode", "form_post");
    let refused = Browser::new(&mock)
        .visit(&form.clone().with("prompt", "none"))
        .await;
    assert_eq!(refused.status, 400);
    assert!(
        refused
            .body
            .contains(r#"name="error" value="login_required""#)
    );
    let missing = Browser::new(&mock)
        .visit(&form.without("response_type"))
        .await;
    assert!(
        missing
            .body
            .contains(r#"name="error" value="invalid_request""#)
    );
}

#[tokio::test]
async fn whoever_signs_out_with_a_hint_comes_back_with_state_and_is_signed_out() {
    let mock = certified().await;
    let mut browser = Browser::new(&mock);
    let tokens = tokens_by(&mut browser, &mock, &ask("openid")).await;
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("id_token_hint", tokens.text("id_token").as_str()),
            ("post_logout_redirect_uri", BYE),
            ("state", "a~b"),
        ])
        .finish();
    let page = browser.get(&mock.url(&format!("/logout?{query}"))).await;
    let done = browser.submit(&page, &[("logout", "yes")]).await;
    assert!(done.location().starts_with(&format!("{BYE}?state=")));
    let back = done.redirect_params();
    assert_eq!(
        back.into_iter().collect::<Vec<_>>(),
        [("state".to_owned(), "a~b".to_owned())]
    );
    let none = browser.visit(&ask("openid").with("prompt", "none")).await;
    assert_eq!(none.redirect_params()["error"], "login_required");
}
