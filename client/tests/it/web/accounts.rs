use banno_client::RunningClient;
use scraper::{Html, Selector};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::support::{Browser, FakeProvider, Reply, answer, start_client, transaction};

const PAGE: &str = "/accountsAndTransactions";

async fn signed_in(provider: &FakeProvider) -> (RunningClient, Browser) {
    let (client, _) = start_client(provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(provider, "/auth").await;
    (client, browser)
}

async fn show(browser: &mut Browser, path: &str) -> (u16, String) {
    let response = browser.get(path).await;
    (response.status().as_u16(), response.text().await.unwrap())
}

/// The texts of all elements of that kind, each on one line.
fn texts(html: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let selector = Selector::parse(selector).unwrap();
    let text = |it: scraper::ElementRef<'_>| {
        let text: String = it.text().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    page.select(&selector).map(text).collect()
}

fn link(html: &str, selector: &str) -> String {
    let page = Html::parse_document(html);
    let selector = Selector::parse(selector).unwrap();
    let element = page.select(&selector).next().unwrap();
    element.attr("href").unwrap().to_owned()
}

fn count(calls: &[String], beginning: &str) -> usize {
    let calls = calls.iter().filter(|call| call.starts_with(beginning));
    calls.count()
}

#[tokio::test]
async fn without_a_session_the_way_leads_to_the_login_and_back() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    let to =
        |response: &reqwest::Response| response.headers()["location"].to_str().unwrap().to_owned();
    let response = browser.get(PAGE).await;
    assert_eq!(response.status(), 302);
    assert_eq!(to(&response), format!("/login.html?returnPath={PAGE}"));
    let response = browser.get(&format!("{PAGE}?account=a%26b&page=2")).await;
    let login = to(&response);
    assert_eq!(
        login,
        "/login.html?returnPath=%2FaccountsAndTransactions%3Faccount%3Da%2526b%26page%3D2"
    );
    let auth = login.replace("/login.html", "/auth");
    let back = browser.log_in(&provider, &auth).await;
    assert_eq!(back, format!("{PAGE}?account=a%26b&page=2"));
}

#[tokio::test]
async fn a_browser_gets_the_accounts_as_cards_with_the_newest_transactions() {
    let provider = FakeProvider::start().await;
    let seven = (1..=7).map(transaction).collect();
    provider.bank().transactions.insert("checking", seven);
    let loan = vec![transaction(3)];
    provider.bank().transactions.insert("loan", loan);
    let (_client, mut browser) = signed_in(&provider).await;
    let (status, html) = show(&mut browser, PAGE).await;
    assert_eq!(status, 200, "{html}");
    assert_eq!(
        texts(&html, "#accounts .account h2"),
        ["Everyday Checking", "Auto Loan", "Bill Pay"]
    );
    assert_eq!(
        texts(
            &html,
            "#account-1 .balance, #account-2 .balance, #account-3 .balance"
        ),
        ["741.41 balance", "15430.00 owed", "no balance"]
    );
    assert_eq!(
        texts(&html, "#account-1 .head .facts, #account-2 .head .facts")[..2],
        ["Checking · x1234", "balance"]
    );
    assert!(html.contains("Auto · x99 · Past due"), "{html}");
    let memos = texts(&html, "#account-1 .memo");
    assert_eq!(memos, ["Memo 7", "Memo 6", "Memo 5", "Memo 4", "Memo 3"]);
    assert_eq!(texts(&html, "#account-1 td.amount")[0], "-7.25");
    assert_eq!(
        texts(&html, "#account-2 td.amount"),
        ["3.25"],
        "the other sign"
    );
    assert_eq!(
        texts(&html, "#account-3 .none"),
        ["No transactions for this account."]
    );
    assert_eq!(texts(&html, "#account-1 .more"), ["All 7 transactions"]);
    assert_eq!(
        link(&html, "#account-1 .more a"),
        format!("{PAGE}?account=checking")
    );
    assert!(!html.contains("http-equiv"));
    let (_, html) = show(&mut browser, "/me").await;
    assert_eq!(link(&html, "#accounts-link"), PAGE);
}

