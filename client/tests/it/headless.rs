use std::sync::Arc;

use banno_client::Environment;
use banno_client::headless::{HeadlessLogin, LoginError, Password, Report};
use banno_client::rp::{ClientSecret, ResponseMode};
use serde_json::json;
use wiremock::matchers::{body_string_contains, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{CLIENT_ID, SeededEntropy, TestClock, TestKey};

const LOGIN: &str = r#"<form method="post" action="/oidc/interaction/1/login">
<input type="hidden" name="csrf" value="c&amp;1"><input id="username" name="username" value="">
<input id="password" name="password" type="password">
<button id="submit" name="action" value="login">Sign in</button>
<button id="cancel" name="action" value="cancel">Cancel</button></form>"#;
const CONSENT: &str = r#"<form method="post"><input type="hidden" name="csrf" value="2">
<button id="allow" name="action" value="allow">Allow</button>
<button id="deny" name="action" value="deny">Deny</button></form>"#;

/// A provider with the mock's pages, whose `/interaction/1` shows what a test wants.
struct Pages {
    server: MockServer,
    key: TestKey,
    /// What the user gives as second factor.
    code: Option<&'static str>,
}

impl Pages {
    async fn start() -> Self {
        let pages = Self {
            server: MockServer::start().await,
            key: TestKey::ec("sig-ec2-0"),
            code: None,
        };
        let issuer = pages.issuer();
        pages.on("GET", "/oidc/.well-known/openid-configuration", json_reply(&json!({
            "issuer": issuer, "authorization_endpoint": format!("{issuer}/auth"),
            "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/jwks"),
        }))).await;
        pages
            .on(
                "GET",
                "/oidc/jwks",
                json_reply(&json!({"keys": [pages.key.jwk()]})),
            )
            .await;
        pages
            .on("GET", "/oidc/auth", see_other("/oidc/interaction/1"))
            .await;
        pages
    }

    fn issuer(&self) -> String {
        format!("{}/oidc", self.server.uri())
    }

    async fn on(&self, verb: &str, at: &str, reply: ResponseTemplate) {
        let mock = Mock::given(method(verb)).and(path(at)).respond_with(reply);
        mock.mount(&self.server).await;
    }

    /// The redirect back, with the state of the authorization request that was seen.
    async fn redirect_back(&self) {
        let requests = self.server.received_requests().await.unwrap();
        assert!(requests.is_empty(), "to be set up first");
        Mock::given(method("POST"))
            .and(path("/oidc/interaction/1"))
            .and(body_string_contains("csrf=2&action=allow"))
            .respond_with(see_other("/oidc/resume"))
            .mount(&self.server)
            .await;
    }

    async fn log_in(&self) -> Result<Report, LoginError> {
        self.log_in_by(ResponseMode::Query).await
    }

    async fn log_in_by(&self, response_mode: ResponseMode) -> Result<Report, LoginError> {
        let login = HeadlessLogin {
            environment: Environment {
                response_mode,
                name: "local".to_owned(),
                issuer: self.issuer(),
                client_id: CLIENT_ID.to_owned(),
                client_secret: Some(ClientSecret::new("s3cret")),
                ..Environment::default()
            },
            username: "rileydoe".to_owned(),
            password: Password::new("banno"),
            second_factor: self.code.map(Password::new),
            data_dir: None,
        };
        let entropy = Arc::new(SeededEntropy::default());
        login.run(Arc::new(TestClock::default()), entropy).await
    }
}

fn json_reply(body: &serde_json::Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn html(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body.to_owned(), "text/html")
}

fn see_other(location: &str) -> ResponseTemplate {
    ResponseTemplate::new(303).insert_header("location", location)
}

