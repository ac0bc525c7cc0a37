use serde_json::json;

use super::{PAGE, count, link, show, signed_in, texts};
use crate::support::{Browser, FakeProvider, start_client, transaction};

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