#[tokio::test]
async fn tools_get_what_the_official_example_prints() {
    let provider = FakeProvider::start().await;
    {
        let mut bank = provider.bank();
        bank.events = vec![vec!["TaskStarted"], vec!["TaskStarted", "TaskEnded"]];
        bank.transactions
            .insert("checking", vec![transaction(1), transaction(2)]);
        bank.transactions.insert("loan", vec![transaction(3)]);
    }
    let (_client, mut browser) = signed_in(&provider).await;
    let response = browser.get_accepting(PAGE, "*/*").await;
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["content-type"],
        "text/plain; charset=utf-8"
    );
    insta::assert_snapshot!(response.text().await.unwrap(), @r"
    Account ID: checking
      Sub type: Checking
      Balance: 741.41

      Transaction ID: tx-1
        Account ID: checking
        Amount: -1.25
        Memo: Memo 1

      Transaction ID: tx-2
        Account ID: checking
        Amount: -2.25
        Memo: Memo 2

    Account ID: loan
      Sub type: Auto
      Balance: 15430.00

      Transaction ID: tx-3
        Account ID: loan
        Amount: -3.25
        Memo: Memo 3

    Account ID: billpay
      Sub type: Bill Pay
      Balance: not known
      No transactions for this account.
    ");
}

#[tokio::test]
async fn while_the_bank_works_a_page_tells_how_far_it_is_and_asks_again_by_itself() {
    let provider = FakeProvider::start().await;
    let balances = "EnrichmentAccountBalances";
    provider.bank().events = vec![
        vec![],
        vec!["TaskStarted", balances, balances],
        vec!["TaskStarted", balances, balances, "TaskEnded"],
    ];
    let (_client, mut browser) = signed_in(&provider).await;
    let response = browser.get(PAGE).await;
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    let html = response.text().await.unwrap();
    assert!(
        html.contains(r#"<meta http-equiv="refresh" content="3">"#),
        "{html}"
    );
    assert_eq!(texts(&html, "#progress #waited"), ["0"]);
    assert_eq!(texts(&html, "#no-events"), ["Nothing has come yet."]);
    assert_eq!(link(&html, "#look-again"), PAGE);
    provider.clock.advance(3);
    let (_, html) = show(&mut browser, PAGE).await;
    assert_eq!(texts(&html, "#waited"), ["3"]);
    assert_eq!(
        texts(&html, "#events li"),
        ["TaskStarted", "EnrichmentAccountBalances × 2"]
    );
    let (_, html) = show(&mut browser, PAGE).await;
    assert_eq!(texts(&html, "#accounts h1"), ["Your accounts"]);
    let calls = provider.calls("/users/").await;
    assert_eq!(count(&calls, "PUT "), 1, "a reload starts no other fetch");
    assert!(!calls.iter().any(|call| call.contains("sinceVersion")));
    show(&mut browser, PAGE).await;
    assert_eq!(count(&provider.calls("/users/").await, "PUT "), 2);
}

#[tokio::test]
async fn two_tabs_at_once_look_at_one_fetch() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec!["TaskStarted"]];
    let (client, browser) = signed_in(&provider).await;
    let visits = (0..10).map(|_| async {
        let mut tab = Browser::new(&client);
        tab.cookie = browser.cookie.clone();
        tab.get(PAGE).await.status().as_u16()
    });
    let statuses = futures_util::future::join_all(visits).await;
    assert_eq!(statuses, [200; 10]);
    assert_eq!(count(&provider.calls("/users/").await, "PUT "), 1);
}

#[tokio::test]
async fn a_stuck_task_ends_in_an_error_page_and_the_next_visit_begins_anew() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec!["TaskStarted"]];
    let (_client, mut browser) = signed_in(&provider).await;
    for _ in 0..2 {
        assert_eq!(show(&mut browser, PAGE).await.0, 200);
        provider.clock.advance(59);
        assert_eq!(show(&mut browser, PAGE).await.0, 200);
        provider.clock.advance(1);
        let (status, html) = show(&mut browser, PAGE).await;
        assert_eq!(status, 504);
        assert_eq!(texts(&html, "#error-name"), ["task-stuck"]);
        assert!(
            html.contains("Task task-1 has not ended after 60 s; the last events were TaskStarted")
        );
        assert_eq!(link(&html, "#error-page a"), PAGE);
    }
    assert_eq!(count(&provider.calls("/users/").await, "PUT "), 2);
}

