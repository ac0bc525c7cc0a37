use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use aws_lc_rs::digest::{SHA256, digest};
use banno_client::rp::{
    AuthorizationResponse, ClaimsRequest, ClientAuthentication, ClientSecret, Error, Http,
    Registration, RelyingParty, ResponseMode, SigningAlgorithm, Tokens,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use url::{Position, Url};
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{Bank, CLIENT_ID, NOW, SeededEntropy, TestClock, TestKey};

/// A provider that answers what a test tells it to.
pub(crate) struct FakeProvider {
    server: MockServer,
    pub(crate) issuer: String,
    pub(crate) key: Arc<TestKey>,
    pub(crate) clock: Arc<TestClock>,
    replies: Arc<Mutex<HashMap<&'static str, Reply>>>,
    refused: Arc<Mutex<HashSet<String>>>,
    bank: Arc<Mutex<Bank>>,
}

/// One endpoint's answer.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
    pub(crate) location: Option<String>,
    /// The answer waits until the clock was asked for the time that often.
    pub(crate) waits_for: u64,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            content_type: "application/json",
            body: body.to_string(),
            location: None,
            waits_for: 0,
        }
    }

    fn answer(&self, clock: &TestClock) -> ResponseTemplate {
        // Bounded, so that a client that never comes so far fails its test instead of hanging it.
        for _ in 0..MOST_YIELDS {
            if clock.asked() >= self.waits_for {
                break;
            }
            std::thread::yield_now();
        }
        let template = ResponseTemplate::new(self.status);
        let template = match &self.location {
            Some(location) => template.insert_header("location", location.as_str()),
            None => template,
        };
        template.set_body_raw(self.body.clone(), self.content_type)
    }
}

const MOST_YIELDS: u32 = 20_000_000;

impl FakeProvider {
    pub(crate) async fn start() -> Self {
        let server = MockServer::start().await;
        let issuer = format!("{}/oidc", server.uri());
        let key = Arc::new(TestKey::ec("sig-ec2-0"));
        let bank: Arc<Mutex<Bank>> = Arc::default();
        let accounts = Arc::clone(&bank);
        let replies: Arc<Mutex<HashMap<&'static str, Reply>>> = Arc::default();
        let clock: Arc<TestClock> = Arc::default();
        let (answers, ticks) = (Arc::clone(&replies), Arc::clone(&clock));
        let refused: Arc<Mutex<HashSet<String>>> = Arc::default();
        let refusals = Arc::clone(&refused);
        Mock::given(any())
            .respond_with(move |request: &Request| {
                let bearer = request.headers.get("authorization");
                let bearer = bearer.and_then(|bearer| bearer.to_str().ok());
                if bearer.is_some_and(|bearer| refusals.lock().unwrap().contains(bearer)) {
                    return ResponseTemplate::new(401);
                }
                if request.url.path().starts_with("/users/") {
                    return accounts.lock().unwrap().answer(request);
                }
                let reply = find(&answers.lock().unwrap(), request);
                reply.map_or_else(|| ResponseTemplate::new(404), |reply| reply.answer(&ticks))
            })
            .mount(&server)
            .await;
        let provider = Self {
            server,
            issuer,
            key,
            clock,
            replies,
            refused,
            bank,
        };
        let metadata = provider.metadata();
        provider.reply("discovery", Reply::json(200, &metadata));
        provider.serve_keys(&[provider.key.jwk()]);
        let claims = json!({"sub": "riley", "email": "rileydoe@jackhenry.dev"});
        provider.reply("userinfo", Reply::json(200, &claims));
        provider.reply("revocation", Reply::json(200, &Value::Null));
        provider
    }

