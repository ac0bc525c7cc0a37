//! The program `mock-idp`: what it prints, how it ends, and with which exit code.

mod drift;
mod fixtures;
mod healthcheck;
mod impersonation;
mod learn;
mod manual;
#[cfg(target_os = "linux")]
mod memory;
mod mistakes;
mod process;
mod profile;
mod sides;

use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;
use insta::assert_snapshot;
use mock_idp::tls;
use serde_json::Value;
use tempfile::TempDir;

use self::process::Serving;
use crate::support::trusting;

/// The program, with nothing of this machine's environment that could be meant for it.
fn program(data_dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mock-idp"));
    command.env_clear().env("MOCK_IDP_DATA_DIR", data_dir);
    command
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Exit code and the one line on stderr of a command that fails without a word on stdout.
fn failure(command: &mut Command) -> (i32, String) {
    let output = command.timeout(Duration::from_secs(20)).output().unwrap();
    assert!(output.stdout.is_empty(), "{output:?}");
    let told = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), one_line(&told))
}

/// The text, which has to be one line.
fn one_line(text: &str) -> String {
    let line = text.trim_end();
    assert!(!line.is_empty() && !line.contains('\n'), "{text}");
    line.to_owned()
}

#[test]
fn help_tells_every_flag_and_its_variable() {
    let data_dir = folder();
    let help = |args: &[&str]| {
        let output = program(data_dir.path()).args(args).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty());
        String::from_utf8(output.stdout).unwrap()
    };
    assert_snapshot!(help(&["--help"]), @r#"
        An OpenID Connect provider that answers as Jack Henry's Banno answers, on your own machine

        Usage: mock-idp <COMMAND>

        Commands:
          serve        Run the provider until Ctrl-C
          healthcheck  Ask a running provider whether it is ready, for images without a shell
          ca           The local certificate authority that browsers and applications have to trust
          fixtures     The data that is served
          drift        Tell how another provider, such as your institution's, differs from the mock
          learn        Write a profile of another provider, for `serve --config`
          completions  Print what makes a shell complete this program's commands and flags
          man          Print the manual page, or write one for each command
          help         Print this message or the help of the given subcommand(s)

        Options:
          -h, --help     Print help
          -V, --version  Print version

        Start with `mock-idp serve`; it prints what to do next.
        "#);
    let serve = help(&["serve", "--help"]);
    for flag in [
        "listen",
        "base-url",
        "back-channel-url",
        "impersonate",
        "allow-unknown-clients",
        "id-token-alg",
        "profile",
        "config",
        "data-dir",
        "no-tls",
        "allow-remote",
        "trust-forwarded",
        "output",
        "log",
    ] {
        let variable = format!("MOCK_IDP_{}", flag.replace('-', "_").to_uppercase());
        assert!(serve.contains(&format!("--{flag}")), "{serve}");
        assert!(serve.contains(&variable), "{variable}: {serve}");
    }
}

#[test]
fn without_a_command_it_shows_its_help() {
    let output = program(folder().path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("Usage: mock-idp")
    );
}

#[tokio::test]
async fn with_output_json_it_prints_one_line_and_serves_over_tls_until_sigterm() {
    let data_dir = folder();
    let mut serving = Serving::start(
        data_dir.path(),
        &["--listen", "127.0.0.1:0", "--output", "json"],
    );
    let ready: Value = serde_json::from_str(&serving.first_line()).unwrap();
    assert_eq!(ready.as_object().unwrap().len(), 3);
    let control = format!("{}/institutions", ready["control"].as_str().unwrap());
    let institutions = reqwest::get(control).await.unwrap();
    assert_eq!(institutions.status(), 200);
    let ca = ready["ca"].as_str().unwrap();
    assert_eq!(Path::new(ca), data_dir.path().join("ca/ca.pem"));
    let issuer = ready["issuer"].as_str().unwrap();
    let http = trusting(&std::fs::read_to_string(ca).unwrap());
    let discovery = http
        .get(format!("{issuer}/.well-known/openid-configuration"))
        .send()
        .await
        .unwrap();
    assert_eq!(discovery.json::<Value>().await.unwrap()["issuer"], issuer);
    let nobody = trusting(tls::ephemeral_ca().unwrap().certificate_pem());
    nobody.get(issuer).send().await.unwrap_err();

    let (code, rest, log) = serving.terminate();
    assert_eq!(code, Some(0));
    assert_eq!(rest, "", "nothing else on stdout");
    for line in log.lines() {
        serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("is not JSON: {line}"));
    }
    assert!(log.contains("discovery answered"), "{log}");
}