#[tokio::test]
async fn a_fetch_that_was_left_behind_gives_way_to_a_new_one() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec!["TaskStarted"], vec!["TaskEnded"]];
    let (_client, mut browser) = signed_in(&provider).await;
    show(&mut browser, PAGE).await;
    let tokens = json!({"access_token": "access-2", "token_type": "Bearer"});
    provider.reply("refresh_token", Reply::json(200, &tokens));
    provider.clock.advance(660);
    let (_, html) = show(&mut browser, PAGE).await;
    assert_eq!(texts(&html, "#accounts h1"), ["Your accounts"]);
    assert_eq!(count(&provider.calls("/users/").await, "PUT "), 2);
}

#[tokio::test]
async fn a_bank_that_is_down_for_a_while_costs_neither_the_session_nor_the_fetch() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec!["TaskStarted"], vec!["TaskEnded"]];
    let (_client, mut browser) = signed_in(&provider).await;
    show(&mut browser, PAGE).await;
    let down = ResponseTemplate::new(503);
    provider.bank().instead.insert("task", down);
    let (status, html) = show(&mut browser, PAGE).await;
    assert_eq!(status, 503);
    assert_eq!(texts(&html, "#error-name"), ["api-unavailable"]);
    assert!(html.contains("x-request-id req-") && html.contains("Try again later"));
    provider.bank().instead.clear();
    assert_eq!(show(&mut browser, PAGE).await.0, 200);
    assert_eq!(count(&provider.calls("/users/").await, "PUT "), 1);
}

#[tokio::test]
async fn a_refusal_names_the_scope_on_the_page() {
    let provider = FakeProvider::start().await;
    let forbidden = answer(403, &json!({}));
    provider.bank().instead.insert("transactions", forbidden);
    let (_client, mut browser) = signed_in(&provider).await;
    let (status, html) = show(&mut browser, PAGE).await;
    assert_eq!(status, 403);
    assert_eq!(texts(&html, "#error-name"), ["api-forbidden"]);
    assert!(html.contains("https://api.banno.com/consumer/auth/transactions.detail.readonly"));
    assert_eq!(
        browser.get("/hello").await.status(),
        200,
        "the session goes on"
    );
}

#[tokio::test]
async fn a_token_that_dies_midway_is_refreshed_once_for_the_page() {
    let provider = FakeProvider::start().await;
    let (_client, mut browser) = signed_in(&provider).await;
    let tokens = json!({"access_token": "access-2", "token_type": "Bearer"});
    provider.reply("refresh_token", Reply::json(200, &tokens));
    provider.bank().dies.push(("accounts", "access-1"));
    assert_eq!(show(&mut browser, PAGE).await.0, 200);
    assert_eq!(provider.token_requests().await.len(), 2);
    // A second refusal is told, and ends nothing.
    provider.bank().dies.push(("accounts", "access-2"));
    let (status, html) = show(&mut browser, PAGE).await;
    assert_eq!(status, 502);
    assert_eq!(texts(&html, "#error-name"), ["api-unauthorized-twice"]);
    assert_eq!(provider.token_requests().await.len(), 3);
}

#[tokio::test]
async fn a_grant_that_is_gone_leads_to_the_login() {
    let provider = FakeProvider::start().await;
    let (_client, mut browser) = signed_in(&provider).await;
    let refusal = json!({"error": "invalid_grant"});
    provider.reply("refresh_token", Reply::json(400, &refusal));
    provider.bank().dies.push(("fetch", "access-1"));
    let response = browser.get(PAGE).await;
    assert_eq!(response.status(), 302);
    let to = format!("/login.html?returnPath={PAGE}");
    assert_eq!(response.headers()["location"], to.as_str());
    assert_eq!(browser.get("/hello").await.status(), 302);
}

#[tokio::test]
async fn without_a_refresh_token_a_refusal_leads_to_the_login() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    let query = browser.begin("/auth").await;
    let id_token = provider.sign(&provider.claims(&query["nonce"]));
    let mut tokens = FakeProvider::token_response(&id_token);
    tokens.as_object_mut().unwrap().remove("refresh_token");
    browser.finish(&provider, &query["state"], &tokens).await;
    provider.bank().dies.push(("fetch", "access-1"));
    assert_eq!(browser.get(PAGE).await.status(), 302);
}

