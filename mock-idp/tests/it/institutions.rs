//! Several banks on one listener: nothing that happens at one shows at another.

use serde_json::{Value, json};

use crate::support::{Ask, Browser, CALLBACK, Mock, VERIFIER, builder, jws, start};

const SECOND: &str = "second-bank";
const SECOND_CLIENT: &str = "6d0f2a3b-0f5e-4a52-8a0c-2f5f6f1f9c11";
const IDENTIFIER: &str = "https://api.banno.com/consumer/claim/customer_identifier";

/// The request of the second bank's client.
fn ask() -> Ask {
    let claims = json!({ "id_token": { IDENTIFIER: null } }).to_string();
    Ask::offline()
        .with("client_id", SECOND_CLIENT)
        .with("claims", &claims)
}

async fn redeem(mock: &Mock, code: &str) -> crate::support::Answer {
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", SECOND_CLIENT),
        ("client_secret", "mock-secret-for-the-second-bank"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    mock.post("/token", &form).await
}

#[tokio::test]
async fn a_user_signs_in_at_the_second_bank_as_at_the_first() {
    let first = start().await;
    let second = first.of_institution(SECOND);
    assert_eq!(
        second.issuer(),
        format!("{}/fi/second-bank/a/consumer/api/v0/oidc", first.base_url())
    );
    let mut browser = Browser::new(&second);
    let code = browser.code(&ask()).await;
    let tokens = redeem(&second, &code).await;
    let id_token = jws(&second, &tokens.text("id_token")).await.payload;
    assert_eq!(id_token["iss"], second.issuer());
    assert_eq!(id_token["sub"], "2b9f6b56-6d1e-4e0c-9c55-6a2a7a9a4c21");
    let riley = first
        .institution()
        .user("5cad5c30-6d24-11e9-870c-0242b78f8571");
    assert_eq!(
        id_token[IDENTIFIER],
        riley.unwrap().claims[IDENTIFIER],
        "it is unique within one institution only"
    );
    let access_token = tokens.text("access_token");
    let payload = jws(&second, &access_token).await.payload;
    assert_eq!(
        payload["aud"],
        format!("{}/fi/second-bank/a/consumer/api/v0", first.base_url())
    );
    assert_eq!(second.me(&access_token).await.json()["name"], "Riley Doe");
}

#[tokio::test]
async fn metadata_and_pages_of_the_second_bank_lead_to_the_second_bank() {
    let first = start().await;
    let second = first.of_institution(SECOND);
    let root = format!("{}/.well-known/openid-configuration", second.base_url());
    for url in [second.url("/.well-known/openid-configuration"), root] {
        let metadata = second.get(&url, &[]).await.json();
        for (name, value) in metadata.as_object().unwrap() {
            if name.ends_with("_endpoint") || name == "issuer" || name == "jwks_uri" {
                let value = value.as_str().unwrap();
                assert!(value.starts_with(second.issuer()), "{name}: {value}");
            }
        }
    }
    let mut browser = Browser::new(&second);
    let page = browser.page(&ask()).await;
    assert!(
        page.url.starts_with(&second.url("/interaction/")),
        "{}",
        page.url
    );
    assert!(page.body.contains("Second Bank"));
    browser.log_in(&page, "rileydoe", "banno").await;
    for cookie in browser.cookies() {
        assert!(cookie.path.starts_with("/fi/second-bank/"), "{cookie:?}");
    }
    assert!(
        browser
            .cookies()
            .iter()
            .any(|it| it.name == "mock_idp_session_second-bank")
    );
}

#[tokio::test]
async fn what_one_bank_gave_is_worth_nothing_at_another() {
    let first = start().await;
    let second = first.of_institution(SECOND);
    let mut browser = Browser::new(&second);
    let code = browser.code(&ask()).await;
    assert_eq!(
        redeem(&first, &code).await.status,
        401,
        "the client is another's"
    );
    let tokens = redeem(&second, &code).await;
    let access_token = tokens.text("access_token");
    assert_eq!(first.me(&access_token).await.status, 401);
    assert_eq!(second.me(&access_token).await.status, 200);

    let silent = Ask::plain().with("prompt", "none");
    let url = silent.url(&first);
    let told = browser.get(&url).await;
    assert_eq!(told.redirect_params()["error"], "login_required");
}

#[tokio::test]
async fn each_bank_has_a_clock_and_a_journal_of_its_own() {
    let first = start().await;
    let second = first.of_institution(SECOND);
    let code = Browser::new(&second).code(&ask()).await;
    let access_token = redeem(&second, &code).await.text("access_token");
    first.pass(700);
    assert_eq!(second.me(&access_token).await.status, 200);
    second.pass(600);
    assert_eq!(second.me(&access_token).await.status, 401);
    assert_eq!(second.reason().as_deref(), Some("access token is expired"));
    assert!(first.journal().entries().is_empty());
}

#[tokio::test]
async fn each_bank_has_keys_of_its_own() {
    let first = Mock::of(mock_idp::MockIdp::builder().tls(false)).await;
    let second = first.of_institution(SECOND);
    let keys = first.get("/jwks", &[]).await.json();
    assert_ne!(keys, second.get("/jwks", &[]).await.json());
}

#[tokio::test]
async fn however_its_address_is_encoded_the_same_bank_answers() {
    let first = start().await;
    let second = first.of_institution(SECOND);
    let plain = second.url("/.well-known/openid-configuration");
    for encoded in ["/%66i/second-bank/", "/fi/second%2Dbank/"] {
        let url = plain.replace("/fi/second-bank/", encoded);
        let metadata = first.get(&url, &[]).await.json();
        assert_eq!(metadata["issuer"], second.issuer(), "{url}");
    }
}

#[tokio::test]
async fn an_institution_that_is_not_there_is_an_unknown_route() {
    let mock = start().await;
    let unknown = format!("{}/fi/nobody/a/consumer/api/v0/oidc/jwks", mock.base_url());
    for url in [&unknown, &format!("{}/fi/", mock.base_url())] {
        let answer = mock.get(url, &[]).await;
        assert_eq!(answer.status, 404, "{url}");
        assert_eq!(answer.text("error"), "invalid_request");
    }
    let default = format!("{}/fi/mock-bank/", mock.base_url());
    assert_eq!(mock.get(&default, &[]).await.status, 404);
}

#[tokio::test]
async fn an_institution_can_have_a_host_name_instead() {
    let config = r#"
[[institutions]]
id = "by-name"
name = "Bank by Name"
host = "By-Name.localhost"
"#;
    let mock = Mock::of(builder().config(config)).await;
    let named = mock.of_institution("by-name");
    let port = mock.port();
    assert_eq!(
        named.issuer(),
        format!("http://by-name.localhost:{port}/a/consumer/api/v0/oidc")
    );
    let path = format!("{}/.well-known/openid-configuration", mock.issuer());
    for (host, issuer) in [
        (format!("by-name.localhost:{port}"), named.issuer()),
        ("BY-NAME.localhost".to_owned(), named.issuer()),
        (format!("localhost:{port}"), mock.issuer()),
        ("other.localhost".to_owned(), mock.issuer()),
    ] {
        let metadata = mock.get(&path, &[("host", &host)]).await.json();
        assert_eq!(metadata["issuer"], issuer, "{host}");
    }
    let forwarded = [
        ("x-forwarded-host", "by-name.localhost"),
        ("forwarded", "host=by-name.localhost"),
    ];
    let metadata = mock.get(&path, &forwarded).await.json();
    assert_eq!(
        metadata["issuer"],
        mock.issuer(),
        "what a proxy says is not believed"
    );
    let below = format!("{}/fi/by-name/", mock.base_url());
    assert_eq!(mock.get(&below, &[]).await.status, 404);
}

#[tokio::test]
async fn servers_are_sent_to_the_back_channel_and_browsers_to_the_front() {
    let config = r#"
[[institutions]]
id = "below"

[[institutions]]
id = "by-name"
host = "by-name.localhost"
"#;
    let builder = builder().config(config).base_url("https://bank.example");
    let mock = Mock::of(builder.back_channel_url("http://mock:8443/")).await;
    let path = "/a/consumer/api/v0/oidc";
    assert_eq!(
        mock.back_channel(),
        Some(&*format!("http://mock:8443{path}"))
    );
    let rows = [
        ("mock-bank", "https://bank.example", "http://mock:8443"),
        (
            "below",
            "https://bank.example/fi/below",
            "http://mock:8443/fi/below",
        ),
        // It is found by its host, so servers have to use that one, too.
        (
            "by-name",
            "https://by-name.localhost",
            "http://by-name.localhost:8443",
        ),
    ];
    for (id, front, back) in rows {
        let bank = mock.of_institution(id);
        let metadata: Value = serde_json::from_slice(&bank.institution().discovery()).unwrap();
        for (member, url) in [
            ("issuer", format!("{front}{path}")),
            ("authorization_endpoint", format!("{front}{path}/auth")),
            ("end_session_endpoint", format!("{front}{path}/logout")),
            ("token_endpoint", format!("{back}{path}/token")),
            ("jwks_uri", format!("{back}{path}/jwks")),
        ] {
            assert_eq!(metadata[member], url, "{id}");
        }
    }
}

#[tokio::test]
async fn a_back_channel_that_is_the_front_changes_nothing() {
    let same = "https://bank.example";
    let usual = Mock::of(builder().base_url(same)).await;
    let told = Mock::of(builder().base_url(same).back_channel_url(same)).await;
    assert_eq!(told.back_channel(), None);
    let document = |mock: &Mock| mock.institution().discovery();
    assert_eq!(document(&told), document(&usual));
}

#[tokio::test]
async fn an_institution_that_is_taken_out_is_gone_at_once() {
    let mock = start().await;
    let second = mock.of_institution(SECOND);
    let institutions = mock.institutions();
    let ids: Vec<_> = institutions.all().iter().map(|it| it.id.clone()).collect();
    assert_eq!(ids, ["mock-bank", SECOND]);
    let admin = mock.admin(SECOND).unwrap();
    admin.close().unwrap();
    assert_eq!(second.get("/jwks", &[]).await.status, 404);
    assert!(admin.close().is_err() && mock.admin(SECOND).is_none());
    mock.found(json!({ "id": SECOND }), None).unwrap();
    assert_eq!(second.get("/jwks", &[]).await.status, 200);
    for id in [SECOND, "mock-bank"] {
        let taken = mock.found(json!({ "id": id }), None).unwrap_err();
        let told =
            format!("institutions: there is an institution `{id}` already; each must be unique");
        assert_eq!(taken.to_string(), told);
    }
}

#[tokio::test]
async fn the_start_page_lists_the_banks() {
    let mock = start().await;
    let page = mock.get(&format!("{}/", mock.base_url()), &[]).await;
    assert!(page.body.contains("Second Bank"), "{}", page.wire());
    let second = mock.of_institution(SECOND);
    assert!(page.body.contains(second.issuer()));
    let page = mock.get(&format!("{}/", second.base_url()), &[]).await;
    assert!(page.body.contains(SECOND_CLIENT), "{}", page.wire());
}
