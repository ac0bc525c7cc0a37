//! The calls that the README shows are made as they stand there.

use std::process::Command;

use crate::support::{Mock, builder};

const README: &str = include_str!("../../../README.md");
const HEADING: &str = "## A bank for each test";
/// Where the README has the control plane, and where it is here.
const CONTROL: &str = "http://127.0.0.1:8444";

/// The block of that language below the heading.
fn block(language: &str) -> &'static str {
    let (_, section) = README.split_once(HEADING).unwrap();
    let (_, block) = section.split_once(&format!("```{language}\n")).unwrap();
    block.split_once("```").unwrap().0
}

/// Runs a block against a provider of its own, and answers with what it has printed.
async fn run(program: &str, args: &[&str], language: &str) -> String {
    let mock = Mock::of(builder().control("127.0.0.1:0")).await;
    let block = block(language).replace(CONTROL, mock.control_url().unwrap());
    let mut command = Command::new(program);
    command.args(args).arg(block);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = output.await.unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{program}: {told}");
    assert_eq!(mock.institutions().all().len(), 2, "the bank is gone");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_calls_from_curl_are_made() {
    let printed = run("bash", &["-euc"], "bash").await;
    let answers: Vec<serde_json::Value> = serde_json::Deserializer::from_str(&printed)
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(answers.len(), 4, "{printed}");
    assert!(
        answers[0]["issuer"]
            .as_str()
            .unwrap()
            .contains("/fi/north/")
    );
    assert_eq!(answers[1]["scope"], "openid profile");
    assert_eq!(answers[2]["frozen"], false);
    assert_eq!(answers[3]["entries"][0]["minted"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_calls_from_javascript_are_made() {
    if Command::new("node").arg("--version").output().is_err() {
        // Whoever has no Node.js has no use for them; where CI runs it is there.
        return;
    }
    let printed = run("node", &["--input-type=module", "--eval"], "javascript").await;
    assert_eq!(
        printed.trim(),
        "05166b79-4f61-484d-a4b4-2a225926bf4b openid profile"
    );
}

#[test]
fn the_calls_from_rust_are_a_test_of_ours() {
    let ours = include_str!("readme/bank.rs");
    assert_eq!(
        block("rust"),
        ours,
        "README.md and tests/it/readme/bank.rs must be the same"
    );
}

mod bank;
/// The test that the guide for Rust users tells them to copy.
#[path = "../../../features/guides/rust/tests/sign_in.rs"]
mod sign_in;
