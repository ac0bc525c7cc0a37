use banno_client::config::{Config, ConfigError};
use banno_client::rp::{ClientAuthenticationMethod, ResponseMode, SigningAlgorithm};
use banno_client::{CertificateAuthority, Environment};

fn no_variables(_: &str) -> Option<String> {
    None
}

fn refusal(text: &str) -> String {
    let outcome = Config::parse("my.toml", text);
    let error: ConfigError = match outcome {
        Err(error) => error,
        Ok(config) => config.environment("mine", no_variables).unwrap_err(),
    };
    error.to_string()
}

/// `[environments.mine]` with everything that is needed and the lines given.
fn mine(lines: &str) -> String {
    let client = "client_id = \"id\"\nclient_secret = \"s3cret\"";
    format!("[environments.mine]\nissuer = \"https://bank.localhost/oidc\"\n{client}\n{lines}\n")
}

#[test]
fn the_local_environment_is_the_mock_of_the_quickstart() {
    let local = Environment::local().unwrap();
    assert_eq!(
        local.issuer,
        "https://localhost:8443/a/consumer/api/v0/oidc"
    );
    assert_eq!(local.client_id, "05166b79-4f61-484d-a4b4-2a225926bf4b");
    assert_eq!(
        local.client_secret.unwrap().expose(),
        "mock-secret-for-the-banno-quickstart"
    );
    assert_eq!(
        local.redirect_uri.unwrap(),
        "https://localhost:8080/auth/cb"
    );
    assert_eq!(
        local.scopes.join(" "),
        "openid address email phone profile https://api.banno.com/consumer/auth/offline_access \
         https://api.banno.com/consumer/auth/accounts.readonly \
         https://api.banno.com/consumer/auth/transactions.detail.readonly"
    );
    assert_eq!(
        local.claims.id_token.join(" "),
        "birthdate locale sid https://api.banno.com/consumer/claim/institution_id"
    );
    assert_eq!(local.ca, CertificateAuthority::Local);
    assert!(local.print_tokens);
}

#[test]
fn garden_takes_id_and_secret_from_variables() {
    let config = Config::open(None).unwrap();
    let error = config.environment("garden", no_variables).unwrap_err();
    assert!(
        error.to_string().contains("BANNO_GARDEN_CLIENT_ID"),
        "{error}"
    );
    let variable = |name: &str| Some(format!("value of {name}"));
    let garden = config.environment("garden", variable).unwrap();
    assert_eq!(
        garden.issuer,
        "https://digital.garden-fi.com/a/consumer/api/v0/oidc"
    );
    assert_eq!(garden.client_id, "value of BANNO_GARDEN_CLIENT_ID");
    let secret = garden.client_secret.as_ref().unwrap();
    assert_eq!(secret.expose(), "value of BANNO_GARDEN_CLIENT_SECRET");
    assert_eq!(garden.ca, CertificateAuthority::System);
    assert!(!garden.print_tokens);
    assert!(!format!("{garden:?}").contains(secret.expose()));
}

#[test]
fn every_key_has_its_default() {
    let config = Config::parse("my.toml", &mine("")).unwrap();
    let mine = config.environment("mine", no_variables).unwrap();
    assert_eq!(mine.scopes, ["openid"]);
    assert_eq!(mine.redirect_uri, None);
    assert_eq!(mine.post_logout_redirect_uri, None);
    assert_eq!(mine.response_mode, ResponseMode::Query);
    assert_eq!(mine.id_token_signed_response_alg, SigningAlgorithm::ES256);
    let method = ClientAuthenticationMethod::ClientSecretPost;
    assert_eq!(mine.token_endpoint_auth_method, method);
    assert_eq!(mine.clock_tolerance, 300);
    assert_eq!(mine.max_age, None);
}

