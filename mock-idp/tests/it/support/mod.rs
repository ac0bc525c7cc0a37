//! A provider with a clock that stands still and reproducible randomness, and whoever talks to it.

mod answer;
mod ask;
mod browser;
mod jwt;
mod keys;
mod proven;
mod schemas;

use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use mock_idp::MockIdp;
use mock_idp::institution::Institution;
use mock_idp::journal::Journal;
use mock_idp::keys::KeySet;
use oidc::clock::{ManualClock, Timestamp};
use oidc::entropy::SeededEntropy;
use reqwest::Method;

pub(crate) use answer::Answer;
pub(crate) use ask::{Ask, CALLBACK, CLIENT, CLIENTS, SECRET, VERIFIER};
pub(crate) use browser::Browser;
pub(crate) use jwt::jws;
pub(crate) use keys::{Assertion, ProofOf, Unsigned, register};
pub(crate) use proven::{at_me, at_token, es256, me_with, redeem_with_proof, token_with};

/// When every test begins.
pub(crate) const NOW: i64 = 1_790_000_000;

/// A started provider.
#[derive(Debug)]
pub(crate) struct Mock {
    idp: Arc<MockIdp>,
    institution: Arc<Institution>,
    http: reqwest::Client,
}

impl Deref for Mock {
    type Target = MockIdp;

    fn deref(&self) -> &MockIdp {
        &self.idp
    }
}

/// The builder that all tests begin with.
pub(crate) fn builder() -> mock_idp::start::Builder {
    MockIdp::builder()
        .tls(false)
        .signing_keys(keys())
        .clock(Arc::new(ManualClock::new(Timestamp::from_unix(NOW))))
        .entropy(Arc::new(SeededEntropy::new(1)))
}

/// Keys that all tests share.
pub(crate) fn keys() -> KeySet {
    static KEYS: OnceLock<KeySet> = OnceLock::new();
    KEYS.get_or_init(|| KeySet::ephemeral().unwrap()).clone()
}

/// The fixtures' institution.
pub(crate) async fn start() -> Mock {
    Mock::of(builder()).await
}

/// The fixtures' institution with one client of each kind.
pub(crate) async fn start_with_clients() -> Mock {
    Mock::of(builder().config(CLIENTS)).await
}

/// One client for all tests without TLS: it neither follows redirects nor keeps connections from
/// test to test.
fn http() -> reqwest::Client {
    static HTTP: OnceLock<reqwest::Client> = OnceLock::new();
    HTTP.get_or_init(|| client().build().unwrap()).clone()
}

/// A client that trusts that authority and no other.
pub(crate) fn trusting(ca_pem: &str) -> reqwest::Client {
    let ca = reqwest::Certificate::from_pem(ca_pem.as_bytes()).unwrap();
    client().tls_certs_only([ca]).build().unwrap()
}

fn client() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .pool_max_idle_per_host(0)
        .no_proxy()
}

impl Mock {
    pub(crate) async fn of(builder: mock_idp::start::Builder) -> Self {
        let idp = builder.start().await.unwrap();
        let http = idp.ca_pem().map_or_else(http, trusting);
        Self {
            institution: idp.institution(),
            idp: Arc::new(idp),
            http,
        }
    }

    /// The same provider, with another of its institutions meant by everything below.
    pub(crate) fn of_institution(&self, id: &str) -> Self {
        Self {
            idp: self.idp.clone(),
            institution: self.idp.institutions().get(id).unwrap(),
            http: self.http.clone(),
        }
    }

    pub(crate) fn institution(&self) -> &Arc<Institution> {
        &self.institution
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.institution.profile.issuer
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.institution.base_url
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.institution.journal
    }

    pub(crate) const fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// The address of an endpoint below the issuer.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.issuer())
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.institution.clock.advance(Duration::from_secs(seconds));
    }

    /// Sends a request to an endpoint below the issuer, or to an absolute address.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Answer {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            self.url(path)
        };
        let mut request = self.http.request(method.clone(), &url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body.to_owned());
        }
        let answer = Answer::of(request.send().await.unwrap(), self.base_url()).await;
        answer.guard(&method, headers);
        answer
    }

    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, None).await
    }

    /// Posts a form.
    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.post_with(path, form, &[]).await
    }

    /// Posts a form with headers.
    pub(crate) async fn post_with(
        &self,
        path: &str,
        form: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let headers = [&[FORM], headers].concat();
        self.send(Method::POST, path, &headers, Some(&form)).await
    }

    /// Redeems a code as the quickstart's client.
    pub(crate) async fn redeem(&self, code: &str) -> Answer {
        self.redeem_with(code, &[]).await
    }

    /// Redeems a code with some parameters changed; an empty one counts as left out.
    pub(crate) async fn redeem_with(&self, code: &str, changed: &[(&str, &str)]) -> Answer {
        let usual = [
            ("grant_type", "authorization_code"),
            ("client_id", CLIENT),
            ("client_secret", SECRET),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.post("/token", &over(&usual, changed)).await
    }

    /// Uses a refresh token as the quickstart's client.
    pub(crate) async fn refresh(&self, refresh_token: &str) -> Answer {
        self.refresh_with(refresh_token, &[]).await
    }

    pub(crate) async fn refresh_with(&self, token: &str, changed: &[(&str, &str)]) -> Answer {
        let usual = [
            ("grant_type", "refresh_token"),
            ("client_id", CLIENT),
            ("client_secret", SECRET),
            ("refresh_token", token),
        ];
        self.post("/token", &over(&usual, changed)).await
    }

    /// Asks the userinfo endpoint.
    pub(crate) async fn me(&self, access_token: &str) -> Answer {
        let bearer = format!("Bearer {access_token}");
        self.get("/me", &[("authorization", &bearer)]).await
    }

    /// The true reason of the latest exchange's refusal.
    pub(crate) fn reason(&self) -> Option<String> {
        let last = self.journal().entries().pop().unwrap();
        last.refusal.map(|refused| refused.reason)
    }
}

/// Replaces members, and adds those that are not there.
pub(crate) fn over<'a>(
    usual: &[(&'a str, &'a str)],
    changed: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let is_changed = |name: &str| changed.iter().any(|(other, _)| *other == name);
    let kept = usual.iter().filter(|(name, _)| !is_changed(name));
    kept.chain(changed.iter().filter(|(_, value)| !value.is_empty()))
        .copied()
        .collect()
}

pub(crate) const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
