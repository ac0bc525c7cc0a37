//! `mock-idp healthcheck`: the exit code that orchestrators go by, and the line that says why.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::Value;

use super::process::Serving;
use super::{failure, folder, program};

#[test]
fn a_provider_that_is_ready_is_exit_code_0() {
    let data_dir = folder();
    let alone = data_dir.path().join("alone.toml");
    std::fs::write(&alone, "institutions = []\n").unwrap();
    let alone = alone.to_str().unwrap();
    let args = [
        "--listen",
        "127.0.0.1:0",
        "--output",
        "json",
        "--config",
        alone,
    ];
    // The one RSA key is made behind the first start, and kept.
    let mut first = Serving::start(data_dir.path(), &args);
    first.first_line();
    first.terminate();
    let mut serving = Serving::start(data_dir.path(), &args);
    let ready: Value = serde_json::from_str(&serving.first_line()).unwrap();
    let control = ready["control"].as_str().unwrap();
    let port = control.rsplit(':').next().unwrap();
    let file = data_dir.path().join("mock.toml");
    std::fs::write(&file, format!("[server]\ncontrol = \"127.0.0.1:{port}\"\n")).unwrap();
    let file = file.to_str().unwrap();
    let (loopback, any) = (format!("localhost:{port}"), format!("0.0.0.0:{port}"));
    for told in [
        ["--control", &loopback],
        ["--control", &any],
        ["--config", file],
    ] {
        let mut command = program(data_dir.path());
        let output = command.arg("healthcheck").args(told).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{told:?} {output:?}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "ready\n");
        assert!(output.stderr.is_empty());
    }
}

/// Whoever answers the one question with this, or with nothing at all.
fn answering(answer: Option<&'static str>) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = [0; 1024];
        let length = stream.read(&mut asked).unwrap();
        match answer {
            Some(answer) => stream.write_all(answer.as_bytes()).unwrap(),
            // Until the other side has lost its patience.
            None => drop(stream.read(&mut [0; 1])),
        }
        String::from_utf8_lossy(&asked[..length]).into_owned()
    });
    (address, thread)
}

#[test]
fn whoever_is_not_ready_is_one_line_and_exit_code_1() {
    let data_dir = folder();
    let rows = [
        (
            Some("HTTP/1.1 503 Service Unavailable\r\n\r\n{\"detail\":\"the RSA key is missing\"}"),
            "says: the RSA key is missing",
        ),
        (
            Some("HTTP/1.1 404 Not Found\r\n\r\nwhat?"),
            "says: HTTP/1.1 404 Not Found",
        ),
        (None, "has not answered within 1 s"),
    ];
    for (answer, why) in rows {
        let (address, thread) = answering(answer);
        let args = ["healthcheck", "--control", &address, "--timeout-seconds=1"];
        let (code, told) = failure(program(data_dir.path()).args(args));
        assert_eq!(told, format!("error: not ready: {address} {why}"));
        assert_eq!(code, 1);
        let asked = thread.join().unwrap();
        assert!(asked.starts_with("GET /readyz HTTP/1.1\r\n"), "{asked}");
    }
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let (code, told) =
        failure(program(data_dir.path()).args(["healthcheck", "--control", &address]));
    assert_eq!(code, 1);
    let expected = format!("error: not ready: {address} does not answer: Connection refused");
    assert!(told.starts_with(&expected), "{told}");
}

#[test]
fn an_address_that_cannot_be_asked_is_exit_code_2() {
    let data_dir = folder();
    for (control, expected) in [
        (
            "off",
            "control `off` cannot be asked; the provider has to run with --control, too",
        ),
        (
            "127.0.0.1:0",
            "control `127.0.0.1:0` cannot be asked; name the port that `serve` has taken",
        ),
        (
            "mock",
            "control `mock` is not an address and a port, such as 127.0.0.1:8444, and not `off`",
        ),
    ] {
        let mut command = program(data_dir.path());
        command.env("MOCK_IDP_CONTROL", control).arg("healthcheck");
        let (code, told) = failure(&mut command);
        assert_eq!(told, format!("error: {expected}"));
        assert_eq!(code, 2);
    }
}

#[test]
fn it_waits_for_a_provider_that_is_not_there_yet() {
    let data_dir = folder();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    // The first question is refused, the second answered; nobody has to know how long a start takes.
    let thread = std::thread::spawn(move || {
        for answer in ["HTTP/1.1 503 Not Yet\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"] {
            let (mut stream, _) = listener.accept().unwrap();
            let length = stream.read(&mut [0; 1024]).unwrap();
            assert!(length > 0);
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    let mut command = program(data_dir.path());
    command.args(["healthcheck", "--control", &address, "--wait-seconds", "60"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "ready\n");
    thread.join().unwrap();
}

#[test]
fn when_the_wait_is_over_it_says_what_was_last_wrong() {
    let data_dir = folder();
    // A port that was free a moment ago.
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let mut command = program(data_dir.path());
    command.args([
        "healthcheck",
        "--control",
        &address.to_string(),
        "--wait-seconds",
        "1",
    ]);
    let (code, line) = failure(&mut command);
    assert_eq!(code, 1);
    let expected = format!("error: not ready: {address} does not answer: ");
    assert!(line.starts_with(&expected), "{line}");
}
