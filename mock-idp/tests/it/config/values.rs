//! Values of the wrong type, names that nobody can ask for, lists that let nobody in.

use super::{client, error, user};

#[tokio::test]
async fn a_value_of_the_wrong_type_is_told_with_its_key() {
    let rows = [
        (user("status = 5"), "status: expected a string"),
        (
            user("declines = \"email\""),
            "declines: invalid type: string \"email\", expected a list",
        ),
        (
            user("second_factor = \"123456\""),
            "second_factor: invalid type: string \"123456\", expected a table such as \
             { code = \"123456\" }",
        ),
        (
            user("second_factor = { code = 123456 }"),
            "code: invalid type: integer `123456`, expected a string",
        ),
        (
            user("second_factor = {}"),
            "second_factor: missing field `code`",
        ),
        (
            user("security_level = \"top\""),
            "security_level: unknown value `top`; known are standard, enhanced, high, restricted",
        ),
    ];
    for (toml, told) in rows {
        assert_eq!(error(&toml).await, format!("mock.toml:5: {told}"));
    }
    assert_eq!(
        error("[policies]\nrefresh_reuse_seconds = -3").await,
        "mock.toml:2: refresh_reuse_seconds: invalid value: integer `-3`, expected a whole number \
         that is not negative"
    );
    assert_eq!(
        error("[[clients]]\nredirect_uris = [\"https://app.example/cb?a=b\", 5]").await,
        "mock.toml:2: invalid type: integer `5`, expected a string"
    );
}

#[tokio::test]
async fn a_claim_or_scope_that_nobody_can_ask_for_is_refused_with_the_near_one() {
    let prefixed = "https://api.banno.com/consumer/claim/customer_identifier";
    let rows = [
        (
            user("declines = [\"emial\"]"),
            "users.declines of `u`: `emial` is not among institution.scopes or \
             institution.claims; did you mean `email`?"
                .to_owned(),
        ),
        (
            user("claims = { customer_identifier = \"1\" }"),
            format!(
                "users.claims of `u`: `customer_identifier` is not among institution.claims; did \
                 you mean `{prefixed}`?"
            ),
        ),
        (
            user("claims = { xyz = 1 }"),
            "users.claims of `u`: `xyz` is not among institution.claims".to_owned(),
        ),
        (
            user("claims = { acr = \"high\" }"),
            "users.claims of `u`.acr must be left out: the provider makes it".to_owned(),
        ),
        (
            user("second_factor = { code = \"\" }"),
            "users.second_factor of `u`.code must not be empty".to_owned(),
        ),
        (
            client("client_secret = \"s\"\nscopes = [\"opendi\"]"),
            "clients.scopes of `app`: `opendi` is not among institution.scopes; did you mean \
             `openid`?"
                .to_owned(),
        ),
    ];
    for (toml, told) in rows {
        assert_eq!(error(&toml).await, format!("mock.toml: {told}"));
    }
}

#[tokio::test]
async fn a_list_that_lets_nobody_in_is_refused() {
    let rows = [
        (
            client("client_secret = \"s\"\nscopes = []"),
            "clients.scopes of `app` is empty; leave it out where the client may ask for everything",
        ),
        (
            client("client_secret = \"s\"\ngrant_types = []"),
            "clients.grant_types of `app` needs at least one: authorization_code, refresh_token, \
             urn:ietf:params:oauth:grant-type:token-exchange",
        ),
        (
            client("client_secret = \"s\"\nresponse_types = []"),
            "clients.response_types of `app` needs at least one: code, none",
        ),
        (
            "[institution]\nscopes = [\"email\"]\n".to_owned(),
            "institution.scopes must have `openid`, without which nobody signs in",
        ),
    ];
    for (toml, told) in rows {
        assert_eq!(error(&toml).await, format!("mock.toml: {told}"));
    }
}

#[tokio::test]
async fn nobody_but_a_user_is_signed_in_without_a_page() {
    let rows = [
        (
            "\"rileydo\"",
            "mock.toml: leniencies.allow_auto_login: `rileydo` is not among users.username; did you \
             mean `rileydoe`?",
        ),
        (
            "5",
            "mock.toml:2: allow_auto_login: true, false or a user name",
        ),
    ];
    for (value, told) in rows {
        let toml = format!("[leniencies]\nallow_auto_login = {value}\n");
        assert_eq!(error(&toml).await, told);
    }
}
