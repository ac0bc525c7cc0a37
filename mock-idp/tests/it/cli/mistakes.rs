//! What goes wrong is told in one line, and by the exit code.

use super::process::Serving;
use super::{failure, folder, program};

#[test]
fn a_taken_control_port_is_one_line_and_exit_code_1() {
    let data_dir = folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let control = format!("127.0.0.1:{port}");
    let args = ["serve", "--listen", "127.0.0.1:0", "--control", &control];
    let (code, told) = failure(program(data_dir.path()).args(args));
    assert_eq!(code, 1);
    assert_eq!(
        told,
        format!(
            "error: port {port} of 127.0.0.1 is taken; stop what listens there, or choose another \
             with --control 127.0.0.1:0 (a free one) or --control off"
        )
    );
}

#[test]
fn a_taken_port_is_one_line_and_exit_code_1() {
    let data_dir = folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let port = taken.local_addr().unwrap().port();
    let (code, told) = failure(program(data_dir.path()).args(["serve", "--listen", &listen]));
    assert_eq!(code, 1);
    assert_eq!(
        told,
        format!(
            "error: port {port} of 127.0.0.1 is taken; stop what listens there, or choose another \
             with --listen 127.0.0.1:0 (a free one)"
        )
    );
}

#[test]
fn mistakes_of_usage_and_configuration_are_exit_code_2() {
    let data_dir = folder();
    let file = data_dir.path().join("mock.toml");
    std::fs::write(&file, "[institution]\nnmae = \"Bank\"\n").unwrap();
    let file = file.to_str().unwrap();
    let rows: [(&[&str], String); 11] = [
        (
            &["--auto-login", "rilydoe"],
            "fixtures: leniencies.allow_auto_login: `rilydoe` is not among users.username; did you \
             mean `rileydoe`?"
                .to_owned(),
        ),
        (
            &["--listen", "8443"],
            "listen `8443` is not an address and a port, such as 127.0.0.1:8443".to_owned(),
        ),
        (
            &["--listen", "0.0.0.0:0"],
            "listen `0.0.0.0:0` would let other machines in, to passwords and secrets that are \
             public; add --allow-remote if that is meant"
                .to_owned(),
        ),
        (
            &["--control", "here"],
            "control `here` is not an address and a port, such as 127.0.0.1:8444, and not `off`"
                .to_owned(),
        ),
        (
            &["--control", "0.0.0.0:0"],
            "control `0.0.0.0:0` would let other machines in; set MOCK_IDP_CONTROL_TOKEN to what \
             they have to bring if that is meant"
                .to_owned(),
        ),
        (
            &["--base-url", "localhost"],
            "base-url `localhost` is not scheme, host and port, such as https://localhost:8443"
                .to_owned(),
        ),
        (
            &["--back-channel-url", "mock:8443"],
            "back-channel-url `mock:8443` is not scheme, host and port, such as http://mock:8443"
                .to_owned(),
        ),
        (
            &["--config", file],
            format!("{file}:2: unknown key `nmae`; did you mean `name`?"),
        ),
        (
            &["--config", "/nowhere/mock.toml"],
            "/nowhere/mock.toml: cannot be read: No such file or directory (os error 2)".to_owned(),
        ),
        (
            &["--log", "mock_idp=loud"],
            "log `mock_idp=loud` is not a filter such as info or mock_idp=debug: error parsing \
             level filter: expected one of \"off\", \"error\", \"warn\", \"info\", \"debug\", \"trace\", \
             or a number 0-5"
                .to_owned(),
        ),
        (
            &["--log", "info", "--listen", "localhost:99999"],
            "listen `localhost:99999` is not an address and a port, such as 127.0.0.1:8443"
                .to_owned(),
        ),
    ];
    for (args, expected) in rows {
        let mut command = program(data_dir.path());
        command.env("MOCK_IDP_LISTEN", "127.0.0.1:0");
        let (code, told) = failure(command.arg("serve").args(args));
        assert_eq!(told, format!("error: {expected}"));
        assert_eq!(code, 2, "{args:?}");
    }
    let unknown = program(data_dir.path())
        .args(["serve", "--lisen", "x"])
        .output()
        .unwrap();
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        String::from_utf8(unknown.stderr)
            .unwrap()
            .contains("--listen")
    );
}

#[test]
fn damaged_files_are_one_line_and_left_alone() {
    let data_dir = folder();
    let mut serving = Serving::start(
        data_dir.path(),
        &["--listen", "127.0.0.1:0", "--output", "json"],
    );
    serving.first_line();
    let keys = data_dir.path().join("keys/mock-bank");
    // The RSA key is made behind the start.
    serving.terminate();
    let serve = || failure(program(data_dir.path()).args(["serve", "--listen", "127.0.0.1:0"]));
    for (file, mend) in [
        (
            keys.join("sig-rs-0.pem"),
            "is not a PEM file with a private key; repair the file, or move it away and a new key \
             is made",
        ),
        (
            keys.join("sig-ec2-0.pem"),
            "is not a PEM file with a private key; repair the file, or move it away and a new key \
             is made",
        ),
        (
            data_dir.path().join("ca/local-ca.pem"),
            "has no `not-after` line; move it away and a new one is made",
        ),
    ] {
        let whole = std::fs::read(&file).unwrap();
        std::fs::write(&file, "damaged").unwrap();
        let (code, told) = serve();
        assert_eq!(told, format!("error: {}: {mend}", file.display()));
        assert_eq!(code, 1);
        assert_eq!(std::fs::read(&file).unwrap(), b"damaged");
        std::fs::write(&file, whole).unwrap();
    }
}

#[test]
fn a_data_folder_that_cannot_be_written_is_one_line() {
    let data_dir = folder();
    let file = data_dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let (code, told) = failure(program(&file).args(["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(code, 1);
    assert!(
        told.starts_with("error: cannot ") && told.contains("/file"),
        "{told}"
    );
}
