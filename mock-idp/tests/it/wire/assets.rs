use insta::assert_snapshot;

use crate::support::{Ask, Browser, start, start_with_clients};

#[tokio::test]
async fn forms_may_lead_to_the_redirect_uri_s_origin_and_nowhere_else() {
    let mock = start().await;
    let page = Browser::new(&mock).page(&Ask::plain()).await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("form-action 'self' https: http:;"),
        "{policy}"
    );
}

#[tokio::test]
async fn forms_may_lead_to_the_scheme_of_a_native_application() {
    let mock = start_with_clients().await;
    let ask = Ask::of("native").with("redirect_uri", "com.example.app:/callback");
    let mut browser = Browser::new(&mock);
    let page = browser.page(&ask).await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("form-action 'self' https: http: com.example.app:;"),
        "{policy}"
    );
    let next = browser.log_in(&page, "rileydoe", "banno").await;
    let consent = browser.follow(&next).await;
    let told = browser.allow(&consent).await;
    assert!(
        told.location()
            .starts_with("com.example.app:/callback?code="),
        "{told:?}"
    );
}

#[tokio::test]
async fn the_start_page_and_the_stylesheet() {
    let mock = start().await;
    let root = mock.base_url().to_owned();
    assert_snapshot!(mock.get(&format!("{root}/"), &[]).await.wire(), @r#"
        200
        cache-control: no-store
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
        <title>Mock Banno – Mock Bank</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/mock-idp/style.css">
        </head>
        <body>
        <header>
        <p class="bank">Mock Bank</p>
        </header>
        <main>

        <h1>Mock Banno is running</h1>
        <p>An OpenID Connect provider that answers as Banno answers.</p>
        <dl>
        <dt>Issuer</dt><dd><code>{base}/a/consumer/api/v0/oidc</code></dd>
        <dt>Metadata</dt><dd><a href="{base}/a/consumer/api/v0/oidc/.well-known/openid-configuration">/.well-known/openid-configuration</a></dd>
        <dt>Keys</dt><dd><a href="{base}/a/consumer/api/v0/oidc/jwks">/jwks</a></dd>
        <dt>Users</dt><dd><code>rileydoe</code>, <code>jordansmith</code>, <code>noemail</code>, <code>oneword</code>, <code>nonlatin</code>, <code>markup</code>, <code>business</code>, <code>locked</code>, <code>expired</code>, <code>secondfactor</code>, <code>declining</code>, <code>longvalues</code>, <code>noaccounts</code>, <code>oneaccount</code>, <code>manyaccounts</code>, <code>closedaccounts</code>, <code>manytransactions</code>, <code>everystatus</code></dd>
        <dt>Clients</dt><dd>Banno quickstart <code>05166b79-4f61-484d-a4b4-2a225926bf4b</code></dd>

        <dt>Other institutions</dt><dd>Second Bank <code>{base}/fi/second-bank/a/consumer/api/v0/oidc</code></dd>

        </dl>

        </main>
        <footer>
        <p><strong>This is Mock Banno</strong>, a test double on a developer’s machine. No bank is behind it: never type a real password here.</p>
        </footer>
        </body>
        </html>
        "#);
    let style = mock.get(&format!("{root}/mock-idp/style.css"), &[]).await;
    assert_snapshot!(style.wire_head(), @r#"
        200
        cache-control: max-age=3600
        content-type: text/css; charset=utf-8
        x-content-type-options: nosniff
        "#);
}

#[tokio::test]
async fn the_picture_claim_leads_to_a_photo() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::full()).await;
    let token = mock.redeem(&code).await.text("access_token");
    let picture = mock.me(&token).await.text("picture");
    let photo = mock.get(&picture, &[]).await;
    assert_snapshot!(photo.wire_head(), @r#"
        200
        cache-control: max-age=3600
        content-type: image/png
        x-content-type-options: nosniff
        "#);
    let unknown = mock.get(&format!("{picture}x"), &[]).await;
    assert_snapshot!(unknown.wire_head(), @r#"
        404
        content-type: application/json; charset=utf-8
        "#);
}
