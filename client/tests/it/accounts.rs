use std::sync::Arc;

use assert_cmd::Command;
use banno_client::Environment;
use banno_client::consumer::Progress;
use banno_client::headless::{
    AccountsReport, HeadlessAccounts, HeadlessLogin, LoginError, Password, ProgressLine,
};
use banno_client::rp::{ClientSecret, Clock, SystemClock};
use serde_json::{Value, json};

use crate::support::{
    CLIENT_ID, FakeProvider, NOW, Reply, SeededEntropy, TestPause, answer, transaction,
};

/// A bank with seven transactions on the checking account and two on the loan.
async fn bank() -> FakeProvider {
    let provider = FakeProvider::start().await;
    {
        let mut bank = provider.bank();
        let seven = (1..=7).map(|it| transaction(it * 10)).collect();
        bank.transactions.insert("checking", seven);
        let mut pending = json!({"id": "p", "amount": "0.00", "memo": "Fee\u{7} \u{1b}[1m"});
        pending["pendingStatus"] = "InstitutionPending".into();
        bank.transactions
            .insert("loan", vec![transaction(300), pending]);
    }
    provider
}

async fn read(provider: &FakeProvider) -> Result<AccountsReport, LoginError> {
    provider.sign_everybody_in(NOW).await;
    let accounts = HeadlessAccounts {
        login: HeadlessLogin {
            environment: Environment {
                name: "local".to_owned(),
                issuer: provider.issuer.clone(),
                client_id: CLIENT_ID.to_owned(),
                client_secret: Some(ClientSecret::new("s3cret")),
                ..Environment::default()
            },
            username: "rileydoe".to_owned(),
            password: Password::new("banno"),
            second_factor: None,
            data_dir: None,
        },
        task_timeout: 10,
    };
    let pause = TestPause(provider.clock.clone());
    accounts
        .run(
            provider.clock.clone(),
            Arc::new(SeededEntropy::default()),
            Arc::new(pause),
            &mut |_| {},
        )
        .await
}

