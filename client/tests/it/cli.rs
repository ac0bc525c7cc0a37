use assert_cmd::Command;

fn client(folder: &tempfile::TempDir) -> Command {
    let mut command = Command::cargo_bin("banno-client").unwrap();
    command
        .env_clear()
        .env("BANNO_CLIENT_DATA_DIR", folder.path());
    command
}

/// Exit code and standard error of a run that prints nothing on standard output.
fn failure(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    let text = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), text)
}

#[test]
fn help_names_every_flag_with_its_variable() {
    let folder = tempfile::tempdir().unwrap();
    for (command, twins) in [
        (
            "serve",
            &[
                "LISTEN",
                "NO_TLS",
                "RESPONSE_MODE",
                "TASK_TIMEOUT",
                "CONFIG",
                "DATA_DIR",
            ][..],
        ),
        (
            "accounts",
            &[
                "HEADLESS",
                "USERNAME",
                "PASSWORD",
                "SECOND_FACTOR",
                "JSON",
                "TASK_TIMEOUT",
                "VERBOSE",
                "WAIT",
                "NO_BROWSER",
                "CONFIG",
                "DATA_DIR",
            ][..],
        ),
        (
            "login",
            &[
                "HEADLESS", "USERNAME", "PASSWORD", "JSON", "CONFIG", "DATA_DIR",
            ][..],
        ),
    ] {
        let output = client(&folder).args([command, "--help"]).output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        // Lines may or may not be wrapped.
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(help.contains("[env: BANNO_ENVIRONMENT="), "{help}");
        for twin in twins {
            assert!(
                help.contains(&format!("[env: BANNO_CLIENT_{twin}")),
                "{twin}: {help}"
            );
        }
    }
}

