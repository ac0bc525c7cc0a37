//! A login at a terminal by a person's own browser, which is curl here.

mod broken_off;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use banno_client::Clock as _;
use banno_client::rp::SystemClock;
use serde_json::Value;

use crate::support::{CLIENT_ID, FakeProvider, Reply};

/// The program at a provider that knows the person, with the arguments and lines of its configuration.
fn program(provider: &FakeProvider, folder: &Path, command: &str, lines: &str) -> Command {
    let config = folder.join("client.toml");
    let text = format!(
        "[environments.local]\nissuer = {:?}\nclient_id = {CLIENT_ID:?}\nclient_secret = \"s\"\n{lines}\n",
        provider.issuer
    );
    std::fs::write(&config, text).unwrap();
    let mut program = Command::new(assert_cmd::cargo::cargo_bin("banno-client"));
    program
        .env_clear()
        .env("PATH", env!("PATH"))
        .env("BROWSER", browser(folder))
        .args([command, "--config"])
        .arg(config);
    program
}

/// Goes where it is sent, and keeps the last page.
fn browser(folder: &Path) -> String {
    let at = |name: &str| folder.join(name).display().to_string();
    format!(
        "curl -s -L -b {0} -c {0} -o {1} %s",
        at("cookies"),
        at("page")
    )
}

/// Where the browser keeps its last page, as a pipe: the browser goes on by itself, and may end after the program.
fn pipe(folder: &Path) -> PathBuf {
    let page = folder.join("page");
    let made = Command::new("mkfifo").arg(&page).status().unwrap();
    assert!(made.success());
    page
}

/// Runs it, with a redirect URI on a port that is free; one that is free no more is no reason to fail.
fn run(
    provider: &FakeProvider,
    folder: &Path,
    command: &str,
    more: &[&str],
    lines: &str,
) -> Output {
    loop {
        let lines = format!("redirect_uri = {:?}\n{lines}", redirect_uri());
        let mut program = program(provider, folder, command, &lines);
        let output = program.args(more).output().unwrap();
        if !text(&output.stderr).contains("error[cannot-listen]") {
            return output;
        }
    }
}

fn redirect_uri() -> String {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!(
        "http://localhost:{}/auth/cb",
        free.local_addr().unwrap().port()
    )
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Who signs everybody in as their browser comes.
async fn provider() -> FakeProvider {
    let provider = FakeProvider::start().await;
    provider.sign_everybody_in(SystemClock.now()).await;
    provider
}

#[tokio::test]
async fn the_browser_signs_in_and_the_terminal_reports() {
    let provider = provider().await;
    let folder = tempfile::tempdir().unwrap();
    let output = run(&provider, folder.path(), "login", &["--json"], "");
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains("Sign in in your browser; 300 s are left for it."),
        "{said}"
    );
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["claims"]["name"], "Riley Doe");
    assert_eq!(report["tokens"]["id_token_alg"], "ES256");
    assert!(!text(&output.stdout).contains("access-1"));
}

#[tokio::test]
async fn accounts_are_read_behind_the_same_login() {
    let provider = provider().await;
    provider.bank().accounts = Some(Vec::new());
    let folder = tempfile::tempdir().unwrap();
    let lines = "api_base_url = \"http://localhost:1/nobody\"";
    let output = run(&provider, folder.path(), "accounts", &[], lines);
    // Nobody is there, which is to be seen after the login only.
    let said = text(&output.stderr);
    assert!(said.contains("error[provider-unreachable]"), "{said}");
    assert_eq!(provider.token_requests().await.len(), 1);
    let output = run(&provider, folder.path(), "accounts", &[], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "There are no accounts.\n");
}

#[tokio::test]
async fn what_the_page_says_ends_the_program() {
    let provider = provider().await;
    let folder = tempfile::tempdir().unwrap();
    let lines = "id_token_signed_response_alg = \"RS256\"";
    let output = run(&provider, folder.path(), "login", &[], lines);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.contains("error[id-token-algorithm]: the ID token is signed with ES256"),
        "{said}"
    );
}

#[tokio::test]
async fn a_provider_that_is_ill_ends_the_program_before_the_login() {
    let provider = provider().await;
    provider.reply("discovery", Reply::json(503, &serde_json::json!({})));
    let folder = tempfile::tempdir().unwrap();
    let page = pipe(folder.path());
    let output = run(&provider, folder.path(), "login", &[], "");
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("error[discovery-status]"), "{said}");
    let page = tokio::task::spawn_blocking(|| std::fs::read_to_string(page));
    let page = tokio::time::timeout(Duration::from_secs(60), page).await;
    let page = page.expect("the browser has its page").unwrap().unwrap();
    assert!(page.contains("discovery-status"), "{page}");
}

#[tokio::test]
async fn who_does_not_come_is_waited_for_so_long() {
    let provider = provider().await;
    let folder = tempfile::tempdir().unwrap();
    let output = run(
        &provider,
        folder.path(),
        "login",
        &["--no-browser", "--wait", "1"],
        "",
    );
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.starts_with("Open this address in a browser and sign in"),
        "{said}"
    );
    assert!(said.contains("/auth?returnPath=/signed-in\n"), "{said}");
    assert!(
        said.contains("error[nobody-signed-in]: nobody signed in within 1 s"),
        "{said}"
    );
}

#[tokio::test]
async fn a_redirect_uri_elsewhere_is_refused_before_anybody_is_asked() {
    let provider = provider().await;
    let folder = tempfile::tempdir().unwrap();
    let lines = "redirect_uri = \"https://app.example/auth/cb\"";
    let output = program(&provider, folder.path(), "login", lines)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(
        said.starts_with("error[configuration]: [environments.local]: redirect_uri = "),
        "{said}"
    );
    assert!(said.contains("does not lead to this machine"), "{said}");
}