#[test]
fn every_key_is_read() {
    let text = mine(
        "token_endpoint_auth_method = \"client_secret_basic\"\n\
         redirect_uri = \"http://localhost:9090/cb\"\nscopes = [\"openid\", \"email\"]\n\
         claims.userinfo = [\"sid\"]\nid_token_signed_response_alg = \"PS256\"\n\
         ca = \"/etc/bank.pem\"\nmax_age = 60\ntrusted_audiences = [\"friend\"]\n\
         clock_tolerance = 5\nprint_tokens = true\nresponse_mode = \"form_post\"\n\
         post_logout_redirect_uri = \"http://localhost:9090/bye\"\n\
         api_base_url = \"https://api.example/v0\"",
    );
    let config = Config::parse("my.toml", &text).unwrap();
    let mine = config.environment("mine", no_variables).unwrap();
    let method = ClientAuthenticationMethod::ClientSecretBasic;
    assert_eq!(mine.token_endpoint_auth_method, method);
    let api = mine.consumer_api().unwrap();
    assert_eq!(api.as_str(), "https://api.example/v0");
    assert_eq!(mine.redirect_uri.unwrap(), "http://localhost:9090/cb");
    let post_logout_redirect_uri = mine.post_logout_redirect_uri.unwrap();
    assert_eq!(post_logout_redirect_uri, "http://localhost:9090/bye");
    assert_eq!(mine.response_mode, ResponseMode::FormPost);
    assert_eq!(mine.scopes, ["openid", "email"]);
    assert_eq!(mine.claims.userinfo, ["sid"]);
    assert_eq!(mine.id_token_signed_response_alg, SigningAlgorithm::PS256);
    assert_eq!(mine.ca, CertificateAuthority::File("/etc/bank.pem".into()));
    assert_eq!(mine.max_age, Some(60));
    assert_eq!(mine.trusted_audiences, ["friend"]);
    assert_eq!(mine.clock_tolerance, 5);
    assert!(mine.print_tokens);
}

#[test]
fn the_post_logout_redirect_uri_stands_beside_the_redirect_uri_unless_it_is_told() {
    let registered = |lines: &str, redirect_uri: &str| {
        let config = Config::parse("my.toml", &mine(lines)).unwrap();
        let mine = config.environment("mine", no_variables).unwrap();
        let registration = mine.registration(redirect_uri).unwrap();
        registration.post_logout_redirect_uri
    };
    let beside = registered("", "https://localhost:8080/auth/cb?x=y");
    assert_eq!(beside.unwrap(), "https://localhost:8080/logout/cb");
    let told = "post_logout_redirect_uri = \"https://app.example/bye\"";
    let told = registered(told, "https://localhost:8080/auth/cb");
    assert_eq!(told.unwrap(), "https://app.example/bye");
    let none = registered(
        "post_logout_redirect_uri = \"\"",
        "https://localhost:8080/auth/cb",
    );
    assert_eq!(none, None);
}

#[test]
fn the_consumer_api_is_beside_the_issuer_unless_it_is_told() {
    let api = Environment::local().unwrap().consumer_api().unwrap();
    assert_eq!(api.as_str(), "https://localhost:8443/a/consumer/api/v0");
    for issuer in [
        "https://bank.localhost",
        "https://bank.localhost/oidc/",
        "https://x/oidcs",
    ] {
        let mine = Environment {
            name: "mine".to_owned(),
            issuer: issuer.to_owned(),
            ..Environment::default()
        };
        assert_eq!(
            mine.consumer_api().unwrap_err().to_string(),
            "[environments.mine]: add api_base_url, the base of the Consumer API: an issuer that \
             does not end in /oidc does not tell it"
        );
    }
    for told in [
        "http://api.example/v0",
        "https://api.example/v0?x",
        "/a/consumer",
    ] {
        let error = refusal(&mine(&format!("api_base_url = {told:?}")));
        let expected = format!("[environments.mine]: api_base_url = {told:?}: has to be an https");
        assert!(error.starts_with(&expected), "{error}");
    }
}

