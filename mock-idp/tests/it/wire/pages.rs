use insta::assert_snapshot;

use crate::support::{Ask, Browser, Mock, builder, start};

#[tokio::test]
async fn the_login_page() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let ask = Ask::plain().with("login_hint", "riley\"<doe>");
    assert_snapshot!(browser.page(&ask).await.wire(), @r#"
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
        <title>Sign in – Mock Bank</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/mock-idp/style.css">
        </head>
        <body>
        <header>
        <p class="bank">Mock Bank</p>
        </header>
        <main>

        <h1>Sign in</h1>
        <p>to continue to <strong>Banno quickstart</strong></p>

        <form method="post" action="{base}/a/consumer/api/v0/oidc/interaction/eDglgipvnmLaIZDoKOTJ0/login">
        <input type="hidden" name="xsrf" value="jHZU7P17C2I7gD4vTgKtHMhCeO_fzXxMkgjt2B8X4RU">
        <label for="username">User name</label>
        <input id="username" name="username" value="riley&#34;&#60;doe&#62;" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" required autofocus>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required>
        <div class="buttons">
        <button id="submit" name="action" value="login">Sign in</button>
        <button id="cancel" name="action" value="cancel" class="secondary" formnovalidate>Cancel</button>
        </div>
        </form>

        </main>
        <footer>
        <p><strong>This is Mock Banno</strong>, a test double on a developer’s machine. No bank is behind it: never type a real password here.</p>
        </footer>
        </body>
        </html>
        "#);
}

#[tokio::test]
async fn the_login_page_after_a_wrong_password_keeps_the_user_name_and_not_the_password() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let page = browser.page(&Ask::plain()).await;
    let again = browser.log_in(&page, "rileydoe", "a wrong password").await;
    assert_snapshot!(again.wire(), @r#"
        403
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
        <title>Sign in – Mock Bank</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/mock-idp/style.css">
        </head>
        <body>
        <header>
        <p class="bank">Mock Bank</p>
        </header>
        <main>

        <h1>Sign in</h1>
        <p>to continue to <strong>Banno quickstart</strong></p>

        <p class="alert" role="alert" id="login-error">User name or password is wrong. Please try again.</p>

        <form method="post" action="{base}/a/consumer/api/v0/oidc/interaction/eDglgipvnmLaIZDoKOTJ0/login">
        <input type="hidden" name="xsrf" value="jHZU7P17C2I7gD4vTgKtHMhCeO_fzXxMkgjt2B8X4RU">
        <label for="username">User name</label>
        <input id="username" name="username" value="rileydoe" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" required aria-describedby="login-error">
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required autofocus aria-invalid="true" aria-describedby="login-error">
        <div class="buttons">
        <button id="submit" name="action" value="login">Sign in</button>
        <button id="cancel" name="action" value="cancel" class="secondary" formnovalidate>Cancel</button>
        </div>
        </form>

        </main>
        <footer>
        <p><strong>This is Mock Banno</strong>, a test double on a developer’s machine. No bank is behind it: never type a real password here.</p>
        </footer>
        </body>
        </html>
        "#);
    assert!(!again.body.contains("a wrong password"));
    assert_eq!(
        mock.reason().as_deref(),
        Some("user name or password wrong")
    );
    assert_eq!(browser.session(), None);

    let nobody = browser.log_in(&again, "nobody", "banno").await;
    assert_eq!(nobody.status, 403);
    let right = browser.log_in(&nobody, "rileydoe", "banno").await;
    assert_eq!(right.status, 303);
}