#[tokio::test]
async fn accounts_are_a_table_with_the_newest_transactions_below() {
    let report = read(&bank().await).await.unwrap();
    insta::assert_snapshot!(report.to_string(), @r"
    ACCOUNT            NUMBER  TYPE              BALANCE  TRANSACTIONS
    Everyday Checking  x1234   Checking           741.41             7
    Auto Loan          x99     Auto (Past due)  15430.00             2
    Bill Pay                   Bill Pay                -             -

    Everyday Checking x1234
      2000-03-15  Memo 70  -70.25
      2000-03-05  Memo 60  -60.25
      2000-02-23  Memo 50  -50.25
      2000-02-13  Memo 40  -40.25
      2000-02-03  Memo 30  -30.25

    Auto Loan x99
      -           Fee   [1m (pending)    0.00
      2000-11-21  Memo 300             300.25

    Bill Pay
      No transactions for this account.
    ");
}

#[tokio::test]
async fn no_accounts_are_said_to_be_none() {
    let provider = bank().await;
    provider.bank().accounts = Some(Vec::new());
    let report = read(&provider).await.unwrap();
    assert_eq!(report.to_string(), "There are no accounts.");
    assert_eq!(
        serde_json::to_value(&report).unwrap(),
        json!({"accounts": []})
    );
}

#[tokio::test]
async fn the_json_has_everything_as_it_came() {
    let provider = bank().await;
    provider.bank().transactions.insert("loan", Vec::new());
    let report = read(&provider).await.unwrap();
    let json = serde_json::to_value(&report).unwrap();
    let accounts = json["accounts"].as_array().unwrap();
    assert_eq!(json.as_object().unwrap().len(), 1);
    assert_eq!(accounts[0]["something"], json!({"new": [1]}));
    let seven: Vec<_> = (1..=7).map(|it| transaction(it * 10)).collect();
    assert_eq!(accounts[0]["transactions"], json!(seven));
    assert_eq!(accounts[1]["transactions"], json!([]));
    let bill_pay = accounts[2].as_object().unwrap();
    assert_eq!(bill_pay["numbers"], Value::Null);
    assert!(!bill_pay.contains_key("transactions"));
}

#[tokio::test]
async fn a_token_that_dies_midway_is_refreshed_in_the_terminal_too() {
    let provider = bank().await;
    let tokens = json!({"access_token": "access-2", "token_type": "Bearer"});
    provider.reply("refresh_token", Reply::json(200, &tokens));
    provider.bank().dies.push(("transactions", "access-1"));
    assert_eq!(read(&provider).await.unwrap().accounts.len(), 3);
    let requests = provider.token_requests().await;
    assert_eq!(requests.len(), 2, "the code and one refresh");
}

#[tokio::test]
async fn a_stuck_task_is_named_with_its_mend() {
    let provider = bank().await;
    provider.bank().events = vec![vec!["TaskStarted"]];
    let error = read(&provider).await.unwrap_err();
    assert_eq!((error.name(), error.exit_code()), ("task-stuck", 1));
    let text = error.to_string();
    assert!(
        text.starts_with("task task-1 has not ended after 10 s;"),
        "{text}"
    );
    assert!(error.mend().unwrap().contains("--task-timeout"));
}

#[tokio::test]
async fn an_issuer_that_does_not_tell_the_base_of_the_api_is_a_configuration_error() {
    let accounts = HeadlessAccounts {
        login: HeadlessLogin {
            environment: Environment {
                issuer: "https://bank.localhost/".to_owned(),
                client_id: "id".to_owned(),
                ..Environment::default()
            },
            username: "rileydoe".to_owned(),
            password: Password::new("banno"),
            second_factor: None,
            data_dir: None,
        },
        task_timeout: 10,
    };
    let error = accounts.run_now(&mut |_| {}).await.unwrap_err();
    assert_eq!((error.name(), error.exit_code()), ("configuration", 2));
    assert!(error.to_string().contains("add api_base_url"), "{error}");
}

#[test]
fn progress_is_one_line_in_a_terminal_and_lines_for_whoever_asks() {
    let events = ["TaskStarted".to_owned(), "Enrichment\u{1b}".to_owned()];
    let steps = [
        Progress::Task {
            events: &[],
            waited: 0,
        },
        Progress::Task {
            events: &events,
            waited: 3,
        },
        Progress::Task {
            events: &events,
            waited: 3,
        },
        Progress::Account { number: 1, of: 2 },
    ];
    let show = |is_terminal: bool, verbose: bool| {
        let mut output = Vec::new();
        let mut line = ProgressLine::new(&mut output, is_terminal, verbose);
        for step in &steps {
            line.show(step);
        }
        line.finish();
        String::from_utf8(output).unwrap()
    };
    let waiting = "Waiting for the bank, ";
    let lines = format!(
        "{waiting}0 s: no events yet\n{waiting}3 s: 2 events, the last Enrichment \n\
         Reading account 1 of 2\n"
    );
    assert_eq!(show(true, true), lines);
    assert_eq!(show(false, true), lines);
    assert_eq!(show(false, false), "");
    let erase = "\r\x1b[2K";
    let line = lines.replace('\n', erase);
    assert_eq!(show(true, false), format!("{erase}{line}"));
}

/// The program itself, at this provider.
async fn program(provider: &FakeProvider, folder: &tempfile::TempDir) -> Command {
    provider.sign_everybody_in(SystemClock.now()).await;
    let config = folder.path().join("client.toml");
    let text = format!(
        "[environments.local]\nissuer = {:?}\nclient_id = {CLIENT_ID:?}\nclient_secret = \"s\"\n",
        provider.issuer
    );
    std::fs::write(&config, text).unwrap();
    let mut command = Command::cargo_bin("banno-client").unwrap();
    command
        .env_clear()
        .args(["accounts", "--headless", "--config"]);
    command
        .arg(config)
        .args(["--username", "u", "--password", "p"]);
    command
}

#[tokio::test]
async fn the_program_prints_one_json_object_and_nothing_else() {
    let provider = bank().await;
    let folder = tempfile::tempdir().unwrap();
    let output = program(&provider, &folder)
        .await
        .arg("--json")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["accounts"][0]["transactions"][6]["id"], "tx-70");
    assert_eq!(output.status.code(), Some(0));
}

#[tokio::test]
async fn the_program_prints_the_table_and_tells_its_steps_where_it_is_asked_to() {
    let provider = bank().await;
    let folder = tempfile::tempdir().unwrap();
    let output = program(&provider, &folder)
        .await
        .arg("--verbose")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("ACCOUNT            NUMBER"), "{text}");
    let steps = String::from_utf8(output.stderr).unwrap();
    assert!(steps.contains("Reading account 3 of 3\n"), "{steps}");
}

#[tokio::test]
async fn the_program_ends_with_1_and_names_the_scope_that_is_missing() {
    let provider = bank().await;
    let forbidden = answer(403, &json!({"errorCode": 403, "messages": "Forbidden"}));
    provider.bank().instead.insert("accounts", forbidden);
    let folder = tempfile::tempdir().unwrap();
    let output = program(&provider, &folder).await.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    let scope = "https://api.banno.com/consumer/auth/accounts.readonly";
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        format!(
            "error[api-forbidden]: GET accounts (x-request-id req-3) is forbidden: it needs the \
             scope {scope}\nhint: Add {scope} to `scopes` in client.toml, have it enabled for the \
             External Application, and sign in again so that the user can agree to it.\n"
        )
    );
}