#[test]
fn a_mistake_is_one_line_that_names_place_and_mend() {
    let env = "[environments.mine]";
    let table = [
        (
            mine("clock_tolerence = 5"),
            "my.toml:5: unknown key `clock_tolerence` (did you mean `clock_tolerance`?)",
        ),
        (
            mine("claims.idtoken = []"),
            "my.toml:5: unknown key `idtoken` (did you mean `id_token`?)",
        ),
        (
            "[enviroments.mine]\n".to_owned(),
            "my.toml:1: unknown key `enviroments` (did you mean `environments`?)",
        ),
        (mine("zzz = 1"), "my.toml:5: unknown key `zzz`"),
        (
            mine("scopes = [\"email\"]"),
            "[environments.mine]: scopes = \"email\": has to contain openid, without which there \
             is no ID token",
        ),
        (
            mine("redirect_uri = \"http://bank.example/cb\""),
            "[environments.mine]: redirect_uri = \"http://bank.example/cb\": has to be an https \
             URL without fragment; http is for this machine",
        ),
        (
            mine("post_logout_redirect_uri = \"https://bank.example/bye#now\""),
            "[environments.mine]: post_logout_redirect_uri = \"https://bank.example/bye#now\": has \
             to be an https URL without fragment; http is for this machine",
        ),
        (
            format!("{env}\nissuer = \"bank.example\"\nclient_id = \"a\"\nclient_secret = \"b\"\n"),
            "[environments.mine]: issuer = \"bank.example\": has to be an https URL without query \
             and fragment; http is for this machine",
        ),
        (
            format!("{env}\nclient_id = \"a\"\nclient_secret = \"b\"\n"),
            "[environments.mine]: add issuer",
        ),
        (
            format!("{env}\nissuer = \"https://bank.example\"\n"),
            "[environments.mine]: add client_id or client_id_env",
        ),
        (
            format!("{env}\nissuer = \"https://bank.example\"\nclient_id = \"a\"\n"),
            "[environments.mine]: add client_secret_env, or set token_endpoint_auth_method to none",
        ),
        (
            mine("client_secret_env = \"SECRET\""),
            "[environments.mine]: keep one of client_secret and client_secret_env",
        ),
        (
            mine("token_endpoint_auth_method = \"none\""),
            "[environments.mine]: token_endpoint_auth_method is none, so take the client secret \
             away",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(refusal(&text), expected);
    }
}

#[test]
fn an_inline_secret_is_for_a_mock_on_this_machine() {
    let text = |issuer: &str| mine("").replace("https://bank.localhost/oidc", issuer);
    for issuer in ON_THIS_MACHINE {
        let config = Config::parse("my.toml", &text(issuer)).unwrap();
        assert!(config.environment("mine", no_variables).is_ok(), "{issuer}");
    }
    for issuer in ELSEWHERE {
        assert_eq!(
            refusal(&text(issuer)),
            "my.toml: [environments.mine]: client_secret is for a mock on this machine only; use \
             client_secret_env, which names an environment variable with the secret"
        );
    }
}

#[test]
fn tokens_are_printed_in_full_for_a_mock_on_this_machine() {
    let text = |issuer: &str| {
        format!(
            "[environments.mine]\nissuer = \"{issuer}\"\nclient_id = \"id\"\n\
             client_secret_env = \"SECRET\"\nprint_tokens = true\n"
        )
    };
    let open = |issuer: &str| {
        let config = Config::parse("my.toml", &text(issuer)).unwrap();
        config.environment("mine", |_| Some("s3cret".to_owned()))
    };
    for issuer in ON_THIS_MACHINE {
        assert!(open(issuer).unwrap().print_tokens, "{issuer}");
    }
    for issuer in ELSEWHERE {
        assert_eq!(
            open(issuer).unwrap_err().to_string(),
            "my.toml: [environments.mine]: print_tokens = true is for a mock on this machine only; \
             leave print_tokens out"
        );
    }
}

const ON_THIS_MACHINE: [&str; 4] = [
    "https://localhost:8443/oidc",
    "https://bank.localhost/oidc",
    "http://127.0.0.2/oidc",
    "https://[::1]:8443/oidc",
];
const ELSEWHERE: [&str; 3] = [
    "https://bank.example/oidc",
    "https://localhost.bank.example/oidc",
    "https://192.168.0.7/oidc",
];

#[test]
fn what_the_parser_refuses_has_its_line() {
    let error = refusal(&mine("max_age = \"soon\""));
    assert!(error.starts_with("my.toml:5: "), "{error}");
    let error = refusal(&mine("id_token_signed_response_alg = \"HS256\""));
    assert!(
        error.starts_with("my.toml:5: ") && error.contains("RS256"),
        "{error}"
    );
    let error = refusal(&mine("response_mode = \"fragment\""));
    assert!(
        error.starts_with("my.toml:5: ") && error.contains("form_post"),
        "{error}"
    );
    let error = refusal("[environments.mine\n");
    assert!(error.starts_with("my.toml:1: "), "{error}");
}

#[test]
fn a_secret_that_cannot_be_read_is_not_shown() {
    let error = refusal("[environments.mine]\nclient_secret = 31337\n");
    assert_eq!(error, "my.toml:2: a secret is a text in quotes");
}

#[test]
fn an_unknown_environment_lists_the_known_ones() {
    let error = Config::open(None)
        .unwrap()
        .environment("locl", no_variables)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no environment `locl` (did you mean `local`?); client.toml (compiled in) has: \
         garden, local"
    );
}
