use insta::assert_snapshot;

use crate::support::{Ask, Browser, CALLBACK, start, start_with_clients};

#[tokio::test]
async fn a_code_comes_in_the_fragment_where_the_client_wants_it_there() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    let answer = browser
        .visit(&Ask::plain().with("response_mode", "fragment"))
        .await;
    let (uri, members) = answer.location().split_once('#').unwrap();
    assert_eq!(uri, CALLBACK);
    let names: Vec<_> = url::form_urlencoded::parse(members.as_bytes())
        .map(|(name, _)| name.into_owned())
        .collect();
    assert_eq!(names, ["code", "state", "iss"]);
}

#[tokio::test]
async fn a_code_comes_in_a_form_where_the_client_wants_it_posted() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    let ask = Ask::plain()
        .with("response_mode", "form_post")
        .with("state", "<\"&'>");
    let answer = browser.visit(&ask).await;
    assert_snapshot!(answer.wire(), @r#"
        200
        cache-control: no-store
        content-security-policy: default-src 'none'; script-src 'sha256-3Af71jTaywn+a5KKmjxsngga5ep2cahSUFF9HTrd0Ck='; style-src 'self'; img-src 'self' data:; form-action 'self' https: http:; frame-ancestors 'none'; base-uri 'none'
        content-type: text/html; charset=utf-8
        referrer-policy: no-referrer
        set-cookie: mock_idp_session_mock-bank=rfIcA0Gk38oyAMJmj0sEEoJxnMisdGyLQ7DRpPuZ9kM; HttpOnly; SameSite=Lax; Path=/a/consumer/api/v0/oidc; Max-Age=1209600
        x-content-type-options: nosniff
        x-frame-options: DENY

        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Submitting Callback</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/mock-idp/style.css">
        </head>
        <body>
        <header>
        <p class="bank">Mock Bank</p>
        </header>
        <main>

        <h1>One moment</h1>
        <form method="post" action="https://localhost:8080/auth/cb">

        <input type="hidden" name="code" value="2HnVXWV9ox1pkzkv5AH3J6N3gJj6uINbUbAO7vkmaDM">

        <input type="hidden" name="state" value="&#60;&#34;&#38;&#39;&#62;">

        <input type="hidden" name="iss" value="{base}/a/consumer/api/v0/oidc">

        <noscript>
        <p>Without scripts the browser does not go on by itself.</p>
        <button id="continue" autofocus>Continue</button>
        </noscript>
        </form>
        <script>addEventListener('DOMContentLoaded', function () { document.forms[0].submit() })</script>

        </main>
        <footer>
        <p><strong>This is Mock Banno</strong>, a test double on a developer’s machine. No bank is behind it: never type a real password here.</p>
        </footer>
        </body>
        </html>
        "#);
}

#[tokio::test]
async fn an_error_comes_in_a_form_too() {
    let mock = start().await;
    let ask = Ask::plain()
        .with("response_mode", "form_post")
        .with("prompt", "none");
    let answer = Browser::new(&mock).visit(&ask).await;
    assert_eq!(answer.status, 400);
    let html = scraper::Html::parse_document(&answer.body);
    let fields = scraper::Selector::parse("form input").unwrap();
    let fields: Vec<_> = html
        .select(&fields)
        .map(|field| (field.attr("name").unwrap(), field.attr("value").unwrap()))
        .collect();
    assert_eq!(
        fields,
        [
            ("error", "login_required"),
            ("error_description", "End-User authentication is required"),
            ("state", "st"),
            ("iss", mock.issuer()),
        ]
    );
}

#[tokio::test]
async fn response_type_none_brings_state_and_iss_alone_and_needs_no_challenge() {
    let mock = start_with_clients().await;
    let ask = Ask::of("rs256")
        .with("response_type", "none")
        .without("code_challenge")
        .without("code_challenge_method");
    let told = Browser::new(&mock).authorize(&ask).await;
    let names: Vec<_> = told.keys().map(String::as_str).collect();
    assert_eq!(names, ["iss", "state"]);
}
