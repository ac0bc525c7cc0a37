use client_keys::{Key, open};
use serde_json::{Value, json};

use crate::support::{Answer, Ask, Browser, Mock, jws, register, start};

const ENCS: [&str; 4] = ["A128CBC-HS256", "A128GCM", "A256CBC-HS512", "A256GCM"];

/// Registers a client, signs Riley in, and answers with the tokens and what `/me` says.
async fn answers(mock: &Mock, id: &str, metadata: &Value) -> (Answer, Answer) {
    register(mock, id, metadata);
    let ask = Ask::of(id).with("scope", "openid email");
    let code = Browser::new(mock).code(&ask).await;
    let credentials = [
        ("client_id", id),
        ("client_secret", "a secret of the client"),
    ];
    let tokens = mock.redeem_with(&code, &credentials).await;
    let me = mock.me(&tokens.text("access_token")).await;
    (tokens, me)
}

fn client(changes: &Value) -> Value {
    let mut metadata = json!({ "client_secret": "a secret of the client" });
    for (name, value) in changes.as_object().unwrap() {
        metadata[name] = value.clone();
    }
    metadata
}

#[tokio::test]
async fn userinfo_is_signed_for_a_client_that_is_registered_for_it() {
    let mock = start().await;
    for (alg, kid) in [
        ("ES256", "sig-ec2-0"),
        ("PS256", "sig-rs-0"),
        ("RS256", "sig-rs-0"),
    ] {
        let (tokens, me) = answers(
            &mock,
            alg,
            &client(&json!({ "userinfo_signed_response_alg": alg })),
        )
        .await;
        assert_eq!(me.status, 200);
        assert_eq!(
            me.header("content-type"),
            Some("application/jwt; charset=utf-8")
        );
        let signed = jws(&mock, &me.body).await;
        assert_eq!(
            signed.header,
            json!({ "alg": alg, "typ": "JWT", "kid": kid })
        );
        let access_token = jws(&mock, &tokens.text("access_token")).await.payload;
        let expected = format!(
            r#"{{"sub":"5cad5c30-6d24-11e9-870c-0242b78f8571","email":"rileydoe@jackhenry.dev","aud":"{alg}","exp":{},"iat":{},"iss":"{}"}}"#,
            access_token["exp"],
            crate::support::NOW,
            mock.issuer()
        );
        assert_eq!(signed.payload.to_string(), expected);
    }
}

#[tokio::test]
async fn id_tokens_and_userinfo_are_encrypted_with_every_pair_that_the_metadata_lists() {
    let mock = start().await;
    let (p256, p256_jwk) = Key::generate_p256().unwrap();
    let (rsa, rsa_jwk) = Key::generate_rsa().unwrap();
    let secret = Key::ClientSecret("a secret of the client".to_owned());
    for (alg, key, jwk) in [
        ("A128KW", &secret, None),
        ("A256KW", &secret, None),
        ("dir", &secret, None),
        ("ECDH-ES", &p256, Some(&p256_jwk)),
        ("RSA-OAEP", &rsa, Some(&rsa_jwk)),
        ("RSA-OAEP-256", &rsa, Some(&rsa_jwk)),
    ] {
        for enc in ENCS {
            let id = format!("{alg} {enc}");
            let mut metadata = client(&json!({
                "id_token_encrypted_response_alg": alg,
                "id_token_encrypted_response_enc": enc,
                "userinfo_signed_response_alg": "ES256",
                "userinfo_encrypted_response_alg": alg,
                "userinfo_encrypted_response_enc": enc,
            }));
            if let Some(jwk) = jwk {
                let mut jwk = jwk.clone();
                jwk["kid"] = json!("enc");
                metadata["jwks"] = json!({ "keys": [jwk] });
            }
            let (tokens, me) = answers(&mock, &id, &metadata).await;
            for encrypted in [tokens.text("id_token"), me.body] {
                let opened = open(&encrypted, key).unwrap();
                let mut header = json!({ "alg": alg, "enc": enc, "cty": "JWT" });
                if jwk.is_some() {
                    header["kid"] = json!("enc");
                }
                header["iss"] = json!(mock.issuer());
                header["aud"] = json!(id);
                let mut told = Value::Object(opened.header);
                assert_eq!(told["epk"].is_object(), alg == "ECDH-ES");
                told.as_object_mut().unwrap().remove("epk");
                assert_eq!(told.to_string(), header.to_string());
                let inner = String::from_utf8(opened.plaintext).unwrap();
                let inner = jws(&mock, &inner).await;
                assert_eq!(inner.payload["email"], "rileydoe@jackhenry.dev");
                assert_eq!(inner.payload["aud"], id.as_str());
            }
        }
    }
}

#[tokio::test]
async fn what_is_encrypted_for_one_key_is_closed_to_another() {
    let mock = start().await;
    let (_, jwk) = Key::generate_p256().unwrap();
    let (other, _) = Key::generate_p256().unwrap();
    let metadata = client(&json!({
        "id_token_encrypted_response_alg": "ECDH-ES",
        "jwks": { "keys": [jwk] },
    }));
    let (tokens, me) = answers(&mock, "one", &metadata).await;
    let id_token = tokens.text("id_token");
    let header = open(&id_token, &other);
    assert!(header.is_err());
    assert_eq!(
        me.text("email"),
        "rileydoe@jackhenry.dev",
        "userinfo is as before"
    );
}

#[tokio::test]
async fn no_two_encryptions_are_alike() {
    let mock = start().await;
    let metadata = client(&json!({ "id_token_encrypted_response_alg": "dir" }));
    let (tokens, _) = answers(&mock, "one", &metadata).await;
    let credentials = [
        ("client_id", "one"),
        ("client_secret", "a secret of the client"),
    ];
    let ask = Ask::of("one").with("scope", "openid email");
    let code = Browser::new(&mock).code(&ask).await;
    let again = mock.redeem_with(&code, &credentials).await;
    let iv = |answer: &Answer| {
        answer
            .text("id_token")
            .split('.')
            .nth(2)
            .unwrap()
            .to_owned()
    };
    assert_ne!(iv(&tokens), iv(&again));
}
