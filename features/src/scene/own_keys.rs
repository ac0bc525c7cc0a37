use std::sync::Arc;

use anyhow::Context as _;
use banno_client::Clock as _;
use banno_client::rp::SystemClock;
use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

use super::Scene;
use crate::entropy::unguessable;
use crate::jose;
use crate::jwt::Draft;
use crate::own_keys::{Key, Opened, SigningKey, open};
use crate::params::Params;
use crate::user_agent::Request;

/// The keys of the application that acts, and what it does wrong with them.
#[derive(Debug, Default)]
pub(crate) struct OwnKeys {
    /// Signs assertions (RFC 7523 2.2), under this `kid`.
    pub(crate) signing: Option<(Arc<SigningKey>, Option<String>)>,
    /// Opens what is encrypted (RFC 7516 5.2); without it, the secret does.
    pub(crate) opening: Option<Key>,
    /// The public keys, to be registered (RFC 7517 5).
    pub(crate) public: Vec<Value>,
    /// The keys that proofs were signed with (RFC 9449 4.2), the newest last.
    pub(crate) proven: Vec<Arc<SigningKey>>,
    /// Signs proofs.
    pub(crate) proving: Option<Arc<SigningKey>>,
    /// What is changed in assertions, in words.
    pub(crate) assertion_changes: String,
    /// What is changed in proofs, in words.
    pub(crate) proof_changes: String,
}

impl Scene {
    /// What shows that the application is who it says (RFC 7523 3, OIDC Core 9).
    pub(crate) fn assertion(&self) -> anyhow::Result<String> {
        let (key, kid) = self.own_keys.signing.as_ref().context(NO_KEY)?;
        let client_id = &self.client()?.client_id;
        let now = self.now();
        let header = json!({ "alg": key.alg(), "kid": kid });
        let claims = json!({
            "iss": client_id,
            "sub": client_id,
            "aud": self.provider.issuer,
            "iat": now,
            "exp": now + 60,
            "jti": unguessable()?,
        });
        let mut draft = Draft::new(header, claims)?;
        let changes = &self.own_keys.assertion_changes;
        draft.change(changes, now, |name| self.fact(name))?;
        draft.sign(key)
    }

    /// What shows that the application holds the key, if it proves one (RFC 9449 4.2).
    pub(crate) fn proof(
        &self,
        method: &Method,
        url: &Url,
        access_token: Option<&str>,
    ) -> anyhow::Result<Option<String>> {
        let Some(key) = &self.own_keys.proving else {
            return Ok(None);
        };
        let mut htu = url.clone();
        htu.set_query(None);
        let now = self.now();
        let header = json!({ "typ": "dpop+jwt", "alg": key.alg(), "jwk": key.public_jwk() });
        let claims = json!({
            "jti": unguessable()?,
            "htm": method.as_str(),
            "htu": htu.as_str(),
            "iat": now,
            "ath": access_token.map(jose::ath),
        });
        let mut draft = Draft::new(header, claims)?;
        let changes = &self.own_keys.proof_changes;
        draft.change(changes, now, |name| self.fact(name))?;
        draft.sign(key).map(Some)
    }

    /// The headers by which the application shows an access token at a resource (RFC 6750 2.1, RFC 9449 7.1).
    pub(crate) fn shown(&self, token: &str, method: &Method, url: &Url) -> anyhow::Result<Params> {
        let mut headers = Params::default();
        match self.proof(method, url, Some(token))? {
            Some(proof) => {
                headers.set("Authorization", format!("DPoP {token}"));
                headers.set("DPoP", proof);
            }
            None => headers.set("Authorization", format!("Bearer {token}")),
        }
        Ok(headers)
    }

    /// Opens a JWE with the application's own key.
    pub(crate) fn open(&self, token: &str) -> anyhow::Result<Opened> {
        let key = match (&self.own_keys.opening, &self.client()?.client_secret) {
            (Some(key), _) => key.clone(),
            (None, Some(secret)) => Key::ClientSecret(secret.expose().to_owned()),
            (None, None) => anyhow::bail!(NO_KEY),
        };
        open(token, &key).context("the application cannot open it")
    }

    /// The signed token, taken out of its JWE where it is in one (RFC 7519 5.2).
    pub(crate) fn read(&self, token: &str) -> anyhow::Result<String> {
        if token.split('.').count() != 5 {
            return Ok(token.to_owned());
        }
        String::from_utf8(self.open(token)?.plaintext).context("what was encrypted is not text")
    }

    /// What the time is for the application.
    pub(crate) fn now(&self) -> u64 {
        self.provider.now().unwrap_or_else(|| SystemClock.now())
    }

    /// A fact that features may name in braces.
    pub(super) fn fact_of_keys(&self, name: &str) -> Option<String> {
        let own = &self.own_keys;
        let sent = |value: fn(&Request) -> Option<String>| {
            let exchanges = self.http.all();
            exchanges
                .iter()
                .rev()
                .find_map(|exchange| value(&exchange.request))
        };
        match name {
            "assertion" => self.assertion().ok(),
            "client_assertion" => sent(|request| {
                let form = Params::decode(request.body.as_ref()?);
                form.get("client_assertion").map(str::to_owned)
            }),
            "proof" => sent(|request| {
                let mut headers = request.headers.iter();
                let (_, proof) = headers.find(|(name, _)| name == "dpop")?;
                Some(proof.clone())
            }),
            "jkt" => jose::thumbprint(&own.proven.last()?.public_jwk()).ok(),
            "first_jwk" => Some(own.proven.first()?.public_jwk().to_string()),
            "jwk_with_a_private_part" => {
                let mut jwk = own.proven.last()?.public_jwk();
                jwk["d"] = jwk["x"].clone();
                Some(jwk.to_string())
            }
            "jwks" => Some(json!({ "keys": own.public }).to_string()),
            "signed_id_token" => self.read(&self.fact("id_token")?).ok(),
            _ if name.ends_with("_endpoint") => self.provider.endpoint(name).ok().map(String::from),
            _ => None,
        }
    }
}

const NO_KEY: &str = "the application has no key of its own for that";
