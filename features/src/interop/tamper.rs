use std::sync::OnceLock;

use client_keys::Key;
use serde_json::Value;
use url::Url;

use crate::params::Params;

/// What the front changes, one thing at a time, so that a client that looks has to notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Beside the code stands another `state` (RFC 6749 10.12).
    State,
    /// The ID token has another `nonce` (OpenID Connect Core 3.1.3.7, rule 11): the provider was asked for that one.
    Nonce,
    /// Beside the code stands another `iss` (RFC 9207 2.4).
    Issuer,
    /// Under the same `kid`, the published keys are others (OpenID Connect Core 3.1.3.7, rule 6).
    Key,
}

/// Keys that have signed nothing.
#[derive(Debug, Default)]
pub(super) struct OtherKeys {
    ec: OnceLock<Option<Value>>,
    rsa: OnceLock<Option<Value>>,
}

impl Change {
    /// In the words of a report.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::State => "another state",
            Self::Nonce => "another nonce",
            Self::Issuer => "another iss",
            Self::Key => "another key",
        }
    }

    /// What a request asks for instead, if anything.
    pub(super) fn of_request(self, url: &Url) -> Option<Url> {
        let asks = self == Self::Nonce && url.path().ends_with("/oidc/auth");
        asks.then(|| replaced(url, "nonce", OTHER)).flatten()
    }

    /// Where a redirect leads instead, if it leads elsewhere. Only what carries a code is changed.
    pub(super) fn of_redirect(self, to: &Url) -> Option<Url> {
        Params::decode(to.query()?).get("code")?;
        match self {
            Self::State => replaced(to, "state", OTHER),
            Self::Issuer => replaced(to, "iss", OTHER_ISSUER),
            Self::Nonce | Self::Key => None,
        }
    }

    /// What a body says instead, if anything.
    pub(super) fn of_body(self, url: &Url, body: &str, other: &OtherKeys) -> Option<String> {
        if self != Self::Key || !url.path().ends_with("/oidc/jwks") {
            return None;
        }
        let mut set: Value = serde_json::from_str(body).ok()?;
        for jwk in set["keys"].as_array_mut()? {
            other.replace(jwk)?;
        }
        Some(set.to_string())
    }
}

impl OtherKeys {
    /// Takes the place of a published key, but for its name and use.
    fn replace(&self, jwk: &mut Value) -> Option<()> {
        let public = |made: Option<(Key, Value)>| made.map(|(_, public)| public);
        let (other, members): (_, &[&str]) = match jwk["kty"].as_str()? {
            "EC" => {
                let make = || public(Key::generate_p256().ok());
                (self.ec.get_or_init(make), &["x", "y"])
            }
            "RSA" => {
                let make = || public(Key::generate_rsa().ok());
                (self.rsa.get_or_init(make), &["n", "e"])
            }
            _ => return None,
        };
        let other = other.as_ref()?;
        for member in members {
            jwk[*member] = other[*member].clone();
        }
        Some(())
    }
}

/// The address with another value of a parameter that it has.
fn replaced(url: &Url, name: &str, value: &str) -> Option<Url> {
    let mut params = Params::decode(url.query()?);
    params.get(name)?;
    params.set(name, value);
    let mut url = url.clone();
    url.set_query(Some(&params.encoded()));
    Some(url)
}

const OTHER: &str = "not-what-the-client-has-sent";
const OTHER_ISSUER: &str = "https://another-bank.example";

#[cfg(test)]
mod tests {
    use super::{Change, OtherKeys};
    use serde_json::{Value, json};
    use url::Url;

    #[test]
    fn a_redirect_with_a_code_is_changed_in_one_value() {
        let to = Url::parse("http://localhost:1/cb?code=c&state=s&iss=i").unwrap();
        let changed = Change::State.of_redirect(&to).unwrap();
        assert_eq!(
            changed.query(),
            Some("code=c&state=not-what-the-client-has-sent&iss=i")
        );
        assert_eq!(Change::Key.of_redirect(&to), None);
        let refused = Url::parse("http://localhost:1/cb?error=access_denied&state=s").unwrap();
        assert_eq!(Change::State.of_redirect(&refused), None);
    }

    #[test]
    fn a_nonce_is_changed_only_where_there_is_one() {
        let url = |query| Url::parse(&format!("https://localhost/fi/a/oidc/auth?{query}")).unwrap();
        assert!(Change::Nonce.of_request(&url("nonce=n")).is_some());
        assert_eq!(Change::Nonce.of_request(&url("state=s")), None);
    }

    #[test]
    fn another_key_has_the_name_of_the_first() {
        let url = Url::parse("https://localhost/fi/a/oidc/jwks").unwrap();
        let keys =
            json!({ "keys": [{ "kty": "EC", "kid": "k", "crv": "P-256", "x": "x", "y": "y" }] });
        let other = OtherKeys::default();
        let changed = Change::Key.of_body(&url, &keys.to_string(), &other);
        let changed: Value = serde_json::from_str(&changed.unwrap()).unwrap();
        assert_eq!(changed["keys"][0]["kid"], "k");
        assert_ne!(changed["keys"][0]["x"], "x");
    }
}