#[test]
fn for_eyes_it_prints_what_to_do_next() {
    let data_dir = folder();
    let mut serving = Serving::start(data_dir.path(), &["--listen", "127.0.0.1:0"]);
    let banner = serving.lines_until("Ctrl-C ends it.");
    let port = banner.split("https://localhost:").nth(1).unwrap();
    let port = port.split('/').next().unwrap().to_owned();
    let control = banner.split("http://127.0.0.1:").nth(1).unwrap();
    let control = control.lines().next().unwrap().to_owned();
    let banner = banner
        .replace(&control, "{control}")
        .replace(&data_dir.path().display().to_string(), "{data}")
        .replace(&port, "{port}");
    assert_snapshot!(banner, @r#"
        Mock Banno is ready

          Issuer     https://localhost:{port}/a/consumer/api/v0/oidc
          Discovery  https://localhost:{port}/a/consumer/api/v0/oidc/.well-known/openid-configuration
          Client     05166b79-4f61-484d-a4b4-2a225926bf4b  secret mock-secret-for-the-banno-quickstart
          User       rileydoe  password banno
                     and 17 more, listed at https://localhost:{port}/
          Control    http://127.0.0.1:{control}
          Also       https://localhost:{port}/fi/second-bank/a/consumer/api/v0/oidc  Second Bank

          Trust the local certificate authority, {data}/ca/ca.pem
            curl      curl --cacert {data}/ca/ca.pem https://localhost:{port}/a/consumer/api/v0/oidc/jwks
            Node.js   NODE_EXTRA_CA_CERTS={data}/ca/ca.pem node server.js
            Python    SSL_CERT_FILE={data}/ca/ca.pem (httpx, urllib), REQUESTS_CA_BUNDLE={data}/ca/ca.pem (requests)
            Java      keytool -importcert -noprompt -alias mock-banno -file {data}/ca/ca.pem -keystore mock-banno.p12 -storepass changeit,
                      then java -Djavax.net.ssl.trustStore=mock-banno.p12 -Djavax.net.ssl.trustStorePassword=changeit
            Browsers  import it as an authority in the certificate settings; it can vouch for this machine only

        Ctrl-C ends it.
        "#);
    let (code, rest, log) = serving.interrupt();
    assert_eq!((code, rest.trim()), (Some(0), ""));
    assert!(!log.contains("\u{1b}["), "no colour for a file: {log}");
}

#[tokio::test]
async fn leniencies_that_are_on_stand_in_banner_and_ready_line_and_log() {
    let data_dir = folder();
    let config = data_dir.path().join("lenient.toml");
    let text = "[leniencies]\nallow_missing_pkce = true\nallow_code_reuse = false\n\
                [policies]\nrefresh_rotation = \"never\"\ncors = \"client\"\n";
    std::fs::write(&config, text).unwrap();
    let args = ["--listen", "127.0.0.1:0", "--no-tls", "--config"];
    let args = [&args[..], &[config.to_str().unwrap()]].concat();

    let mut serving = Serving::start(data_dir.path(), &args);
    let banner = serving.lines_until("Ctrl-C ends it.");
    let lenient: Vec<_> = banner
        .lines()
        .filter(|line| line.contains("Lenient"))
        .collect();
    assert_eq!(
        lenient,
        ["  Lenient    allow_missing_pkce: Banno would refuse it"]
    );
    let policies: Vec<_> = banner
        .lines()
        .filter(|line| line.contains("Policy"))
        .collect();
    assert_eq!(policies, ["  Policy     refresh_rotation = never"]);
    serving.terminate();

    let mut serving = Serving::start(
        data_dir.path(),
        &[&args[..], &["--output", "json"]].concat(),
    );
    let ready: Value = serde_json::from_str(&serving.first_line()).unwrap();
    assert_eq!(
        ready["leniencies"],
        serde_json::json!(["allow_missing_pkce"])
    );
    let auth = format!(
        "{}/auth?client_id=05166b79-4f61-484d-a4b4-2a225926bf4b&response_type=code&scope=openid\
         &redirect_uri=https://localhost:8080/auth/cb",
        ready["issuer"].as_str().unwrap()
    );
    reqwest::get(&auth).await.unwrap();
    let (_, _, log) = serving.terminate();
    assert!(
        log.contains("authorization needed allow_missing_pkce: Banno would refuse it"),
        "{log}"
    );
}

#[tokio::test]
async fn keys_and_authority_are_kept() {
    let data_dir = folder();
    let args = ["--listen", "127.0.0.1:0", "--output", "json"];
    let mut key_sets = Vec::new();
    for _ in 0..2 {
        let mut serving = Serving::start(data_dir.path(), &args);
        let ready: Value = serde_json::from_str(&serving.first_line()).unwrap();
        let http = trusting(&std::fs::read_to_string(ready["ca"].as_str().unwrap()).unwrap());
        let jwks = format!("{}/jwks", ready["issuer"].as_str().unwrap());
        key_sets.push(http.get(jwks).send().await.unwrap().text().await.unwrap());
        assert_eq!(serving.terminate().0, Some(0));
    }
    assert_eq!(key_sets[0], key_sets[1]);
}

#[test]
fn the_environment_s_twin_works_and_the_flag_wins() {
    let data_dir = folder();
    let env = [
        ("MOCK_IDP_LISTEN", "nonsense"),
        ("MOCK_IDP_OUTPUT", "json"),
        ("MOCK_IDP_NO_TLS", "true"),
    ];
    let command = |args: &[&str]| {
        let mut command = program(data_dir.path());
        command.arg("serve").args(args).envs(env);
        command
    };
    let (code, told) = failure(&mut command(&[]));
    assert_eq!(code, 2);
    assert_eq!(
        told,
        "error: listen `nonsense` is not an address and a port, such as 127.0.0.1:8443"
    );
    let mut serving = Serving::start_with(data_dir.path(), &["--listen", "localhost:0"], &env);
    let ready: Value = serde_json::from_str(&serving.first_line()).unwrap();
    assert!(
        ready["issuer"]
            .as_str()
            .unwrap()
            .starts_with("http://localhost:")
    );
    assert_eq!(ready["ca"], Value::Null);
}

#[test]
fn the_file_is_below_environment_and_flag() {
    let data_dir = folder();
    let file = data_dir.path().join("mock.toml");
    let toml = "[server]\nlisten = \"nonsense\"\noutput = \"json\"\nno_tls = true\n";
    std::fs::write(&file, toml).unwrap();
    let config = file.to_str().unwrap();
    let (code, told) = failure(program(data_dir.path()).args(["serve", "--config", config]));
    assert_eq!(code, 2);
    assert!(told.contains("listen `nonsense`"), "{told}");
    let env = [("MOCK_IDP_LISTEN", "127.0.0.1:0")];
    let mut serving = Serving::start_with(data_dir.path(), &["--config", config], &env);
    let ready: Value = serde_json::from_str(&serving.first_line()).unwrap();
    assert_eq!(ready["ca"], Value::Null);
}

#[test]
fn the_authority_is_printed_as_path_and_as_pem() {
    let data_dir = folder();
    let print = |what: &str| {
        let output = program(data_dir.path())
            .args(["ca", what])
            .output()
            .unwrap();
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{output:?}"
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let path = print("path");
    let pem = print("export");
    assert_eq!(
        Path::new(path.trim_end()),
        data_dir.path().join("ca/ca.pem")
    );
    assert_eq!(std::fs::read_to_string(path.trim_end()).unwrap(), pem);
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----\n"), "{pem}");
    assert!(!pem.contains("PRIVATE"), "{pem}");
    reqwest::Certificate::from_pem(pem.as_bytes()).unwrap();
}

#[test]
fn a_base_url_that_no_certificate_can_name_is_pointed_out() {
    let data_dir = folder();
    let banner = |base_url: &str| {
        let args = ["--listen", "127.0.0.1:0", "--base-url", base_url];
        Serving::start(data_dir.path(), &args).lines_until("Ctrl-C ends it.")
    };
    assert!(banner("https://mock.example").contains("Attention  no client can verify"));
    for fine in ["https://bank.localhost:8443", "https://[::1]:8443"] {
        assert!(!banner(fine).contains("verify"), "{fine}");
    }
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let data_dir = folder();
    let empty = [
        ("MOCK_IDP_LISTEN", "127.0.0.1:0"),
        ("MOCK_IDP_CONFIG", ""),
        ("MOCK_IDP_NO_TLS", ""),
        ("MOCK_IDP_LOG", ""),
        ("MOCK_IDP_OUTPUT", ""),
    ];
    let mut serving = Serving::start_with(data_dir.path(), &[], &empty);
    assert!(
        serving
            .lines_until("Ctrl-C ends it.")
            .contains("https://localhost:")
    );
}

#[test]
fn the_authority_is_the_one_of_the_configured_folder() {
    let data_dir = folder();
    let elsewhere = folder();
    let file = data_dir.path().join("mock.toml");
    let kept = elsewhere.path().join("kept");
    std::fs::write(&file, format!("[server]\ndata_dir = {kept:?}\n")).unwrap();
    let mut command = program(data_dir.path());
    command
        .env_remove("MOCK_IDP_DATA_DIR")
        .args(["ca", "path", "--config"])
        .arg(&file);
    let printed = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert_eq!(Path::new(printed.trim_end()), kept.join("ca/ca.pem"));
    assert!(kept.join("ca/ca.pem").exists());
}
