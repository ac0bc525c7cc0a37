use super::{Login, Target};

/// A target file of these lines, beside what each has.
fn read(issuer: &str, secret: &str, more: &str) -> Result<Target, String> {
    let text = format!(
        "name = \"bank\"\nissuer = \"{issuer}\"\n{more}\n[user]\nusername = \"u\"\npassword_env = \"PASSWORD\"\n\
         claims = {{ sub = \"1\" }}\n[clients.default]\nclient_id = \"id\"\n{secret}\n\
         redirect_uris = [\"http://localhost:8080/cb\"]\n"
    );
    let variable = |name: &str| match name {
        "PASSWORD" => Some("a password".to_owned()),
        "SECRET" => Some("a secret".to_owned()),
        _ => None,
    };
    Target::parse(&text, variable).map_err(|error| format!("{error:#}"))
}

const BANK: &str = "https://online.example-bank.com/a/consumer/api/v0/oidc";
const HERE: &str = "https://bank.localhost:9443/a/consumer/api/v0/oidc";

#[test]
fn secrets_come_from_the_environment_and_are_not_shown() {
    let target = read(BANK, "client_secret_env = \"SECRET\"", "").unwrap();
    let secret = target.clients["default"].client_secret.as_ref();
    assert_eq!(secret.map(super::Secret::expose), Some("a secret"));
    assert_eq!(target.user.password.expose(), "a password");
    let shown = format!("{target:?}");
    assert!(
        !shown.contains("a secret") && !shown.contains("a password"),
        "{shown}"
    );
}

#[test]
fn a_secret_in_the_file_is_for_this_machine() {
    let error = read(BANK, "client_secret = \"s\"", "").unwrap_err();
    assert!(
        error.contains("[clients.default] client_secret stands in the file"),
        "{error}"
    );
    assert!(error.contains("client_secret_env"), "{error}");
    read(HERE, "client_secret = \"s\"", "").unwrap();
}

#[test]
fn a_line_that_cannot_be_read_is_told_without_its_secret() {
    for (secret, says) in [
        ("client_secret = \"s3cret", "line 10: invalid basic string"),
        (
            "client_secert = \"s3cret\"",
            "unknown field `client_secert`",
        ),
        (
            "client_secret = 777",
            "line 10: a secret is a text in quotes",
        ),
        (
            "client_secret = s3cret",
            "line 10: string values must be quoted",
        ),
    ] {
        let error = read(HERE, secret, "").unwrap_err();
        assert!(error.contains(says), "{error}");
        assert!(
            !error.contains("s3cret") && !error.contains("777"),
            "{error}"
        );
    }
}

#[test]
fn what_is_wrong_with_a_secret_is_said_with_its_mend() {
    for (secret, says) in [
        (
            "client_secret_env = \"NO\"",
            "client_secret_env names NO, which is not set; export it first",
        ),
        (
            "client_secret_file = \"f\"",
            "export the secret as a variable, and name that by client_secret_env",
        ),
        (
            "client_secret_env = \"SECRET\"\nclient_secret = \"s\"",
            "keep one of client_secret and client_secret_env",
        ),
        ("", "client_secret_env is missing"),
    ] {
        let error = read(BANK, secret, "").unwrap_err();
        assert!(error.contains(says), "{secret}: {error}");
    }
}

#[test]
fn pages_are_told_by_selectors_that_can_be_read() {
    let pages = "login = { by = \"form\", username = \"#who\" }";
    let target = read(HERE, "client_secret = \"s\"", pages).unwrap();
    let Login::Form(pages) = target.login else {
        panic!("a form is a form")
    };
    assert_eq!(pages.username.as_str(), "#who");
    assert_eq!(pages.password.as_str(), "[name=password]");
    let wrong = "login = { by = \"form\", username = \"#\" }";
    let error = read(HERE, "client_secret = \"s\"", wrong).unwrap_err();
    assert!(error.contains("\"#\" is no CSS selector"), "{error}");
    let unknown = "login = { by = \"form\", user = \"#u\" }";
    let error = read(HERE, "client_secret = \"s\"", unknown).unwrap_err();
    assert!(error.contains("unknown field `user`"), "{error}");
}

#[test]
fn a_person_is_waited_for_where_they_can_come_back_to() {
    let person = "login = { by = \"person\", wait_seconds = 30 }";
    let target = read(BANK, "client_secret_env = \"SECRET\"", person).unwrap();
    let Login::Person(person) = &target.login else {
        panic!("a person is a person")
    };
    assert_eq!(person.patience().as_secs(), 30);
    let elsewhere = "login = { by = \"person\" }\n[clients.another]\nclient_id = \"a\"\n\
                     token_endpoint_auth_method = \"none\"\nredirect_uris = [\"https://app.example/cb\"]";
    let error = read(BANK, "client_secret_env = \"SECRET\"", elsewhere).unwrap_err();
    assert!(error.contains("[clients.another] redirect_uris"), "{error}");
    assert!(error.contains("has to be on this machine"), "{error}");
}

#[test]
fn the_example_can_be_read() {
    let text = include_str!("../../targets/example.toml");
    let target = Target::parse(text, |name| Some(format!("the value of {name}"))).unwrap();
    assert!(matches!(target.login, Login::Person(_)));
    let secret = target.clients["default"].client_secret.as_ref();
    assert_eq!(
        secret.map(super::Secret::expose),
        Some("the value of MY_CLIENT_SECRET")
    );
}

#[test]
fn the_example_shows_the_pages_as_they_are_by_default() {
    let text = include_str!("../../targets/example.toml");
    let (_, shown) = text.split_once("# by = \"form\"\n").unwrap();
    let (shown, _) = shown.split_once("\n\n").unwrap();
    let lines: Vec<_> = shown
        .lines()
        .map(|line| line.trim_start_matches("# "))
        .collect();
    let shown: super::Pages = toml::from_str(&lines.join("\n")).unwrap();
    assert_eq!(
        format!("{shown:?}"),
        format!("{:?}", super::Pages::default())
    );
}
