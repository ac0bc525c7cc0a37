use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use super::{program, provider, redirect_uri};
use crate::support::FakeProvider;

/// The program in its own process, as soon as a line of standard error has these words.
fn started_until(
    words: &str,
    provider: &FakeProvider,
    folder: &Path,
    command: &str,
    more: &[&str],
) -> (Child, BufReader<ChildStderr>) {
    loop {
        let lines = format!("redirect_uri = {:?}", redirect_uri());
        let mut child = program(provider, folder, command, &lines)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        while errors.read_line(&mut said).unwrap() > 0 {
            if said.contains(words) {
                return (child, errors);
            }
        }
        // A port that is free no more is no reason to fail.
        assert!(said.contains("error[cannot-listen]"), "{said}");
        child.wait().unwrap();
    }
}

/// Ends it by a signal, and looks at what it says then.
fn broken_off_by(signal: &str, (mut child, mut errors): (Child, BufReader<ChildStderr>)) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args([signal, &id]).status().unwrap();
    assert!(sent.success());
    let status = child.wait().unwrap();
    let mut said = String::new();
    errors.read_to_string(&mut said).unwrap();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("error[broken-off]"), "{said}");
}

#[tokio::test]
async fn an_interrupt_ends_the_wait() {
    let provider = provider().await;
    let folder = tempfile::tempdir().unwrap();
    let says = "Open this address";
    let started = started_until(says, &provider, folder.path(), "login", &["--no-browser"]);
    broken_off_by("-INT", started);
}

#[tokio::test]
async fn signals_end_the_wait_for_the_bank_after_the_login() {
    let provider = provider().await;
    // A task without end; the program would give up later, with another error.
    provider.bank().events = vec![vec!["TaskStarted"]];
    let folder = tempfile::tempdir().unwrap();
    let more = ["--verbose", "--task-timeout", "60"];
    for signal in ["-INT", "-TERM"] {
        let says = "Waiting for the bank";
        let started = started_until(says, &provider, folder.path(), "accounts", &more);
        broken_off_by(signal, started);
    }
}