#[tokio::test]
async fn all_transactions_of_an_account_are_to_be_had_page_by_page() {
    let provider = FakeProvider::start().await;
    let all = (0..125).map(transaction).collect();
    provider.bank().transactions.insert("checking", all);
    let (_client, mut browser) = signed_in(&provider).await;
    let mut path = format!("{PAGE}?account=checking");
    let mut memos = Vec::new();
    let mut which = Vec::new();
    loop {
        let (status, html) = show(&mut browser, &path).await;
        assert_eq!(status, 200, "{html}");
        memos.extend(texts(&html, "#account #transactions .memo"));
        which.extend(texts(&html, "#which"));
        assert_eq!(link(&html, "#all-accounts"), PAGE);
        if texts(&html, "#older").is_empty() {
            break;
        }
        path = link(&html, "#older");
    }
    let expected: Vec<_> = (0..125).rev().map(|it| format!("Memo {it}")).collect();
    assert_eq!(memos, expected);
    assert_eq!(which, ["1–50 of 125", "51–100 of 125", "101–125 of 125"]);
    let (_, html) = show(&mut browser, &path).await;
    assert_eq!(
        link(&html, "#newer"),
        format!("{PAGE}?account=checking&page=2")
    );
    assert_eq!(count(&provider.calls("/users/").await, "PUT "), 0);
    for page in ["0", "-1", "x", ""] {
        let path = format!("{PAGE}?account=checking&page={page}");
        let (_, html) = show(&mut browser, &path).await;
        assert_eq!(texts(&html, "#which"), ["1–50 of 125"]);
    }
    let (_, html) = show(&mut browser, &format!("{PAGE}?account=checking&page=99")).await;
    assert_eq!(texts(&html, "#which"), ["101–125 of 125"]);
}

#[tokio::test]
async fn an_account_without_transactions_and_one_that_there_is_not_have_pages() {
    let provider = FakeProvider::start().await;
    let (_client, mut browser) = signed_in(&provider).await;
    let (status, html) = show(&mut browser, &format!("{PAGE}?account=billpay")).await;
    assert_eq!(status, 200);
    assert_eq!(
        texts(&html, "#no-transactions"),
        ["No transactions for this account."]
    );
    let (status, html) = show(&mut browser, &format!("{PAGE}?account=%3Cb%3E")).await;
    assert_eq!(status, 404);
    assert_eq!(texts(&html, "#error-name"), ["account-unknown"]);
    assert!(
        html.contains("&#60;b&#62;") || html.contains("&lt;b&gt;"),
        "{html}"
    );
}

#[tokio::test]
async fn what_a_bank_says_cannot_become_markup() {
    let provider = FakeProvider::start().await;
    let script = "</td><script>alert(1)</script>";
    let account = json!({"id": script, "name": script, "numbers": script, "accountType": script});
    provider.bank().accounts = Some(vec![account]);
    let (_client, mut browser) = signed_in(&provider).await;
    let (status, html) = show(&mut browser, PAGE).await;
    assert_eq!(status, 200);
    assert!(!html.contains("<script"), "{html}");
}

#[tokio::test]
async fn a_bank_without_accounts_has_a_page() {
    let provider = FakeProvider::start().await;
    provider.bank().accounts = Some(Vec::new());
    let (_client, mut browser) = signed_in(&provider).await;
    let (_, html) = show(&mut browser, PAGE).await;
    assert_eq!(texts(&html, "#no-accounts").len(), 1);
    let text = browser.get_accepting(PAGE, "*/*").await.text().await;
    assert_eq!(text.unwrap(), "There are no accounts.\n");
}

#[tokio::test]
async fn an_issuer_that_does_not_tell_the_base_of_the_api_is_named_on_the_page_only() {
    let provider = FakeProvider::start().await;
    let broken = |it| banno_client::Environment {
        api_base_url: Some("not a URL".to_owned()),
        ..it
    };
    let (client, _) = start_client(&provider, broken).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    assert_eq!(browser.get("/me").await.status(), 200);
    let (status, html) = show(&mut browser, PAGE).await;
    assert_eq!(status, 500);
    assert_eq!(texts(&html, "#error-name"), ["configuration"]);
    assert!(html.contains("api_base_url"), "{html}");
}
