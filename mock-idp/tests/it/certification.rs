//! The profile `certification`: what the plans of the OpenID Foundation's conformance suite need, and that
//! nothing of it is seen elsewhere.

use std::collections::BTreeMap;

use mock_idp::config::Config;
use oidc::profile::ProfileName;
use reqwest::Method;
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

#[tokio::test]
async fn banno_is_what_it_was() {
    let mock = crate::support::start().await;
    assert_eq!(mock.institution().profile.name, ProfileName::Banno);
    let refused = Browser::new(&mock).visit(&ask("openid")).await;
    assert_eq!(
        refused.redirect_params()["error_description"],
        "Authorization Server policy requires PKCE to be used for this request"
    );
    let code = Browser::new(&mock)
        .code(&Ask::plain().with("scope", EVERYTHING))
        .await;
    let tokens = mock.redeem(&code).await;
    let bearer = format!("Bearer {}", tokens.text("access_token"));
    let header = [("authorization", bearer.as_str())];
    assert_eq!(mock.post_with("/me", &[], &header).await.status, 400);
    let id_token = jws(&mock, &tokens.text("id_token")).await;
    assert_eq!(id_token.header["alg"], "ES256");
    assert_eq!(id_token.payload["email"], "rileydoe@jackhenry.dev");
    assert_eq!(id_token.payload["sid"], Value::Null);
    // A user of the profile `certification` would be refused here: nobody at Banno can ask for `website`.
    let website = "[[users]]\nsub = \"s\"\nusername = \"u\"\npassword = \"p\"\n\
                   [users.claims]\nwebsite = \"https://u.example/\"\n";
    let error = builder().config(website).start().await.unwrap_err();
    assert!(error.to_string().contains("`website` is not among"));
    let both = format!(
        "{PROFILE}{website}\"https://api.banno.com/consumer/claim/customer_identifier\" = \"A\"\n"
    );
    Mock::of(builder().config(&both)).await;
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

#[tokio::test]
async fn each_thing_that_the_profile_decides_gives_way_to_its_key() {
    let config = format!(
        "{PROFILE}[policies]\nid_token_claims = \"scope\"\nid_token_sid = \"requested\"\n\
         id_token_signed_response_alg = \"ES256\"\n\
         [metadata]\nacr_values_supported = []\n\
         [[clients]]\nclient_id = \"{CLIENT}\"\nclient_secret = \"{SECRET}\"\n\
         redirect_uris = [\"{CALLBACK}\"]\nrequire_pkce = true\n"
    );
    let mock = Mock::of(builder().config(&config)).await;
    let refused = Browser::new(&mock).visit(&ask("openid")).await;
    assert_eq!(refused.redirect_params()["error"], "invalid_request");
    let ask = Ask::plain().with("scope", "openid email");
    let code = told(&mut Browser::new(&mock), &ask).await["code"].clone();
    let tokens = mock.redeem(&code).await;
    let id_token = jws(&mock, &tokens.text("id_token")).await;
    assert_eq!(id_token.header["alg"], "ES256");
    assert_eq!(id_token.payload["email_verified"], true);
    assert_eq!(id_token.payload["sid"], Value::Null);
    let metadata = mock.get("/.well-known/openid-configuration", &[]).await;
    assert_eq!(metadata.json()["acr_values_supported"], Value::Null);
}

#[tokio::test]
async fn without_rs256_id_tokens_are_signed_with_what_is_left() {
    let config =
        format!("{PROFILE}[metadata]\nid_token_signing_alg_values_supported = [\"PS256\"]\n");
    let mock = Mock::of(builder().config(&config)).await;
    let tokens = tokens(&mock, &ask("openid")).await;
    assert_eq!(
        jws(&mock, &tokens.text("id_token")).await.header["alg"],
        "PS256"
    );
}

fn post(mock: &Mock, settings: &Value) -> reqwest::RequestBuilder {
    let url = format!("{}/institutions", mock.control_url().unwrap());
    let request = mock.http().request(Method::POST, url);
    let request = request.header("content-type", "application/json");
    request.body(settings.to_string())
}

#[tokio::test]
async fn the_control_plane_makes_such_a_bank_beside_another_and_tells_its_settings() {
    let mock = Mock::of(builder().control("127.0.0.1:0")).await;
    let made = post(&mock, &json!({ "profile": "certification" }));
    let made: Value = made.send().await.unwrap().json().await.unwrap();
    assert_eq!(made["users"][0]["username"], "certified");
    assert_eq!(made["users"].as_array().unwrap().len(), 1);
    let id = made["id"].as_str().unwrap();

    let bank = mock.of_institution(id);
    let tokens = tokens(&bank, &ask(EVERYTHING)).await;
    let me = bank.me(&tokens.text("access_token")).await.json();
    assert_eq!(me.as_object().unwrap().len(), 20);
    let settings = format!("{}/institutions/{id}/settings", mock.control_url().unwrap());
    let settings: Value = reqwest::get(settings).await.unwrap().json().await.unwrap();
    assert_eq!(settings["profile"], "certification");
    for fixture in ["scopes", "claims", "clients", "users"] {
        assert_eq!(settings[fixture], Value::Null, "{fixture}");
    }
    assert_eq!(mock.institution().profile.name, ProfileName::Banno);
}

#[tokio::test]
async fn a_profile_that_nobody_knows_is_refused_with_what_there_is() {
    let told = "profile: unknown value `certified`; there are banno, certification";
    let toml = "[institution]\nprofile = \"certified\"\n";
    let error = Config::from_text(toml, "mock.toml").unwrap_err();
    assert_eq!(error.to_string(), format!("mock.toml:2: {told}"));
    let toml = "[[institutions]]\nid = \"n\"\nprofile = \"certified\"\n";
    let error = Config::from_text(toml, "mock.toml").unwrap_err();
    assert_eq!(error.to_string(), format!("mock.toml:3: {told}"));

    let mock = Mock::of(builder().control("127.0.0.1:0")).await;
    let refused = post(&mock, &json!({ "profile": "certified" }));
    let refused = refused.send().await.unwrap();
    assert_eq!(refused.status(), 400);
    let refused: Value = refused.json().await.unwrap();
    assert_eq!(refused["detail"], format!("institution: {told}"));
}

#[tokio::test]
async fn a_configured_bank_can_turn_into_the_other_and_back_but_for_what_it_says_itself() {
    let toml = "[institution]\nname = \"Mine\"\nscopes = [\"openid\", \"email\"]\n";
    let turned = |toml: &str, name| {
        let config = Config::from_text(toml, "mock.toml").unwrap();
        Mock::of(builder().parsed_config(config.with_profile(name)))
    };
    let mock = turned(toml, ProfileName::Certification).await;
    let institution = mock.institution();
    assert_eq!(institution.name, "Mine");
    assert_eq!(institution.profile.scopes.to_string(), "openid email");
    assert!(institution.profile.knows_claim("website"));
    assert_eq!(institution.users[0].username, "certified");

    let with_user =
        format!("{PROFILE}[[users]]\nsub = \"s\"\nusername = \"u\"\npassword = \"p\"\n");
    let mock = turned(&with_user, ProfileName::Banno).await;
    let institution = mock.institution();
    assert_eq!(institution.profile.name, ProfileName::Banno);
    assert_eq!(institution.profile.scopes.len(), 116);
    assert!(institution.profile.knows_claim("locale"));
    assert!(!institution.profile.knows_claim("website"));
    assert_eq!(institution.users[0].username, "u");
}