#[tokio::test]
async fn the_consent_page_says_in_words_what_is_asked_for() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let page = browser.page(&Ask::full()).await;
    let next = browser.log_in(&page, "rileydoe", "banno").await;
    assert_snapshot!(browser.follow(&next).await.wire(), @r#"
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
        <title>Allow access – Mock Bank</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/mock-idp/style.css">
        </head>
        <body>
        <header>
        <p class="bank">Mock Bank</p>
        </header>
        <main>

        <h1>Allow access?</h1>
        <p><strong>Banno quickstart</strong> would like to:</p>
        <form method="post" action="{base}/a/consumer/api/v0/oidc/interaction/eDglgipvnmLaIZDoKOTJ0/consent">
        <input type="hidden" name="xsrf" value="jHZU7P17C2I7gD4vTgKtHMhCeO_fzXxMkgjt2B8X4RU">
        <input type="hidden" name="choice" value="yes">
        <ul id="wishes">

        <li><label><input type="checkbox" name="wish" value="openid" checked disabled> Know who you are</label></li>

        <li><label><input type="checkbox" name="wish" value="profile locale" checked> See your name, picture and language</label></li>

        <li><label><input type="checkbox" name="wish" value="email" checked> See your email address</label></li>

        <li><label><input type="checkbox" name="wish" value="phone" checked> See your phone number</label></li>

        <li><label><input type="checkbox" name="wish" value="address" checked> See your postal address</label></li>

        <li><label><input type="checkbox" name="wish" value="birthdate" checked> See your date of birth</label></li>

        <li><label><input type="checkbox" name="wish" value="https://api.banno.com/consumer/claim/institution_id" checked> See which bank you are with</label></li>

        <li><label><input type="checkbox" name="wish" value="https://api.banno.com/consumer/auth/accounts.readonly" checked> See your accounts and balances</label></li>

        <li><label><input type="checkbox" name="wish" value="https://api.banno.com/consumer/auth/transactions.detail.readonly" checked> See your transactions</label></li>

        <li><label><input type="checkbox" name="wish" value="https://api.banno.com/consumer/auth/offline_access" checked> Keep this access while you are away</label></li>

        </ul>
        <p class="who">You are signed in as <strong>Riley Doe</strong>.</p>
        <div class="buttons">
        <button id="allow" name="action" value="allow">Allow</button>
        <button id="deny" name="action" value="deny" class="secondary">Deny</button>
        </div>
        </form>
        <details>
        <summary>For developers: scopes and claims</summary>
        <ul id="names">

        <li><code>openid</code></li>

        <li><code>address</code></li>

        <li><code>email</code></li>

        <li><code>phone</code></li>

        <li><code>profile</code></li>

        <li><code>https://api.banno.com/consumer/auth/offline_access</code></li>

        <li><code>https://api.banno.com/consumer/auth/accounts.readonly</code></li>

        <li><code>https://api.banno.com/consumer/auth/transactions.detail.readonly</code></li>

        <li><code>birthdate</code></li>

        <li><code>https://api.banno.com/consumer/claim/institution_id</code></li>

        <li><code>locale</code></li>

        </ul>
        </details>

        </main>
        <footer>
        <p><strong>This is Mock Banno</strong>, a test double on a developer’s machine. No bank is behind it: never type a real password here.</p>
        </footer>
        </body>
        </html>
        "#);
}

#[tokio::test]
async fn the_error_page_tells_state_and_issuer_and_escapes_them() {
    let mock = start().await;
    let ask = Ask::of("<nobody>").with("state", "<script>alert('&')</script>");
    assert_snapshot!(Browser::new(&mock).visit(&ask).await.wire(), @r#"
        400
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

        <dt>error</dt><dd id="error">invalid_client</dd>

        <dt>error_description</dt><dd id="error_description">client is invalid</dd>

        <dt>state</dt><dd id="state">&#60;script&#62;alert(&#39;&#38;&#39;)&#60;/script&#62;</dd>

        <dt>iss</dt><dd id="iss">{base}/a/consumer/api/v0/oidc</dd>

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
async fn errors_of_the_authorization_endpoint_are_pages_whatever_is_accepted() {
    let mock = start().await;
    let json = mock.get("/auth", &[("accept", "application/json")]).await;
    assert_eq!(
        json.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let posted = mock
        .send(
            reqwest::Method::POST,
            "/auth",
            &[("content-type", "application/json")],
            Some("{}"),
        )
        .await;
    assert_eq!(posted.status, 400);
    assert!(posted.body.contains(
        "only application/x-www-form-urlencoded content-type bodies are supported on POST /auth"
    ));
}

#[tokio::test]
async fn names_from_the_configuration_are_escaped_on_pages() {
    let config = r#"
        [institution]
        name = "<b>Bank</b>"
        [[clients]]
        client_id = "c"
        client_secret = "s"
        name = "<i>Client</i>"
        redirect_uris = ["https://localhost:8080/auth/cb"]
    "#;
    let mock = Mock::of(builder().config(config)).await;
    let page = Browser::new(&mock).page(&Ask::of("c")).await;
    assert!(
        !page.body.contains("<b>") && !page.body.contains("<i>"),
        "{page:?}"
    );
    assert!(page.body.contains("Bank") && page.body.contains("Client"));
}
