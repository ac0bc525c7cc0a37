//! What an institution says that it offers, and clients that want something else.

use super::{client, error};

#[tokio::test]
async fn a_list_has_what_the_mock_can_do_and_what_nobody_can_do_without() {
    let rows = [
        (
            r#"id_token_signing_alg_values_supported = ["ES512"]"#,
            "metadata.id_token_signing_alg_values_supported: `ES512` is not among what the mock can do: \
             ES256, PS256, RS256",
        ),
        (
            r#"response_modes_supported = ["query", "query"]"#,
            "metadata.response_modes_supported: `query` stands twice",
        ),
        (
            r#"response_modes_supported = ["form_post"]"#,
            "metadata.response_modes_supported needs query; leave the key out where all that Banno offers is offered",
        ),
        (
            "grant_types_supported = []",
            "metadata.grant_types_supported needs authorization_code; leave the key out where all that Banno \
             offers is offered",
        ),
        (
            "code_challenge_methods_supported = []",
            "metadata.code_challenge_methods_supported needs S256, plain; leave the key out where all that Banno \
             offers is offered",
        ),
        (
            "token_endpoint_auth_signing_alg_values_supported = []",
            "metadata.token_endpoint_auth_signing_alg_values_supported is empty, and private_key_jwt is offered: list \
             what assertions may be signed with",
        ),
        (
            "id_token_encryption_alg_values_supported = []",
            "metadata.id_token_encryption_alg_values_supported and \
             metadata.id_token_encryption_enc_values_supported go together: both are empty, or neither",
        ),
    ];
    for (line, told) in rows {
        let toml = format!("[metadata]\n{line}\n");
        assert_eq!(error(&toml).await, format!("mock.toml: {told}"));
    }
    let toml = "[metadata]\nid_token_signing_alg_values_supported = [\"RS256\", \"PS256\"]\n\n\
                [policies]\nid_token_signed_response_alg = \"ES256\"\n";
    assert_eq!(
        error(toml).await,
        "mock.toml: policies.id_token_signed_response_alg `ES256` is not offered; \
         metadata.id_token_signing_alg_values_supported has RS256, PS256"
    );
    assert_eq!(
        error("[metadata]\ngrant_type_supported = []\n").await,
        "mock.toml:2: unknown key `grant_type_supported`; did you mean `grant_types_supported`?"
    );
}

#[tokio::test]
async fn a_client_cannot_be_registered_for_what_is_not_offered() {
    let secret = "client_secret = \"0123456789abcdef0123456789abcdef\"";
    let rows = [
        (
            r#"id_token_signing_alg_values_supported = ["RS256"]"#,
            r#"id_token_signed_response_alg = "ES256""#,
            "id_token_signed_response_alg of `app` `ES256` is not offered",
        ),
        (
            "userinfo_signing_alg_values_supported = []",
            r#"userinfo_signed_response_alg = "ES256""#,
            "userinfo_signed_response_alg of `app` `ES256` is not offered",
        ),
        (
            r#"id_token_encryption_alg_values_supported = ["A256KW"]"#,
            r#"id_token_encrypted_response_alg = "dir""#,
            "id_token_encrypted_response_alg of `app` `dir` is not offered",
        ),
        (
            r#"id_token_encryption_enc_values_supported = ["A256GCM"]"#,
            r#"id_token_encrypted_response_alg = "dir""#,
            "id_token_encrypted_response_enc of `app` `A128CBC-HS256` is not offered",
        ),
    ];
    for (offer, wish, told) in rows {
        let toml = format!(
            "[metadata]\n{offer}\n\n{}",
            client(&format!("{secret}\n{wish}"))
        );
        let expected =
            format!("mock.toml: clients.{told}; add it to the list in `metadata`, or take another");
        assert_eq!(error(&toml).await, expected);
    }
    let offer = "[metadata]\ndpop_signing_alg_values_supported = []\n\n";
    let toml = format!(
        "{offer}{}",
        client(&format!("{secret}\ndpop_bound_access_tokens = true"))
    );
    assert_eq!(
        error(&toml).await,
        "mock.toml: clients.dpop_bound_access_tokens of `app` is true, and the institution has no DPoP \
         (metadata.dpop_signing_alg_values_supported is empty)"
    );
}
