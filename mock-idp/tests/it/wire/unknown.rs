use insta::assert_snapshot;
use reqwest::Method;

use crate::support::start;

#[tokio::test]
async fn an_unknown_route_is_json() {
    let mock = start().await;
    assert_snapshot!(mock.get("/nothing", &[]).await.wire(), @r#"
        404
        content-type: application/json; charset=utf-8

        {"error":"invalid_request","error_description":"unrecognized route or not allowed method (GET on /nothing)"}
        "#);
    assert_eq!(mock.reason().as_deref(), Some("no such route"));
    let outside = format!("{}/elsewhere", mock.base_url());
    assert_snapshot!(mock.get(&outside, &[]).await.wire(), @r#"
        404
        content-type: application/json; charset=utf-8

        {"error":"invalid_request","error_description":"unrecognized route or not allowed method (GET on /elsewhere)"}
        "#);
}

#[tokio::test]
async fn an_unknown_route_is_a_page_for_a_browser() {
    let mock = start().await;
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    assert_snapshot!(mock.get("/nothing", &[("accept", accept)]).await.wire(), @r#"
        404
        content-security-policy: default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'
        content-type: text/html; charset=utf-8
        referrer-policy: no-referrer
        x-content-type-options: nosniff
        x-frame-options: DENY

        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>oops! something went wrong</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/mock-idp/style.css">
        </head>
        <body>
        <header>
        <p class="bank">Mock Bank</p>
        </header>
        <main>

        <div id="error-page">
        <h1>oops! something went wrong</h1>
        <dl>

        <dt>error</dt><dd id="error">invalid_request</dd>

        <dt>error_description</dt><dd id="error_description">unrecognized route or not allowed method (GET on /nothing)</dd>

        </dl>
        </div>
        <p>The application sent something that Banno refuses. Its developer finds the exact reason in the log of Mock Banno.</p>

        </main>
        <footer>
        <p><strong>This is Mock Banno</strong>, a test double on a developer’s machine. No bank is behind it: never type a real password here.</p>
        </footer>
        </body>
        </html>
        "#);
}

#[tokio::test]
async fn accept_decides_between_json_and_page() {
    let mock = start().await;
    let cases = [
        ("*/*", "json"),
        ("application/*", "json"),
        ("application/json, text/html", "json"),
        ("text/html, application/json", "html"),
        ("text/html;q=0.5, application/json", "json"),
        ("text/html;q=0.9, application/json;q=0.8", "html"),
        ("text/html;q=0, */*", "json"),
        ("text/*", "html"),
        ("image/png", "json"),
        ("garbage", "json"),
    ];
    for (accept, expected) in cases {
        let answer = mock.get("/nothing", &[("accept", accept)]).await;
        let media_type = answer.header("content-type").unwrap();
        assert!(media_type.contains(expected), "{accept}: {media_type}");
    }
}

#[tokio::test]
async fn a_wrong_method_is_an_unknown_route() {
    let mock = start().await;
    assert_snapshot!(mock.get("/token", &[]).await.wire(), @r#"
        404
        content-type: application/json; charset=utf-8

        {"error":"invalid_request","error_description":"unrecognized route or not allowed method (GET on /token)"}
        "#);
    for (method, path) in [
        (Method::PUT, "/auth"),
        (Method::DELETE, "/me"),
        (Method::POST, "/jwks"),
        (Method::PATCH, "/interaction/x"),
        (Method::GET, "/interaction/x/login"),
        (Method::POST, "/.well-known/openid-configuration"),
    ] {
        let answer = mock.send(method.clone(), path, &[], None).await;
        let expected = format!("unrecognized route or not allowed method ({method} on {path})");
        assert_eq!(answer.status, 404);
        assert_eq!(answer.text("error_description"), expected);
    }
}
