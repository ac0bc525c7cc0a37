//! Prints tokens of every kind that the metadata names, with what somebody else needs to read them: the institution's
//! keys on the first line, then a token on each line. `scripts/readers` hands them to libraries that others wrote.

use std::io::Write as _;

use anyhow::Context as _;
use client_keys::Key;
use mock_idp::MockIdp;
use mock_idp::admin::{Admin, MintRequest};
use serde_json::{Map, Value, json};

const SECRET: &str = "a secret of the client, with an \u{e9} in it";
const ENCS: [&str; 4] = ["A128CBC-HS256", "A128GCM", "A256CBC-HS512", "A256GCM"];
const SIGNING_ALGS: [&str; 3] = ["ES256", "PS256", "RS256"];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let idp = MockIdp::builder().tls(false).start().await?;
    let bank = idp.found(json!({}), None)?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    let issuer = bank.issuer().to_owned();
    let keys = http.get(format!("{issuer}/jwks")).send().await?;
    let keys: Value = keys.json().await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", json!({ "issuer": issuer, "keys": keys["keys"] }))?;
    for case in cases()? {
        for token in case.tokens(&bank, &http).await? {
            writeln!(out, "{token}")?;
        }
    }
    Ok(())
}

/// A client that is registered for something.
struct Case {
    name: String,
    signing_alg: &'static str,
    metadata: Map<String, Value>,
    /// What its tokens are opened with: a private JWK or the secret.
    key: Value,
}

fn cases() -> anyhow::Result<Vec<Case>> {
    let mut cases: Vec<_> = SIGNING_ALGS.map(signed).into();
    for alg in ["A128KW", "A256KW", "dir"] {
        cases.extend(ENCS.map(|enc| encrypted(alg, enc, None, &json!({ "secret": SECRET }))));
    }
    let of_curves = [
        Key::generate_p256()?,
        Key::generate_p384()?,
        Key::generate_p521()?,
        Key::generate_x25519()?,
    ];
    for (key, public) in &of_curves {
        let private = key.private_jwk()?;
        cases.extend(ENCS.map(|enc| encrypted("ECDH-ES", enc, Some(public), &private)));
    }
    let (key, public) = Key::generate_rsa()?;
    let private = key.private_jwk()?;
    for alg in ["RSA-OAEP", "RSA-OAEP-256"] {
        cases.extend(ENCS.map(|enc| encrypted(alg, enc, Some(&public), &private)));
    }
    Ok(cases)
}

fn signed(alg: &'static str) -> Case {
    Case {
        name: alg.to_owned(),
        signing_alg: alg,
        metadata: object(json!({
            "id_token_signed_response_alg": alg,
            "userinfo_signed_response_alg": alg,
        })),
        key: Value::Null,
    }
}

fn encrypted(alg: &str, enc: &str, public: Option<&Value>, key: &Value) -> Case {
    let crv = public.and_then(|public| public["crv"].as_str());
    let alg_and_curve = [Some(alg), crv].into_iter().flatten().collect::<Vec<_>>();
    let mut metadata = object(json!({
        "id_token_encrypted_response_alg": alg,
        "id_token_encrypted_response_enc": enc,
        "userinfo_signed_response_alg": "ES256",
        "userinfo_encrypted_response_alg": alg,
        "userinfo_encrypted_response_enc": enc,
    }));
    if let Some(public) = public {
        metadata.insert("jwks".to_owned(), json!({ "keys": [public] }));
    }
    Case {
        name: format!("{}, {enc}", alg_and_curve.join(" with ")),
        signing_alg: "ES256",
        metadata,
        key: key.clone(),
    }
}

impl Case {
    /// An ID token and an answer of userinfo.
    async fn tokens(&self, bank: &Admin, http: &reqwest::Client) -> anyhow::Result<[Value; 2]> {
        let mut client = self.metadata.clone();
        client.insert("client_id".to_owned(), json!(self.name));
        client.insert("client_secret".to_owned(), json!(SECRET));
        client.insert("redirect_uris".to_owned(), json!(["https://rp.example/cb"]));
        bank.create_client(client)?;
        let wish = MintRequest {
            user: "rileydoe".to_owned(),
            client_id: Some(self.name.clone()),
            scope: Some("openid email".to_owned()),
            ..MintRequest::default()
        };
        let minted = bank.mint(&wish).await?;
        let id_token = minted.id_token.context("no ID token")?;
        let me = http.get(format!("{}/me", bank.issuer()));
        let me = me.bearer_auth(minted.access_token.expose()).send().await?;
        let userinfo = me.error_for_status()?.text().await?;
        let told = |kind: &str, token: &str| {
            json!({
                "name": format!("{kind}: {}", self.name),
                "token": token,
                "key": self.key,
                "alg": self.signing_alg,
                "aud": self.name,
                "email": "rileydoe@jackhenry.dev",
            })
        };
        Ok([
            told("ID token", id_token.expose()),
            told("userinfo", &userinfo),
        ])
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
