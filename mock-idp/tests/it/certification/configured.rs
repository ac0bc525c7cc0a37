//! Where the profile comes from, what stands over it, and what is none of it.

use mock_idp::config::Config;
use oidc::profile::ProfileName;
use reqwest::Method;
use serde_json::{Value, json};

use super::{EVERYTHING, PROFILE, ask, tokens, told};
use crate::support::{Ask, Browser, CALLBACK, CLIENT, Mock, SECRET, builder, jws, start};

#[tokio::test]
async fn banno_is_what_it_was() {
    let mock = start().await;
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