    pub(crate) fn metadata(&self) -> Value {
        let issuer = &self.issuer;
        json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/auth"),
            "token_endpoint": format!("{issuer}/token"),
            "userinfo_endpoint": format!("{issuer}/me"),
            "jwks_uri": format!("{issuer}/jwks"),
            "end_session_endpoint": format!("{issuer}/logout"),
            "revocation_endpoint": format!("{issuer}/token/revocation"),
            "authorization_response_iss_parameter_supported": true,
        })
    }

    pub(crate) fn reply(&self, endpoint: &'static str, reply: Reply) {
        self.replies().insert(endpoint, reply);
    }

    /// Refuses an access token at the userinfo endpoint from now on.
    pub(crate) fn refuse_access_token(&self, access_token: &str) {
        let refused = format!("Bearer {access_token}");
        self.refused.lock().unwrap().insert(refused);
    }

    /// The accounts behind the login, to change what is answered about them.
    pub(crate) fn bank(&self) -> MutexGuard<'_, Bank> {
        self.bank.lock().unwrap()
    }

    pub(crate) fn serve_keys(&self, keys: &[Value]) {
        self.reply("jwks", Reply::json(200, &json!({"keys": keys})));
    }

    pub(crate) fn registration(&self) -> Registration {
        Registration {
            issuer: self.issuer.clone(),
            client_id: CLIENT_ID.to_owned(),
            authentication: ClientAuthentication::ClientSecretPost(ClientSecret::new("s3cret")),
            redirect_uri: "https://localhost:8080/auth/cb".to_owned(),
            response_mode: ResponseMode::Query,
            post_logout_redirect_uri: Some("https://localhost:8080/logout/cb".to_owned()),
            scopes: vec!["openid".to_owned(), "profile".to_owned()],
            claims: ClaimsRequest::default(),
            id_token_signed_response_alg: SigningAlgorithm::ES256,
            max_age: None,
            prompt: Vec::new(),
            trusted_audiences: Vec::new(),
            clock_tolerance: 300,
        }
    }

    pub(crate) fn relying_party(&self, registration: Registration) -> RelyingParty {
        let http = Http::new(&Url::parse(&registration.issuer).unwrap(), None).unwrap();
        let clock = Arc::clone(&self.clock);
        RelyingParty::new(
            registration,
            http,
            clock,
            Arc::new(SeededEntropy::default()),
        )
    }

    /// The claims of a good ID token.
    pub(crate) fn claims(&self, nonce: &str) -> Value {
        json!({
            "sub": "riley",
            "name": "Riley Doe",
            "at_hash": at_hash("access-1"),
            "aud": CLIENT_ID,
            "exp": NOW + 3600,
            "iat": NOW,
            "iss": self.issuer,
            "nonce": nonce,
        })
    }

    /// A good token response around an ID token.
    pub(crate) fn token_response(id_token: &str) -> Value {
        json!({
            "access_token": "access-1",
            "expires_in": 600,
            "id_token": id_token,
            "refresh_token": "refresh-1",
            "scope": "openid profile",
            "token_type": "Bearer",
        })
    }

    /// Signs claims with the provider's key.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = self.key.header("ES256");
        self.key.sign(&header.to_string(), &claims.to_string())
    }

    /// Goes through a login whose ID token is made by `id_token` from the nonce.
    pub(crate) async fn log_in(
        &self,
        relying_party: &RelyingParty,
        id_token: impl FnOnce(&str) -> String,
    ) -> Result<Tokens, Error> {
        let (url, transaction) = relying_party.begin().await?;
        let query: HashMap<_, _> = url.expose().query_pairs().into_owned().collect();
        let response = Self::token_response(&id_token(&query["nonce"]));
        self.reply("authorization_code", Reply::json(200, &response));
        let callback = format!("code=code-1&state={}&iss={}", query["state"], self.issuer);
        let response = AuthorizationResponse::parse(&callback)?;
        relying_party.finish(transaction, response).await
    }

    /// A good login.
    pub(crate) async fn logged_in(&self, relying_party: &RelyingParty) -> Tokens {
        self.log_in(relying_party, |nonce| self.sign(&self.claims(nonce)))
            .await
            .unwrap()
    }

    /// The forms that the token endpoint got, oldest first.
    pub(crate) async fn token_requests(&self) -> Vec<HashMap<String, String>> {
        self.forms("/oidc/token").await
    }

    /// The forms that were posted to that path, oldest first.
    pub(crate) async fn forms(&self, path: &str) -> Vec<HashMap<String, String>> {
        self.requests(path).await.iter().map(form).collect()
    }

    /// Signs everybody in without a question from now on, and with what is to be had for the code,
    /// as a provider does that knows the browser.
    pub(crate) async fn sign_everybody_in(&self, now: u64) {
        let (key, replies) = (Arc::clone(&self.key), Arc::clone(&self.replies));
        let claims = self.claims("");
        Mock::given(path("/oidc/auth"))
            .respond_with(move |request: &Request| {
                let query: HashMap<_, _> = request.url.query_pairs().into_owned().collect();
                let mut claims = claims.clone();
                claims["nonce"] = query["nonce"].clone().into();
                claims["iat"] = now.into();
                claims["exp"] = (now + 3600).into();
                let header = key.header("ES256").to_string();
                let tokens = Self::token_response(&key.sign(&header, &claims.to_string()));
                let reply = Reply::json(200, &tokens);
                replies.lock().unwrap().insert("authorization_code", reply);
                let (to, state) = (&query["redirect_uri"], &query["state"]);
                let issuer = claims["iss"].as_str().unwrap();
                let back = format!("{to}?code=code-1&state={state}&iss={issuer}");
                ResponseTemplate::new(303).insert_header("location", back.as_str())
            })
            .with_priority(1)
            .mount(&self.server)
            .await;
    }

    /// The requests below that path, oldest first, as method and address without the host.
    pub(crate) async fn calls(&self, below: &str) -> Vec<String> {
        let requests = self.server.received_requests().await.unwrap();
        let calls = requests
            .iter()
            .filter(|it| it.url.path().starts_with(below));
        let line = |it: &Request| format!("{} {}", it.method, &it.url[Position::BeforePath..]);
        calls.map(line).collect()
    }

    pub(crate) async fn requests(&self, path: &str) -> Vec<Request> {
        let requests = self.server.received_requests().await.unwrap();
        requests
            .into_iter()
            .filter(|request| request.url.path() == path)
            .collect()
    }

    fn replies(&self) -> MutexGuard<'_, HashMap<&'static str, Reply>> {
        self.replies.lock().unwrap()
    }
}

/// The hash of an access token as OIDC Core 3.1.3.6 has it.
pub(crate) fn at_hash(access_token: &str) -> String {
    let digest = digest(&SHA256, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16])
}

fn find(replies: &HashMap<&'static str, Reply>, request: &Request) -> Option<Reply> {
    let endpoint = match request.url.path() {
        "/oidc/.well-known/openid-configuration" => "discovery".to_owned(),
        "/oidc/jwks" => "jwks".to_owned(),
        "/oidc/me" => "userinfo".to_owned(),
        "/oidc/token/revocation" => "revocation".to_owned(),
        "/oidc/token" => form(request).remove("grant_type").unwrap_or_default(),
        other => other.to_owned(),
    };
    replies.get(endpoint.as_str()).cloned()
}

fn form(request: &Request) -> HashMap<String, String> {
    url::form_urlencoded::parse(&request.body)
        .into_owned()
        .collect()
}
