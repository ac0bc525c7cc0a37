use insta::assert_snapshot;

use crate::support::{Ask, Browser, CALLBACK, CLIENT, Mock, start, start_with_clients};

/// Parameters, `error_description`, reason.
type Row<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

const BYE: &str = "https://localhost:8080/bye?from=bank";

async fn signed_in<'m>(mock: &'m Mock, ask: &Ask) -> (Browser<'m>, String) {
    let mut browser = Browser::new(mock);
    let code = browser.code(ask).await;
    (browser, code)
}

fn logout(mock: &Mock, params: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(params)
        .finish();
    mock.url(&format!("/logout?{query}"))
}

async fn is_signed_in(browser: &mut Browser<'_>) -> bool {
    let told = browser.visit(&Ask::plain().with("prompt", "none")).await;
    told.redirect_params().contains_key("code")
}

#[tokio::test]
async fn the_user_is_asked_and_sent_back_to_the_client() {
    let mock = start_with_clients().await;
    let (mut browser, _) = signed_in(&mock, &Ask::of("rs256")).await;
    let params = [
        ("client_id", "rs256"),
        ("post_logout_redirect_uri", BYE),
        ("state", "a b"),
    ];
    let page = browser.get(&logout(&mock, &params)).await;
    assert_snapshot!(page.wire(), @r#"
        200
        cache-control: no-store
        content-security-policy: default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self' https: http:; frame-ancestors 'none'; base-uri 'none'
        content-type: text/html; charset=utf-8
        referrer-policy: no-referrer
        set-cookie: mock_idp_logout=2HnVXWV9ox1pkzkv5AH3J6N3gJj6uINbUbAO7vkmaDM; HttpOnly; SameSite=Lax; Path=/a/consumer/api/v0/oidc/logout; Max-Age=3600
        set-cookie: mock_idp_session_mock-bank=rfIcA0Gk38oyAMJmj0sEEoJxnMisdGyLQ7DRpPuZ9kM; HttpOnly; SameSite=Lax; Path=/a/consumer/api/v0/oidc; Max-Age=1209600
        x-content-type-options: nosniff
        x-frame-options: DENY

        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Logout Request – Mock Bank</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/mock-idp/style.css">
        </head>
        <body>
        <header>
        <p class="bank">Mock Bank</p>
        </header>
        <main>

        <h1>Sign out?</h1>
        <p>Do you want to sign out of <strong>Mock Bank</strong>, as <strong>rs256</strong> asks?</p>
        <p class="who">You are signed in as <strong>Riley Doe</strong>.</p>
        <form method="post" action="{base}/a/consumer/api/v0/oidc/logout/confirm">
        <input type="hidden" name="xsrf" value="2ZqFiCarH3gzwt-IjViXwi4RVywlfBU2T1Nr7Q5xqTo">
        <div class="buttons">
        <button id="logout" name="logout" value="yes" autofocus>Sign out</button>
        <button id="stay" class="secondary">Stay signed in</button>
        </div>
        </form>

        </main>
        <footer>
        <p><strong>This is Mock Banno</strong>, a test double on a developer’s machine. No bank is behind it: never type a real password here.</p>
        </footer>
        </body>
        </html>
        "#);
    let gone = browser.submit(&page, &[("logout", "yes")]).await;
    assert_snapshot!(gone.wire(), @r#"
        303
        cache-control: no-store
        content-type: text/html; charset=utf-8
        location: https://localhost:8080/bye?from=bank&state=a+b
        set-cookie: mock_idp_session_mock-bank=; HttpOnly; SameSite=Lax; Path=/a/consumer/api/v0/oidc; Max-Age=0

        Redirecting to https://localhost:8080/bye?from=bank&amp;state=a+b.
        "#);
    assert!(!is_signed_in(&mut browser).await);
}

#[tokio::test]
async fn who_stays_is_signed_out_of_the_client_alone() {
    let mock = start_with_clients().await;
    let (mut browser, code) = signed_in(&mock, &Ask::plain()).await;
    let access_token = mock.redeem(&code).await.text("access_token");
    let page = browser.get(&logout(&mock, &[("client_id", CLIENT)])).await;
    let stayed = browser.submit(&page, &[]).await;
    assert_eq!(
        stayed.location(),
        format!("{}/logout/success?client_id={CLIENT}", mock.issuer())
    );
    let success = browser.follow(&stayed).await;
    assert_snapshot!(success.body, @r#"
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Sign-out Success – Mock Bank</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/mock-idp/style.css">
        </head>
        <body>
        <header>
        <p class="bank">Mock Bank</p>
        </header>
        <main>

        <h1>You are signed out</h1>
        <p id="signed-out">Your sign-out from <strong>Banno quickstart</strong> was successful. You can close this page.</p>

        </main>
        <footer>
        <p><strong>This is Mock Banno</strong>, a test double on a developer’s machine. No bank is behind it: never type a real password here.</p>
        </footer>
        </body>
        </html>
        "#);
    assert_eq!(mock.me(&access_token).await.status, 401);
    assert!(is_signed_in(&mut browser).await, "the session goes on");
}

#[tokio::test]
async fn nobody_signed_in_is_nothing_to_ask() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let page = browser.get(&logout(&mock, &[])).await;
    assert_snapshot!(page.wire(), @r#"
        200
        cache-control: no-store
        content-security-policy: default-src 'none'; script-src 'sha256-3Af71jTaywn+a5KKmjxsngga5ep2cahSUFF9HTrd0Ck='; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'
        content-type: text/html; charset=utf-8
        referrer-policy: no-referrer
        set-cookie: mock_idp_logout=eDglgipvnmLaIZDoKOTJ0lduWXfjoLNiCwkt-56Zlvo; HttpOnly; SameSite=Lax; Path=/a/consumer/api/v0/oidc/logout; Max-Age=3600
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
        <form method="post" action="{base}/a/consumer/api/v0/oidc/logout/confirm">

        <input type="hidden" name="xsrf" value="Uy3qv4hynLQ5latanNSb-bkKB5kE3AZF7NqeR85zRak">

        <input type="hidden" name="logout" value="yes">

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
    let done = browser.submit(&page, &[]).await;
    assert_eq!(done.location(), mock.url("/logout/success"));
}

#[tokio::test]
async fn who_stays_is_not_told_to_be_signed_out() {
    let mock = start_with_clients().await;
    let (mut browser, _) = signed_in(&mock, &Ask::plain()).await;
    let page = browser.get(&logout(&mock, &[])).await;
    let stayed = browser.submit(&page, &[]).await;
    assert_eq!(stayed.location(), mock.url("/logout/success"));
    let told = browser.follow(&stayed).await;
    assert!(
        told.body.contains("<h1>You are still signed in</h1>"),
        "{}",
        told.body
    );
    assert!(is_signed_in(&mut browser).await);
    let page = browser.get(&logout(&mock, &[])).await;
    let gone = browser.submit(&page, &[("logout", "yes")]).await;
    let told = browser.follow(&gone).await;
    assert!(
        told.body.contains("<h1>You are signed out</h1>"),
        "{}",
        told.body
    );
}

#[tokio::test]
async fn offline_access_outlives_the_logout_and_nothing_else_does() {
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    let code = browser.code(&Ask::offline()).await;
    let offline = mock.redeem(&code).await;
    let code = browser.code(&Ask::of("rs256")).await;
    let rs256 = [("client_id", "rs256"), ("client_secret", "rs256-secret")];
    let online = mock.redeem_with(&code, &rs256).await;
    let page = browser.get(&logout(&mock, &[])).await;
    browser.submit(&page, &[("logout", "yes")]).await;
    assert_eq!(mock.me(&online.text("access_token")).await.status, 401);
    assert_eq!(
        mock.refresh(&offline.text("refresh_token")).await.status,
        200
    );
    assert!(!is_signed_in(&mut browser).await);
}

#[tokio::test]
async fn a_hint_names_the_client() {
    let mock = start_with_clients().await;
    let (mut browser, code) = signed_in(&mock, &Ask::of("rs256")).await;
    let rs256 = [("client_id", "rs256"), ("client_secret", "rs256-secret")];
    let hint = mock.redeem_with(&code, &rs256).await.text("id_token");
    mock.pass(4000);
    let params = [
        ("id_token_hint", hint.as_str()),
        ("post_logout_redirect_uri", BYE),
    ];
    let page = browser.get(&logout(&mock, &params)).await;
    let gone = browser.submit(&page, &[("logout", "yes")]).await;
    assert_eq!(gone.location(), BYE);
}

#[tokio::test]
async fn what_cannot_be_believed_is_refused() {
    let mock = start_with_clients().await;
    let (mut browser, code) = signed_in(&mock, &Ask::plain()).await;
    let hint = mock.redeem(&code).await.text("id_token");
    let forged = format!("{}x", &hint[..hint.len() - 4]);
    let rows: [Row<'_>; 7] = [
        (
            &[("id_token_hint", "x")],
            "could not decode id_token_hint",
            "id_token_hint is not a JWT",
        ),
        (
            &[("id_token_hint", &forged)],
            "could not validate id_token_hint",
            "id_token_hint not valid: not an ID token of this issuer",
        ),
        (
            &[("id_token_hint", &hint), ("client_id", "rs256")],
            "client_id does not match the provided id_token_hint",
            "client_id is not the audience of id_token_hint",
        ),
        (
            &[("client_id", "nobody")],
            "client is invalid",
            "client not found",
        ),
        (
            &[
                ("client_id", CLIENT),
                ("post_logout_redirect_uri", CALLBACK),
            ],
            "post_logout_redirect_uri not registered",
            "post_logout_redirect_uri not registered",
        ),
        (
            &[("state", "a"), ("state", "b")],
            "'state' parameter must not be provided twice",
            "repeated state",
        ),
        (
            &[("id_token_hint", "e30.eyJhdWQiOiJub2JvZHkifQ.x")],
            "unrecognized id_token_hint audience",
            "audience of id_token_hint is not a client",
        ),
    ];
    for (params, description, reason) in rows {
        let answer = browser.get(&logout(&mock, params)).await;
        assert_eq!(answer.status, 400, "{params:?}");
        assert_eq!(answer.text("error_description"), description);
        assert_eq!(mock.reason().as_deref(), Some(reason));
    }
    assert!(is_signed_in(&mut browser).await);
}

#[tokio::test]
async fn only_the_page_s_own_form_in_its_own_browser_signs_out_and_only_once() {
    let mock = start().await;
    let (mut browser, _) = signed_in(&mock, &Ask::plain()).await;
    let page = browser.get(&logout(&mock, &[])).await;
    let stranger = Browser::new(&mock)
        .submit(&page, &[("logout", "yes")])
        .await;
    assert_eq!(
        stranger.text("error_description"),
        "could not find logout details"
    );
    let forged = browser
        .post(
            &mock.url("/logout/confirm"),
            &[("xsrf", "x"), ("logout", "yes")],
        )
        .await;
    assert_eq!(forged.text("error_description"), "xsrf token invalid");
    assert!(is_signed_in(&mut browser).await);
    assert_eq!(
        browser.submit(&page, &[("logout", "yes")]).await.status,
        303
    );
    let again = browser.submit(&page, &[("logout", "yes")]).await;
    assert_eq!(
        again.text("error_description"),
        "could not find logout details"
    );
}
