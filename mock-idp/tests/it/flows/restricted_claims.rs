use oidc::withheld::{Withheld, WithheldReason};
use serde_json::{Value, json};

use crate::support::{Ask, Browser, CALLBACK, CLIENT, Mock, SECRET, builder, jws, start};

const CUSTOMER: &str = "https://api.banno.com/consumer/claim/customer_identifier";
const TAX_ID: &str = "https://api.banno.com/consumer/claim/tax_id";
const CIF: &str = "https://api.banno.com/consumer/claim/cif";
const SHAPELESS: &str = "https://api.banno.com/consumer/claim/theme_data";

/// The quickstart's client, with two of three restricted claims enabled.
async fn start_with_enabled() -> Mock {
    Mock::of(builder().config(&format!(
        "[[clients]]\nclient_id = \"{CLIENT}\"\nclient_secret = \"{SECRET}\"\n\
         redirect_uris = [\"{CALLBACK}\"]\nclaims = [\"{CUSTOMER}\", \"{CIF}\"]\n"
    )))
    .await
}

/// Everything at both places.
fn ask() -> Ask {
    let names = [CUSTOMER, TAX_ID, CIF, SHAPELESS, "birthdate", "shoe_size"];
    let members: serde_json::Map<_, _> = names
        .map(|name| (name.to_owned(), Value::Null))
        .into_iter()
        .collect();
    let claims = json!({ "id_token": members, "userinfo": members });
    Ask::plain().with("claims", &claims.to_string())
}

/// What stands on the consent page, in the ID token, and in the answer of `/me`.
async fn told(mock: &Mock) -> (Vec<String>, Value, Value) {
    let mut browser = Browser::new(mock);
    let login = browser.page(&ask()).await;
    let next = browser.log_in(&login, "rileydoe", "banno").await;
    let consent = browser.follow(&next).await;
    let html = scraper::Html::parse_document(&consent.body);
    let code = scraper::Selector::parse("#names code").unwrap();
    let names = html.select(&code).map(|name| name.inner_html()).collect();
    let code = browser.allow(&consent).await.redirect_params()["code"].clone();
    let tokens = mock.redeem(&code).await;
    let id_token = jws(mock, &tokens.text("id_token")).await.payload;
    let me = mock.me(&tokens.text("access_token")).await.json();
    (names, id_token, me)
}

fn withheld(claim: &str, reason: WithheldReason) -> Withheld {
    reason.of(claim)
}

#[tokio::test]
async fn without_being_enabled_a_restricted_claim_is_silently_missing_everywhere() {
    let mock = start().await;
    let (names, id_token, me) = told(&mock).await;

    assert_eq!(names, ["openid", "birthdate", SHAPELESS]);
    for place in [&id_token, &me] {
        assert_eq!(place["birthdate"], "1951-03-02");
        for missing in [CUSTOMER, TAX_ID, CIF, SHAPELESS, "shoe_size"] {
            assert_eq!(place[missing], Value::Null, "{missing}");
        }
    }
}

#[tokio::test]
async fn an_enabled_claim_is_asked_for_and_told_if_the_user_has_it() {
    let mock = start_with_enabled().await;
    let (names, id_token, me) = told(&mock).await;

    assert_eq!(names, ["openid", "birthdate", CUSTOMER, SHAPELESS]);
    for place in [&id_token, &me] {
        assert_eq!(place[CUSTOMER], "AAA1234");
        assert_eq!((&place[TAX_ID], &place[CIF]), (&Value::Null, &Value::Null));
    }
}

#[tokio::test]
async fn the_journal_tells_what_was_withheld_and_why() {
    let mock = start_with_enabled().await;
    told(&mock).await;
    let told: Vec<_> = mock
        .journal()
        .entries()
        .into_iter()
        .filter(|entry| !entry.withheld.is_empty())
        .map(|entry| (entry.endpoint.to_string(), entry.withheld))
        .collect();

    assert_eq!(
        told,
        [
            (
                "authorization".to_owned(),
                vec![
                    withheld(TAX_ID, WithheldReason::NotEnabled),
                    withheld("shoe_size", WithheldReason::Unknown),
                ]
            ),
            (
                "consent".to_owned(),
                vec![
                    withheld(CIF, WithheldReason::Absent),
                    withheld(SHAPELESS, WithheldReason::Absent),
                ]
            ),
        ]
    );
    assert_eq!(
        json!(told[0].1[0]),
        json!({ "claim": TAX_ID, "reason": "not_enabled" })
    );
}

#[tokio::test]
async fn a_claim_that_the_user_has_declined_is_withheld_for_that_reason() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let ask = Ask::plain().with("claims", r#"{"userinfo":{"birthdate":null}}"#);
    let login = browser.page(&ask).await;
    let next = browser.log_in(&login, "rileydoe", "banno").await;
    let consent = browser.follow(&next).await;
    browser
        .allow_only(&consent, |wish| wish != "birthdate")
        .await;

    let last = mock.journal().entries().pop().unwrap();
    assert_eq!(
        last.withheld,
        [withheld("birthdate", WithheldReason::Declined)]
    );
}

#[tokio::test]
async fn the_journal_tells_which_scopes_were_ignored() {
    let mock = start().await;
    let ask = Ask::plain().with("scope", "openid banno offline_access email");
    Browser::new(&mock).visit(&ask).await;

    let last = mock.journal().entries().pop().unwrap();
    assert_eq!(last.ignored_scopes.to_string(), "banno offline_access");
    let known = Ask::plain().with("scope", "openid email");
    Browser::new(&mock).visit(&known).await;
    let last = mock.journal().entries().pop().unwrap();
    assert!(last.ignored_scopes.is_empty());
}

#[tokio::test]
async fn a_flood_of_unknown_names_does_not_fill_the_journal() {
    let mock = start().await;
    let members: serde_json::Map<_, _> = (0..500)
        .map(|number| (format!("x{number}"), Value::Null))
        .collect();
    let claims = json!({ "userinfo": members }).to_string();
    let scope: Vec<_> = (0..500).map(|number| format!("s{number}")).collect();
    let ask = Ask::plain().with("claims", &claims);
    let ask = ask.with("scope", &format!("openid {}", scope.join(" ")));
    Browser::new(&mock).visit(&ask).await;

    let last = mock.journal().entries().pop().unwrap();
    assert_eq!((last.withheld.len(), last.ignored_scopes.len()), (40, 40));
}
