use crate::support::{Answer, Ask, Browser, start};

/// The alert on a page.
fn alert(page: &Answer) -> String {
    let html = scraper::Html::parse_document(&page.body);
    let alert = scraper::Selector::parse("[role=alert]").unwrap();
    let alerts: Vec<_> = html.select(&alert).map(|it| it.inner_html()).collect();
    alerts.join("|")
}

const WRONG: &str = "User name or password is wrong. Please try again.";

#[tokio::test]
async fn who_may_not_sign_in_is_told_why_and_gets_no_session() {
    let rows = [
        (
            "locked",
            "This account is locked. Please contact the bank.",
            "account locked",
        ),
        (
            "expired",
            "The password of this account has expired. Please contact the bank.",
            "password expired",
        ),
    ];
    let mock = start().await;
    for (username, told, reason) in rows {
        let mut browser = Browser::new(&mock);
        let page = browser.page(&Ask::plain()).await;
        let again = browser.log_in(&page, username, "banno").await;

        assert_eq!((again.status, alert(&again)), (403, told.to_owned()));
        assert_eq!(browser.session(), None);
        assert_eq!(mock.reason().as_deref(), Some(reason));
        let entry = mock.journal().entries().pop().unwrap();
        assert!(entry.account.is_some(), "{entry:?}");
        // The page is still good for somebody else.
        let next = browser.log_in(&again, "jordansmith", "banno").await;
        assert_eq!(next.status, 303);
    }
}

#[tokio::test]
async fn a_wrong_password_does_not_tell_that_an_account_is_locked() {
    let mock = start().await;
    for username in ["locked", "expired", "rileydoe", "nobody"] {
        let mut browser = Browser::new(&mock);
        let page = browser.page(&Ask::plain()).await;
        let again = browser.log_in(&page, username, "not banno").await;

        assert_eq!((again.status, alert(&again)), (403, WRONG.to_owned()));
        assert_eq!(
            mock.reason().as_deref(),
            Some("user name or password wrong")
        );
        let entry = mock.journal().entries().pop().unwrap();
        assert_eq!(entry.account, None);
    }
}

#[tokio::test]
async fn whatever_a_user_is_called_the_claims_arrive_as_they_stand_in_the_fixture() {
    let mock = start().await;
    let usernames = [
        "noemail",
        "oneword",
        "nonlatin",
        "markup",
        "business",
        "longvalues",
    ];
    let ask = Ask::plain().with("scope", "openid profile email phone address");
    for username in usernames {
        let mut browser = Browser::new(&mock);
        let login = browser.page(&ask).await;
        let next = browser.log_in(&login, username, "banno").await;
        let consent = browser.follow(&next).await;
        assert!(!consent.body.contains("<b>"), "{}", consent.wire());
        assert!(!consent.body.contains("<script"), "{}", consent.wire());
        let code = browser.allow(&consent).await.redirect_params()["code"].clone();
        let tokens = mock.redeem(&code).await;
        let me = mock.me(&tokens.text("access_token")).await.json();
        let id_token = crate::support::jws(&mock, &tokens.text("id_token"))
            .await
            .payload;

        let users = &mock.institution().users;
        let user = users.iter().find(|it| it.username == username).unwrap();
        let names = [
            "name",
            "family_name",
            "given_name",
            "nickname",
            "email",
            "address",
        ];
        for name in names {
            let expected = user.claims.get(name).cloned().unwrap_or_default();
            assert_eq!(me[name], expected, "{name} of {username}");
            assert_eq!(id_token[name], expected, "{name} of {username}");
        }
    }
}

#[tokio::test]
async fn a_name_with_markup_is_text_on_every_page() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let login = browser.page(&Ask::plain()).await;
    let next = browser.log_in(&login, "markup", "banno").await;
    let consent = browser.follow(&next).await;
    let html = scraper::Html::parse_document(&consent.body);
    let who = scraper::Selector::parse(".who strong").unwrap();
    let text: String = html.select(&who).flat_map(|it| it.text()).collect();

    assert_eq!(text, r#"Pat O'Brien <b>& "Sons"</b>"#);
}
