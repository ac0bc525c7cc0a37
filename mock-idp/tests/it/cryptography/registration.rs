//! What a client with keys is registered with: what is refused, and what is told of it afterwards.

use client_keys::{Key, SigningKey};
use mock_idp::admin::{AdminError, ClientSection, MintRequest, TokenFilter};
use serde_json::{Map, Value, json};

use crate::support::{CALLBACK, Mock, es256, jws, register, start};

fn refused(mock: &Mock, changes: &Value) -> String {
    let mut client = json!({ "client_id": "app", "redirect_uris": [CALLBACK] });
    for (name, value) in changes.as_object().unwrap() {
        client[name] = value.clone();
    }
    let client: Map<_, _> = client.as_object().unwrap().clone();
    let admin = mock.admin(&mock.institution().id).unwrap();
    admin.create_client(client).unwrap_err().to_string()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, to be read as one")]
async fn a_registration_that_cannot_work_is_refused_by_the_key_that_is_wrong() {
    let mock = start().await;
    let es256 = es256().public_jwk();
    let signs = json!("private_key_jwt");
    let mut private = es256.clone();
    private["d"] = json!("AQAB");
    let mut x25519 = Key::generate_x25519().unwrap().1;
    x25519["x"] = json!("A".repeat(43));
    let ed25519 = SigningKey::generate("EdDSA").unwrap().public_jwk();
    let rows = [
        (
            json!({ "token_endpoint_auth_method": signs }),
            "clients.jwks of `app` needs a public key that assertions can be verified with",
        ),
        (
            json!({
                "token_endpoint_auth_method": signs,
                "token_endpoint_auth_signing_alg": "RS256",
                "jwks": { "keys": [es256] },
            }),
            "clients.jwks of `app` needs a public key that assertions can be verified with",
        ),
        (
            json!({
                "token_endpoint_auth_method": signs,
                "token_endpoint_auth_signing_alg": "ES512",
                "jwks": { "keys": [es256] },
            }),
            "clients.token_endpoint_auth_signing_alg of `app` is not one of RS256, PS256, ES256, EdDSA",
        ),
        (
            json!({ "token_endpoint_auth_signing_alg": "ES256" }),
            "clients.token_endpoint_auth_signing_alg of `app` goes with token_endpoint_auth_method = \
             \"private_key_jwt\"",
        ),
        (
            json!({ "jwks": { "keys": [private] } }),
            "clients.jwks of `app` has a key, number 0 from 0, that cannot be used: its `d` belongs to a private or \
             secret key",
        ),
        (
            json!({ "jwks": [es256] }),
            "clients.jwks of `app` has no list `keys`: put the list under `keys`",
        ),
        (
            json!({ "jwks": es256 }),
            "clients.jwks of `app` has no list `keys`: put this key into a list",
        ),
        (
            json!({ "jwks": "-----BEGIN PUBLIC KEY-----" }),
            "clients.jwks of `app` has no list `keys`: this is PEM",
        ),
        (
            json!({ "jwks": { "keys": [{ "kty": "ec" }] } }),
            "clients.jwks of `app` has a key of kty `ec`, which is `EC`",
        ),
        (
            json!({ "jwks_uri": "https://app.example/jwks" }),
            "unknown key `jwks_uri`: nothing is fetched; put the keys themselves into `jwks`",
        ),
        (
            json!({ "id_token_encrypted_response_alg": "RSA-OAEP", "jwks": { "keys": [es256] } }),
            "clients.id_token_encrypted_response_alg of `app` needs a key in jwks that is good for it",
        ),
        (
            json!({ "id_token_encrypted_response_alg": "ECDH-ES", "jwks": { "keys": [ed25519, es256] } }),
            "clients.id_token_encrypted_response_alg of `app` finds a key in jwks that cannot be encrypted to",
        ),
        (
            json!({ "id_token_encrypted_response_alg": "ECDH-ES", "jwks": { "keys": [x25519] } }),
            "clients.id_token_encrypted_response_alg of `app` finds a key in jwks that cannot be encrypted to",
        ),
        (
            json!({
                "token_endpoint_auth_method": "none",
                "id_token_encrypted_response_alg": "dir",
            }),
            "clients.id_token_encrypted_response_alg of `app` needs a client_secret",
        ),
        (
            json!({
                "token_endpoint_auth_method": signs,
                "jwks": { "keys": [es256] },
                "client_secret": "",
                "id_token_encrypted_response_alg": "A128KW",
            }),
            "clients.id_token_encrypted_response_alg of `app` needs a client_secret",
        ),
        (
            json!({ "id_token_encrypted_response_enc": "A128GCM" }),
            "clients.id_token_encrypted_response_enc of `app` goes with id_token_encrypted_response_alg",
        ),
        (
            json!({ "userinfo_encrypted_response_alg": "dir" }),
            "clients.userinfo_encrypted_response_alg of `app` goes with userinfo_signed_response_alg",
        ),
        (
            json!({
                "token_endpoint_auth_method": "none",
                "grant_types": ["urn:ietf:params:oauth:grant-type:token-exchange"],
            }),
            "clients.grant_types of `app`: urn:ietf:params:oauth:grant-type:token-exchange is not for a public client",
        ),
        (
            json!({ "client_id": "a\nb" }),
            "clients.client_id of `a\nb` has a control character",
        ),
    ];
    for (changes, told) in rows {
        let error = refused(&mock, &changes);
        assert!(error.contains(told), "{error}");
    }
}

#[tokio::test]
async fn what_a_client_is_registered_with_is_told_and_can_be_changed() {
    let mock = start().await;
    let (_, jwk) = Key::generate_p256().unwrap();
    let metadata = json!({
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "jwks": { "keys": [es256().public_jwk(), jwk] },
        "id_token_encrypted_response_alg": "ECDH-ES",
        "id_token_encrypted_response_enc": "A256GCM",
        "dpop_bound_access_tokens": true,
    });
    register(&mock, "app", &metadata);
    let admin = mock.admin(&mock.institution().id).unwrap();
    let told = json!(admin.one::<ClientSection>("app").unwrap());
    for (name, value) in metadata.as_object().unwrap() {
        assert_eq!(told[name], *value, "{name}");
    }
    assert!(told.get("client_secret").is_none());
    let settings = json!(admin.settings().unwrap());
    assert!(settings["clients"].as_array().unwrap().contains(&told));

    let patch = json!({ "id_token_encrypted_response_alg": null });
    let error = admin.patch::<ClientSection>("app", &patch).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("goes with id_token_encrypted_response_alg"),
        "{error}"
    );
    let patch = json!({
        "id_token_encrypted_response_alg": null,
        "id_token_encrypted_response_enc": null,
        "token_endpoint_auth_method": "none",
        "token_endpoint_auth_signing_alg": null,
        "jwks": null,
    });
    let told = json!(admin.patch::<ClientSection>("app", &patch).unwrap());
    assert!(told.get("jwks").is_none() && told["dpop_bound_access_tokens"] == true);
}

