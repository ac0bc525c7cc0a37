//! `mock-idp fixtures generate`.

use super::{folder, program};

const RILEY: [&str; 8] = [
    "fixtures",
    "generate",
    "--seed",
    "7",
    "--user",
    "rileydoe",
    "--until",
    "2026-11-25",
];

#[test]
fn the_same_seed_and_day_make_the_same_data_and_others_do_not() {
    let made = |arguments: &[&str]| {
        let output = program(folder().path()).args(arguments).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let first = made(&RILEY);
    assert_eq!(first, made(&RILEY));
    for (at, other) in [(3, "8"), (5, "jordansmith"), (7, "2026-11-24")] {
        let mut arguments = RILEY;
        arguments[at] = other;
        assert_ne!(first, made(&arguments), "{other}");
    }
    assert_eq!(first.matches("[[users]]").count(), 1);
    assert_eq!(first.matches("[[users.accounts]]").count(), 5);
    assert!(!first.contains("2026-11-25T"), "the day itself is not over");
}

#[tokio::test]
async fn what_is_written_is_served_with_the_same_ids_and_balances() {
    use mock_idp::admin::MintRequest;

    use crate::support::{Mock, NOW, builder};

    let day = time::OffsetDateTime::from_unix_timestamp(NOW)
        .unwrap()
        .date();
    let config = mock_idp::config::Config::fixtures().unwrap();
    let told = async |mock: Mock, username: &str| {
        let admin = mock.admin("mock-bank").unwrap();
        let wish = MintRequest {
            user: username.to_owned(),
            scope: Some(
                "openid https://api.banno.com/consumer/auth/accounts.readonly \
                 https://api.banno.com/consumer/auth/transactions.detail.readonly"
                    .to_owned(),
            ),
            ..MintRequest::default()
        };
        let minted = admin.mint(&wish).await.unwrap();
        let bearer = format!("Bearer {}", minted.access_token.expose());
        let users = &mock.institution().users;
        let sub = &users
            .iter()
            .find(|user| user.username == username)
            .unwrap()
            .sub;
        let base = format!("{}/a/consumer/api/v0/users/{sub}/accounts", mock.base_url());
        let headers = [("authorization", bearer.as_str())];
        let accounts = mock.get(&base, &headers).await.json();
        let mut all = vec![accounts.clone()];
        for account in accounts["accounts"].as_array().unwrap() {
            let id = account["id"].as_str().unwrap();
            let url = format!("{base}/{id}/transactions");
            all.push(mock.get(&url, &headers).await.json());
        }
        all
    };
    for (username, least) in [
        ("rileydoe", 300),
        ("noaccounts", 0),
        ("closedaccounts", 300),
    ] {
        let written = config.data_set(&[username.to_owned()], None, day).unwrap();
        let made = told(Mock::of(builder()).await, username).await;
        let read = told(Mock::of(builder().config(&written)).await, username).await;
        assert_eq!(made, read);
        let first = made
            .get(1)
            .map_or(0, |it| it["transactions"].as_array().unwrap().len());
        assert!(first >= least, "{username}");
    }
}

#[test]
fn a_file_is_replaced_only_where_that_is_said() {
    let folder = folder();
    let file = folder.path().join("riley.toml");
    let run = |more: &[&str]| {
        let output = program(folder.path())
            .args(RILEY)
            .arg("--output")
            .arg(&file)
            .args(more)
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), stderr)
    };
    assert_eq!(run(&[]), (Some(0), String::new()));
    let (code, stderr) = run(&[]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("riley.toml cannot be written"), "{stderr}");
    assert!(stderr.contains("--force replaces it"), "{stderr}");
    assert_eq!(run(&["--force"]).0, Some(0));
}

#[test]
fn mistakes_are_named() {
    let rows = [
        (5, "rileydow", "rileydoe"),
        (7, "tomorrow", "`tomorrow` is not a day such as 2026-11-25"),
        (
            7,
            "2026-02-30",
            "`2026-02-30` is not a day such as 2026-11-25",
        ),
    ];
    for (at, wrong, told) in rows {
        let mut arguments = RILEY;
        arguments[at] = wrong;
        let output = program(folder().path()).args(arguments).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(told), "{stderr}");
    }
}
