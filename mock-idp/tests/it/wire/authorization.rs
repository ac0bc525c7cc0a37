use insta::assert_snapshot;

use crate::support::{Ask, Browser, FORM, Mock, builder, start};

#[tokio::test]
async fn a_request_leads_to_an_interaction_that_is_bound_to_the_browser() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    assert_snapshot!(browser.visit(&Ask::plain()).await.wire(), @r#"
        303
        cache-control: no-store
        content-type: text/html; charset=utf-8
        location: /a/consumer/api/v0/oidc/interaction/eDglgipvnmLaIZDoKOTJ0
        set-cookie: mock_idp_interaction=Uy3qv4hynLQ5latanNSb-bkKB5kE3AZF7NqeR85zRak; HttpOnly; SameSite=Lax; Path=/a/consumer/api/v0/oidc/interaction/eDglgipvnmLaIZDoKOTJ0; Max-Age=3600

        Redirecting to /a/consumer/api/v0/oidc/interaction/eDglgipvnmLaIZDoKOTJ0.
        "#);
}

#[tokio::test]
async fn with_tls_cookies_are_secure_and_the_session_s_may_come_from_other_sites() {
    let mock = Mock::of(builder().tls(true)).await;
    let mut browser = Browser::new(&mock);
    let begun = browser.visit(&Ask::plain()).await;
    assert_snapshot!(begun.header("set-cookie").unwrap(), @"mock_idp_interaction=Uy3qv4hynLQ5latanNSb-bkKB5kE3AZF7NqeR85zRak; HttpOnly; SameSite=Lax; Secure; Path=/a/consumer/api/v0/oidc/interaction/eDglgipvnmLaIZDoKOTJ0; Max-Age=3600");
    let page = browser.follow(&begun).await;
    let signed_in = browser.log_in(&page, "rileydoe", "banno").await;
    assert_snapshot!(signed_in.header("set-cookie").unwrap(), @"mock_idp_session_mock-bank=rfIcA0Gk38oyAMJmj0sEEoJxnMisdGyLQ7DRpPuZ9kM; HttpOnly; SameSite=None; Secure; Path=/a/consumer/api/v0/oidc; Max-Age=1209600");
}

#[tokio::test]
async fn a_request_may_be_posted() {
    let mock = start().await;
    let query = Ask::plain().query();
    let answer = mock
        .send(reqwest::Method::POST, "/auth", &[FORM], Some(&query))
        .await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().contains("/interaction/"), "{answer:?}");
}

#[tokio::test]
async fn the_walk_ends_with_code_state_and_issuer() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let login = browser.page(&Ask::plain()).await;
    let consent = browser.log_in(&login, "rileydoe", "banno").await;
    assert_snapshot!(consent.wire(), @r#"
        303
        cache-control: no-store
        content-type: text/html; charset=utf-8
        location: /a/consumer/api/v0/oidc/interaction/eDglgipvnmLaIZDoKOTJ0
        set-cookie: mock_idp_session_mock-bank=rfIcA0Gk38oyAMJmj0sEEoJxnMisdGyLQ7DRpPuZ9kM; HttpOnly; SameSite=Lax; Path=/a/consumer/api/v0/oidc; Max-Age=1209600

        Redirecting to /a/consumer/api/v0/oidc/interaction/eDglgipvnmLaIZDoKOTJ0.
        "#);
    let consent = browser.follow(&consent).await;
    assert_snapshot!(browser.allow(&consent).await.wire(), @r#"
        303
        cache-control: no-store
        content-type: text/html; charset=utf-8
        location: https://localhost:8080/auth/cb?code=CfJqxpl0fKLxPIL26GzssoK9hYcAY79krwYiVv7tLcw&state=st&iss={base}%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc

        Redirecting to https://localhost:8080/auth/cb?code=CfJqxpl0fKLxPIL26GzssoK9hYcAY79krwYiVv7tLcw&amp;state=st&amp;iss={base}%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc.
        "#);
}

#[tokio::test]
async fn declining_is_told_to_the_client() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let login = browser.page(&Ask::plain()).await;
    let cancelled = browser.submit(&login, &[("action", "cancel")]).await;
    assert_snapshot!(cancelled.wire(), @r#"
        303
        cache-control: no-store
        content-type: text/html; charset=utf-8
        location: https://localhost:8080/auth/cb?error=access_denied&error_description=End-User+aborted+interaction&state=st&iss={base}%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc

        Redirecting to https://localhost:8080/auth/cb?error=access_denied&amp;error_description=End-User+aborted+interaction&amp;state=st&amp;iss={base}%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc.
        "#);
    assert_eq!(mock.reason().as_deref(), Some("the user declined"));

    let login = browser.page(&Ask::plain()).await;
    let consent = browser.log_in(&login, "rileydoe", "banno").await;
    let consent = browser.follow(&consent).await;
    let denied = browser.submit(&consent, &[("action", "deny")]).await;
    assert_eq!(denied.location(), cancelled.location());
}

#[tokio::test]
async fn the_query_of_a_redirect_uri_is_kept() {
    let config = r#"
        [[clients]]
        client_id = "c"
        client_secret = "s"
        redirect_uris = ["https://localhost:8080/cb?tenant=a%20b&code=own"]
    "#;
    let mock = Mock::of(builder().config(config)).await;
    let ask = Ask::of("c").with(
        "redirect_uri",
        "https://localhost:8080/cb?tenant=a%20b&code=own",
    );
    let ask = ask.with("prompt", "none");
    let answer = Browser::new(&mock).visit(&ask).await;
    let location = answer.location().replace(mock.base_url(), "");
    assert!(
        location.starts_with("https://localhost:8080/cb?tenant=a+b&code=own&error=login_required"),
        "{location}"
    );
}
