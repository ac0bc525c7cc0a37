use std::collections::BTreeMap;
use std::fmt::Write as _;

use reqwest::Method;
use serde_json::Value;

use super::schemas;

/// An answer, taken down whole.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) url: String,
    pub(crate) body: String,
    headers: Vec<(String, String)>,
    base_url: String,
}

impl Answer {
    pub(crate) async fn of(response: reqwest::Response, base_url: &str) -> Self {
        let mut headers: Vec<_> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.to_string(), value)
            })
            .collect();
        headers.sort();
        Self {
            status: response.status().as_u16(),
            url: response.url().to_string(),
            headers,
            body: String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned(),
            base_url: base_url.to_owned(),
        }
    }

    /// The value of a header that comes once at most.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let values = self.header_values(name);
        assert!(values.len() < 2, "{name} came more than once: {self:?}");
        values.first().copied()
    }

    pub(crate) fn header_values(&self, name: &str) -> Vec<&str> {
        let found = self.headers.iter().filter(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location")
            .unwrap_or_else(|| panic!("no redirect: {}", self.wire()))
    }

    /// The parameters in the query of where it redirects to.
    pub(crate) fn redirect_params(&self) -> BTreeMap<String, String> {
        let uri = url::Url::parse(self.location()).unwrap();
        uri.query_pairs().into_owned().collect()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("is not JSON: {}", self.wire()))
    }

    /// A string member of the JSON body.
    pub(crate) fn text(&self, member: &str) -> String {
        self.json()[member]
            .as_str()
            .unwrap_or_else(|| panic!("no {member}: {}", self.wire()))
            .to_owned()
    }

    /// Status, all headers that are not about this very moment, and the body, with the base URL as
    /// `{base}`.
    pub(crate) fn wire(&self) -> String {
        self.stable(&format!("{}\n{}\n{}", self.status, self.head(), self.body))
    }

    /// The same without the body.
    pub(crate) fn wire_head(&self) -> String {
        self.stable(&format!("{}\n{}", self.status, self.head()))
    }

    fn head(&self) -> String {
        let volatile = ["connection", "content-length", "date", "x-request-id"];
        let mut head = String::new();
        for (name, value) in &self.headers {
            if !volatile.contains(&name.as_str()) {
                writeln!(head, "{name}: {value}").unwrap();
            }
        }
        head
    }

    fn stable(&self, text: &str) -> String {
        let encoded = self.base_url.replace(':', "%3A").replace('/', "%2F");
        text.replace(&self.base_url, "{base}")
            .replace(&encoded, "{base}")
    }

    /// What holds for every answer, whatever was asked.
    pub(crate) fn guard(&self, method: &Method, sent: &[(&str, &str)]) {
        let is = |what: bool, rule: &str| assert!(what, "{rule}: {method} {} {self:?}", self.url);
        is(self.status < 500, "nothing fails");
        for secretive in ["server", "x-powered-by", "via"] {
            is(
                self.header(secretive).is_none(),
                "no header names the software",
            );
        }
        let request_id = self.header("x-request-id").unwrap_or_default();
        is(request_id.len() == 36, "every answer has an x-request-id");
        let path = url::Url::parse(&self.url).unwrap().path().to_owned();
        let free = path.ends_with("/openid-configuration")
            || path.ends_with("/jwks")
            || path.ends_with("/token/revocation")
            || path.contains("/public-profile-photo/")
            || path.ends_with("/style.css")
            || self.status == 404
            || self.status == 204;
        if !free {
            is(self.header("cache-control") == Some("no-store"), "no-store");
        }
        if *method != Method::HEAD && *method != Method::OPTIONS {
            schemas::check(&path, self.status, &self.body);
        }
        let html = self
            .header("content-type")
            .is_some_and(|it| it.starts_with("text/html"));
        if html && self.status != 303 {
            let policy = self.header("content-security-policy").unwrap_or_default();
            is(
                policy.starts_with("default-src 'none';"),
                "pages have a CSP",
            );
            is(policy.contains("frame-ancestors 'none'"), "no framing");
            is(self.header("x-frame-options") == Some("DENY"), "no framing");
            is(
                self.header("x-content-type-options") == Some("nosniff"),
                "pages are not sniffed",
            );
            is(
                self.header("referrer-policy") == Some("no-referrer"),
                "pages tell no referrer",
            );
        }
        let authorized = sent.iter().any(|(name, _)| *name == "authorization");
        if self.status == 401 && authorized {
            is(
                self.header("www-authenticate").is_some(),
                "401 has a challenge (RFC 9110 11.6.1)",
            );
        }
    }
}