#[tokio::test]
async fn login_and_consent_lead_to_claims_and_token_facts() {
    let pages = Pages::start().await;
    pages.redirect_back().await;
    Mock::given(method("GET"))
        .and(path("/oidc/interaction/1"))
        .respond_with(html(200, LOGIN))
        .up_to_n_times(1)
        .mount(&pages.server)
        .await;
    pages
        .on("GET", "/oidc/interaction/1", html(200, CONSENT))
        .await;
    Mock::given(method("POST"))
        .and(path("/oidc/interaction/1/login"))
        .and(body_string_contains("csrf=c%261&action=login"))
        .and(body_string_contains("username=rileydoe&password=banno"))
        .respond_with(see_other("/oidc/interaction/1"))
        .mount(&pages.server)
        .await;
    // State and nonce are the first two numbers of the seeded entropy.
    let (state, nonce) = first_two();
    let back = format!("https://localhost:8080/auth/cb?code=c&state={state}");
    pages.on("GET", "/oidc/resume", see_other(&back)).await;
    let now = crate::support::NOW;
    let claims = json!({
        "sub": "riley", "name": "Riley Doe", "aud": CLIENT_ID, "exp": now + 3600, "iat": now,
        "iss": pages.issuer(), "nonce": nonce,
    });
    let id_token = pages
        .key
        .sign(&pages.key.header("ES256").to_string(), &claims.to_string());
    let tokens = crate::support::FakeProvider::token_response(&id_token);
    pages.on("POST", "/oidc/token", json_reply(&tokens)).await;

    let report = pages.log_in().await.unwrap();
    let report = serde_json::to_value(&report).unwrap();
    assert_eq!(report["claims"], claims);
    insta::assert_json_snapshot!(report["tokens"], @r#"
    {
      "token_type": "Bearer",
      "scope": "openid profile",
      "expires_in": 600,
      "id_token_lifetime": 3600,
      "id_token_alg": "ES256",
      "id_token_kid": "sig-ec2-0",
      "refresh_token": true
    }
    "#);
    let text = pages.log_in().await.map(|it| it.to_string());
    // The login page was shown once only; now there is a session, as it were.
    let text = text.unwrap();
    assert!(text.contains("Riley Doe"), "{text}");
    for secret in ["access-1", "refresh-1", &id_token] {
        assert!(!text.contains(secret) && !report.to_string().contains(secret));
    }
}

#[tokio::test]
async fn allowing_sends_what_a_browser_would_send() {
    let pages = Pages::start().await;
    let consent = r#"<form method="post">
        <input type="HIDDEN" name="csrf" value="2">
        <input type="checkbox" name="scope" value="email" checked>
        <label><INPUT TYPE="Checkbox" NAME="scope" VALUE="phone &amp; more" CHECKED=""></label>
        <input type="checkbox" name="scope" value="address">
        <input type="checkbox" name="remember" checked>
        <input type="checkbox" name="scope" value="openid" checked disabled>
        <input type="checkbox" value="nameless" checked>
        <input type="hidden" name="held" value="back" disabled>
        <input type="submit" name="action" value="else">
        <button id="deny" name="action" value="deny">Deny</button>
        <button id="allow" name="action" value="allow">Allow</button>
        <input type="hidden" name="last" value="one"></form>
        <input type="checkbox" name="scope" value="elsewhere" checked>"#;
    let form = html(200, consent);
    pages.on("GET", "/oidc/interaction/1", form).await;
    let (state, _) = first_two();
    let back = format!("https://localhost:8080/auth/cb?error=access_denied&state={state}");
    let done = see_other(&back);
    pages.on("POST", "/oidc/interaction/1", done).await;
    let error = pages.log_in().await.unwrap_err();
    assert_eq!(error.name(), "access-denied");
    let requests = pages.server.received_requests().await.unwrap();
    let sent = requests.iter().find(|it| it.method == "POST").unwrap();
    assert_eq!(
        std::str::from_utf8(&sent.body).unwrap(),
        "csrf=2&scope=email&scope=phone+%26+more&remember=on&action=allow&last=one"
    );
}

#[tokio::test]
async fn the_terminal_asks_for_a_query_whatever_the_pages_ask_for() {
    let pages = Pages::start().await;
    let (state, _) = first_two();
    let back = format!("https://localhost:8080/auth/cb?error=access_denied&state={state}");
    let done = see_other(&back);
    pages.on("GET", "/oidc/interaction/1", done).await;
    let error = pages.log_in_by(ResponseMode::FormPost).await.unwrap_err();
    assert_eq!(error.name(), "access-denied");
    let requests = pages.server.received_requests().await.unwrap();
    let asked = requests.iter().find(|it| it.url.path() == "/oidc/auth");
    let query = asked.unwrap().url.query().unwrap();
    assert!(!query.contains("response_mode"), "{query}");
}

#[tokio::test]
async fn a_wrong_password_is_named_and_sent_once() {
    let pages = Pages::start().await;
    pages
        .on("GET", "/oidc/interaction/1", html(200, LOGIN))
        .await;
    let again = format!("<p role=\"alert\">That is not it.</p>{LOGIN}");
    pages
        .on("POST", "/oidc/interaction/1/login", html(403, &again))
        .await;
    let error = pages.log_in().await.unwrap_err();
    assert_eq!(error.name(), "wrong-password");
    assert_eq!(
        error.to_string(),
        "the provider refuses the user name or the password: That is not it."
    );
    assert_eq!(error.exit_code(), 1);
    let is_post = |it: &&Request| it.method == "POST";
    let requests = pages.server.received_requests().await.unwrap();
    assert_eq!(requests.iter().filter(is_post).count(), 1);
}

#[tokio::test]
async fn a_second_factor_is_given_once_and_its_lack_is_named() {
    const SECOND_FACTOR: &str = r#"<form method="post" action="/oidc/interaction/1/second-factor">
<input type="hidden" name="xsrf" value="3"><input id="code" name="code">
<button id="submit" name="action" value="verify">Continue</button></form>"#;
    let mut pages = Pages::start().await;
    let form = "/oidc/interaction/1/second-factor";
    pages
        .on("GET", "/oidc/interaction/1", html(200, SECOND_FACTOR))
        .await;
    Mock::given(method("POST"))
        .and(path(form))
        .and(body_string_contains("xsrf=3&action=verify&code=123456"))
        .respond_with(see_other("/oidc/denied"))
        .mount(&pages.server)
        .await;
    pages.on("POST", form, html(403, SECOND_FACTOR)).await;
    let denied = "https://localhost:8080/auth/cb?error=access_denied";
    pages.on("GET", "/oidc/denied", see_other(denied)).await;

    let error = pages.log_in().await.unwrap_err();
    assert_eq!(error.name(), "needs-second-factor");
    assert!(error.mend().unwrap().contains("--second-factor"));
    pages.code = Some("000000");
    assert_eq!(
        pages.log_in().await.unwrap_err().name(),
        "wrong-second-factor"
    );
    pages.code = Some("123456");
    let error = pages.log_in().await.unwrap_err();
    assert_ne!(
        error.name(),
        "wrong-second-factor",
        "the walk goes on: {error}"
    );
    let is_post = |it: &&Request| it.method == "POST";
    let requests = pages.server.received_requests().await.unwrap();
    assert_eq!(requests.iter().filter(is_post).count(), 2);
}

#[tokio::test]
async fn pages_that_lead_nowhere_are_named() {
    let error_page = r#"<main id="error-page"><h1>invalid_client</h1> client is
        invalid</main>"#;
    let table = [
        (html(400, error_page), "provider-error-page"),
        (html(200, "<p>Welcome</p>"), "unexpected-page"),
        (
            see_other("https://evil.example/interaction"),
            "left-the-provider",
        ),
        (see_other("/oidc/interaction/1"), "too-many-redirects"),
        (
            html(200, &LOGIN.replace("/oidc/", "https://evil.example/")),
            "left-the-provider",
        ),
    ];
    for (reply, name) in table {
        let pages = Pages::start().await;
        pages.on("GET", "/oidc/interaction/1", reply).await;
        let error = pages.log_in().await.unwrap_err();
        assert_eq!(error.name(), name, "{error}");
    }
}

#[tokio::test]
async fn the_text_of_an_error_page_is_told() {
    let pages = Pages::start().await;
    let page = "<div id=error-page><b>invalid_client</b> client is\n  invalid</div>";
    pages
        .on("GET", "/oidc/interaction/1", html(400, page))
        .await;
    let error = pages.log_in().await.unwrap_err().to_string();
    assert_eq!(
        error,
        "the provider shows an error page: invalid_client client is invalid"
    );
}

#[tokio::test]
async fn an_error_at_the_redirect_uri_is_named() {
    let pages = Pages::start().await;
    let (state, _) = first_two();
    let back = format!("https://localhost:8080/auth/cb?error=access_denied&state={state}");
    pages
        .on("GET", "/oidc/interaction/1", see_other(&back))
        .await;
    let error = pages.log_in().await.unwrap_err();
    assert_eq!(error.name(), "access-denied");
}

fn first_two() -> (String, String) {
    use banno_client::rp::Entropy;
    let entropy = SeededEntropy::default();
    (entropy.url_safe().unwrap(), entropy.url_safe().unwrap())
}