#[test]
fn usage_and_configuration_errors_end_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let (code, text) = failure(client(&folder).args(["serve", "--environment", "locl"]));
    assert_eq!(code, 2);
    assert!(
        text.starts_with("error[configuration]: there is no environment `locl`"),
        "{text}"
    );
    let (code, text) = failure(
        client(&folder)
            .arg("serve")
            .env("BANNO_ENVIRONMENT", "garden"),
    );
    assert_eq!(code, 2);
    assert!(
        text.contains("BANNO_GARDEN_CLIENT_ID, which is not set"),
        "{text}"
    );
    for command in ["accounts", "login"] {
        let (code, text) = failure(client(&folder).args([command, "--username", "rileydoe"]));
        assert_eq!(code, 2);
        assert!(text.contains("go with --headless"), "{text}");
    }
    for seconds in ["0", "3601", "long"] {
        let timeout = ["serve", "--task-timeout", seconds];
        let (code, text) = failure(client(&folder).args(timeout));
        assert_eq!(code, 2);
        assert!(text.contains("--task-timeout <SECONDS>"), "{text}");
        let (code, text) = failure(client(&folder).args(["login", "--wait", seconds]));
        assert_eq!(code, 2);
        assert!(text.contains("--wait <SECONDS>"), "{text}");
    }
    let (code, text) = failure(client(&folder).args(["serve", "--listen", "here"]));
    assert_eq!(code, 2);
    assert!(
        text.starts_with("error[listen-address]: cannot listen on `here`"),
        "{text}"
    );
    let (code, text) = failure(client(&folder).args(["serve", "--config", "/no/such.toml"]));
    assert_eq!(code, 2);
    assert!(text.contains("cannot read /no/such.toml"), "{text}");
    let bad = folder.path().join("bad.toml");
    std::fs::write(&bad, "[environments.local]\nisuer = \"x\"\n").unwrap();
    let (code, text) = failure(client(&folder).arg("serve").arg("--config").arg(&bad));
    assert_eq!(code, 2);
    assert!(
        text.contains("bad.toml:2: unknown key `isuer` (did you mean `issuer`?)"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn switches_come_from_the_environment_too() {
    let folder = tempfile::tempdir().unwrap();
    for value in ["1", "yes", "true"] {
        let (code, text) = failure(login(&mut client(&folder)).env("BANNO_CLIENT_HEADLESS", value));
        assert_eq!(code, 2);
        assert!(
            text.contains("there is no environment `no`"),
            "{value}: {text}"
        );
    }
    for (value, is_headless) in [("0", false), ("no", false), ("", false), ("1", true)] {
        let mut command = client(&folder);
        command.args(["login", "--environment", "no"]);
        let (code, text) = failure(command.env("BANNO_CLIENT_HEADLESS", value));
        assert_eq!(code, 2);
        let lacks_user = text.contains("--headless needs --username <U> and --password <P>");
        assert_eq!(lacks_user, is_headless, "{value}: {text}");
        assert_eq!(
            text.contains("no environment"),
            !is_headless,
            "{value}: {text}"
        );
    }
}

#[test]
fn a_switch_is_taken_back_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    for (flag, variable, lacks_user) in [
        ("--headless=false", "true", false),
        ("--headless=true", "false", true),
    ] {
        let mut command = client(&folder);
        command.args(["login", "--environment", "no", flag, "--json=false"]);
        let (code, text) = failure(command.env("BANNO_CLIENT_HEADLESS", variable));
        assert_eq!(code, 2);
        let says = text.contains("--headless needs --username <U>");
        assert_eq!(says, lacks_user, "{flag}: {text}");
    }
    let (_, text) = failure(
        client(&folder)
            .args(["serve", "--no-tls=false", "--environment", "no"])
            .env("BANNO_CLIENT_NO_TLS", "true"),
    );
    assert!(text.contains("there is no environment `no`"), "{text}");
}

#[test]
fn an_empty_variable_counts_as_none() {
    let folder = tempfile::tempdir().unwrap();
    // The default environment `local` is looked for in the file, and the address is the next.
    let (code, text) = failure(
        client(&folder)
            .args(["serve", "--listen", "here"])
            .env("BANNO_CLIENT_CONFIG", "")
            .env("BANNO_CLIENT_DATA_DIR", "")
            .env("BANNO_CLIENT_NO_TLS", "")
            .env("BANNO_CLIENT_RESPONSE_MODE", "")
            .env("BANNO_ENVIRONMENT", ""),
    );
    assert_eq!(code, 2);
    assert!(text.starts_with("error[listen-address]: "), "{text}");
    let (code, text) = failure(
        client(&folder)
            .args(["login", "--headless", "--username", "rileydoe"])
            .env("BANNO_CLIENT_JSON", "")
            .env("BANNO_CLIENT_PASSWORD", ""),
    );
    assert_eq!(code, 2);
    assert!(text.contains("--password <P>"), "{text}");
}

/// A login by somebody, at an environment that there is not.
fn login(command: &mut Command) -> &mut Command {
    let user = ["login", "--username", "u", "--password", "p"];
    command.args(user).args(["--environment", "no"])
}

#[test]
fn form_post_without_tls_is_refused_by_flag_and_by_variable() {
    let folder = tempfile::tempdir().unwrap();
    let expected = "error[configuration]: [environments.local]: response_mode = \"form_post\": needs \
                    TLS: browsers send no cookie along with another site's form to a plain http \
                    redirect URI; take --no-tls away, or set response_mode to query\n";
    let start = ["serve", "--no-tls", "--listen", "127.0.0.1:0"];
    let by_flag = failure(
        client(&folder)
            .args(start)
            .args(["--response-mode", "form_post"]),
    );
    assert_eq!(by_flag, (2, expected.to_owned()));
    let by_variable = failure(
        client(&folder)
            .args(start)
            .env("BANNO_CLIENT_RESPONSE_MODE", "form_post"),
    );
    assert_eq!(by_variable, (2, expected.to_owned()));
    let (code, text) = failure(client(&folder).args(["serve", "--response-mode", "fragment"]));
    assert_eq!(code, 2);
    assert!(
        text.contains("[possible values: form_post, query]"),
        "{text}"
    );
}

#[test]
fn a_taken_port_is_one_clear_line() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, text) = failure(client(&folder).args(["serve", "--listen", &address]));
    assert_eq!(code, 1);
    assert_eq!(
        text,
        format!(
            "error[cannot-listen]: cannot listen on {address}: something else is listening there; \
             another --listen may help\n"
        )
    );
}

#[test]
fn a_login_without_a_provider_says_what_to_start() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("client.toml");
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let text = banno_client::config::DEFAULT_FILE.replace("localhost:8443", &free.to_string());
    std::fs::write(&config, text).unwrap();
    let mut command = client(&folder);
    command
        .args(["login", "--headless", "--username", "rileydoe", "--config"])
        .arg(&config)
        .env("BANNO_CLIENT_PASSWORD", "banno");
    let (code, text) = failure(&mut command);
    assert_eq!(code, 1);
    assert!(text.starts_with("error[provider-unreachable]: "), "{text}");
    assert!(
        text.contains("hint: Is `mock-idp serve` running?"),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn serve_prints_two_lines_and_ends_at_sigterm() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Command as Process, Stdio};

    let folder = tempfile::tempdir().unwrap();
    let mut server = Process::new(env!("CARGO_BIN_EXE_banno-client"))
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env("BANNO_CLIENT_DATA_DIR", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(server.stdout.take().unwrap());
    let mut lines = [String::new(), String::new()];
    for line in &mut lines {
        output.read_line(line).unwrap();
    }
    assert_eq!(lines[0], "Environment: local\n");
    let port = lines[1]
        .strip_prefix("Server listening on https://localhost:")
        .unwrap();
    let port = port.strip_suffix("...\n").unwrap();
    assert!(port.parse::<u16>().is_ok(), "{port}");
    assert!(folder.path().join("ca").join("ca.pem").exists());
    Process::new("kill")
        .arg(server.id().to_string())
        .status()
        .unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    assert_eq!(server.wait().unwrap().code(), Some(0));
}
