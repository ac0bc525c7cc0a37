use insta::assert_snapshot;
use serde_json::json;

use crate::support::{Ask, Browser, Mock, builder, jws};

const LEVEL: &str = "https://api.banno.com/consumer/security-level/";

async fn mock() -> Mock {
    let users = r#"
[[users]]
sub = "on-demand"
username = "ondemand"
password = "banno"
security_level = "enhanced"
second_factor = { code = "246810" }

[[users]]
sub = "always"
username = "always"
password = "banno"
second_factor = { code = "135790", at_login = true }

[[users]]
sub = "plain"
username = "plain"
password = "banno"
"#;
    Mock::of(builder().config(users)).await
}

fn essential(level: &str) -> Ask {
    let acr =
        json!({ "id_token": { "acr": { "essential": true, "value": format!("{LEVEL}{level}") } } });
    Ask::plain().with("claims", &acr.to_string())
}

async fn acr(mock: &Mock, code: &str) -> serde_json::Value {
    let id_token = mock.redeem(code).await.text("id_token");
    jws(mock, &id_token).await.payload["acr"].clone()
}

#[tokio::test]
async fn a_user_who_always_has_a_second_factor_gives_it_at_every_login() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let login = browser.page(&Ask::plain()).await;
    let told = browser.log_in(&login, "always", "banno").await;
    let page = browser.follow(&told).await;
    assert_snapshot!(page.wire(), @r#"
        200
        cache-control: no-store
        content-security-policy: default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self' https: http:; frame-ancestors 'none'; base-uri 'none'
        content-type: text/html; charset=utf-8
        referrer-policy: no-referrer
        x-content-type-options: nosniff
        x-frame-options: DENY

        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Confirm it is you – Mock Bank</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/mock-idp/style.css">
        </head>
        <body>
        <header>
        <p class="bank">Mock Bank</p>
        </header>
        <main>

        <h1>Confirm it is you</h1>
        <p>Enter your code to continue to <strong>Banno quickstart</strong>.</p>

        <form method="post" action="{base}/a/consumer/api/v0/oidc/interaction/eDglgipvnmLaIZDoKOTJ0/second-factor">
        <input type="hidden" name="xsrf" value="jHZU7P17C2I7gD4vTgKtHMhCeO_fzXxMkgjt2B8X4RU">
        <label for="code">Code</label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus>
        <div class="buttons">
        <button id="submit" name="action" value="verify">Continue</button>
        <button id="cancel" name="action" value="cancel" class="secondary" formnovalidate>Cancel</button>
        </div>
        </form>
        <p class="aside">Nothing has been sent: the code stands under <code>second_factor</code> in the configuration of Mock Banno.</p>

        </main>
        <footer>
        <p><strong>This is Mock Banno</strong>, a test double on a developer’s machine. No bank is behind it: never type a real password here.</p>
        </footer>
        </body>
        </html>
        "#);
    let silent = browser.visit(&Ask::plain().with("prompt", "none")).await;
    assert_eq!(silent.redirect_params()["error"], "login_required");
    let wrong = browser
        .submit(&page, &[("code", "1"), ("action", "verify")])
        .await;
    assert_eq!(wrong.status, 403);
    assert_eq!(mock.reason().as_deref(), Some("second-factor code wrong"));
    let right = [("code", "135790"), ("action", "verify")];
    let told = browser.submit(&wrong, &right).await;
    let consent = browser.follow(&told).await;
    let told = browser.allow(&consent).await;
    assert!(told.redirect_params().contains_key("code"), "{told:?}");
    let silent = browser.visit(&Ask::plain().with("prompt", "none")).await;
    assert!(silent.redirect_params().contains_key("code"), "{silent:?}");
}

#[tokio::test]
async fn a_level_that_the_password_does_not_reach_needs_the_second_factor() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let code = browser
        .authorize_as("ondemand", &essential("enhanced"))
        .await["code"]
        .clone();
    assert_eq!(acr(&mock, &code).await, format!("{LEVEL}enhanced"));

    let silent = browser
        .visit(&essential("high").with("prompt", "none"))
        .await;
    let told = silent.redirect_params();
    assert_eq!(told["error"], "login_required");
    assert_eq!(
        told["error_description"],
        "requested ACR could not be obtained"
    );

    let page = browser.page(&essential("high")).await;
    let told = browser
        .submit(&page, &[("code", "246810"), ("action", "verify")])
        .await;
    assert_eq!(
        acr(&mock, &told.redirect_params()["code"]).await,
        format!("{LEVEL}high")
    );
}

#[tokio::test]
async fn a_level_that_nothing_reaches_is_refused() {
    let mock = mock().await;
    for (user, level) in [("plain", "high"), ("ondemand", "unheard-of")] {
        let told = Browser::new(&mock)
            .authorize_as(user, &essential(level))
            .await;
        assert_eq!(told["error"], "login_required", "{user} {level}");
    }
}

#[tokio::test]
async fn a_level_that_is_only_wished_for_is_told_as_far_as_it_is_reached() {
    let mock = mock().await;
    let wish = |levels: &[&str]| {
        let values: Vec<_> = levels
            .iter()
            .map(|level| format!("{LEVEL}{level}"))
            .collect();
        Ask::plain().with("acr_values", &values.join(" "))
    };
    let mut browser = Browser::new(&mock);
    for (levels, expected) in [
        (
            &["high", "standard", "enhanced"][..],
            json!(format!("{LEVEL}standard")),
        ),
        (&["high", "restricted"], json!(null)),
    ] {
        let code = browser.authorize_as("ondemand", &wish(levels)).await["code"].clone();
        assert_eq!(acr(&mock, &code).await, expected, "{levels:?}");
    }
}

#[tokio::test]
async fn the_second_factor_can_be_cancelled() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let login = browser.page(&Ask::plain()).await;
    let told = browser.log_in(&login, "always", "banno").await;
    let page = browser.follow(&told).await;
    let told = browser.submit(&page, &[("action", "cancel")]).await;
    assert_eq!(told.redirect_params()["error"], "access_denied");
}