#[tokio::test]
async fn minted_tokens_are_bound_to_the_key_that_is_named() {
    let mock = start().await;
    register(
        &mock,
        "bound",
        &json!({ "client_secret": "s", "dpop_bound_access_tokens": true }),
    );
    let admin = mock.admin(&mock.institution().id).unwrap();
    let mint = |client: &str, jkt: Option<&str>| {
        let wish = MintRequest {
            user: "rileydoe".to_owned(),
            client_id: Some(client.to_owned()),
            jkt: jkt.map(str::to_owned),
            ..MintRequest::default()
        };
        let admin = &admin;
        async move { admin.mint(&wish).await }
    };
    let jkt = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
    for client in ["bound", crate::support::CLIENT] {
        let minted = mint(client, Some(jkt)).await.unwrap();
        assert_eq!(minted.token_type, "DPoP");
        let payload = jws(&mock, minted.access_token.expose()).await.payload;
        assert_eq!(payload["cnf"], json!({ "jkt": jkt }));
        assert_eq!(mock.me(minted.access_token.expose()).await.status, 401);
    }
    for (client, jkt, what) in [
        ("bound", None, "jkt: the client gets bound tokens only"),
        (
            "bound",
            Some(""),
            "jkt is not the SHA-256 thumbprint of a key",
        ),
        (
            "bound",
            Some("a-typing-error"),
            "jkt is not the SHA-256 thumbprint of a key",
        ),
    ] {
        let Err(AdminError::Invalid(told)) = mint(client, jkt).await else {
            panic!("{jkt:?} was taken");
        };
        assert!(told.starts_with(what), "{told}");
    }
    let listed = admin.tokens(&TokenFilter::default()).await.unwrap();
    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|token| token.jkt.as_deref() == Some(jkt)));
}
