//! Claims about the user: which were asked for, and which of those there are.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::refusal::AuthorizationRefusal;

/// The `claims` parameter (OIDC Core 5.5): claim name to `null` or to an object with `essential`,
/// `value` or `values`, for each of the two places.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClaimsRequest {
    /// To stand in the ID token.
    pub id_token: Map<String, Value>,
    /// To stand in the answer of the userinfo endpoint.
    pub userinfo: Map<String, Value>,
}

/// The claims of a user, in the order of the fixture; never one without a value.
pub type Claims = Map<String, Value>;

/// Claims that describe the authentication or the token, not the person: they need no consent.
const UNCONSENTED: [&str; 9] = [
    "sub",
    "sid",
    "auth_time",
    "acr",
    "amr",
    "iss",
    "aud",
    "exp",
    "iat",
];

impl ClaimsRequest {
    /// Reads the parameter; a member whose value is neither `null` nor an object asks for nothing.
    ///
    /// # Errors
    /// The `Claims…` variants of [`AuthorizationRefusal`].
    pub fn parse(claims: &str) -> Result<Self, AuthorizationRefusal> {
        use AuthorizationRefusal as Refusal;
        let parsed: Value = serde_json::from_str(claims).map_err(|_| Refusal::ClaimsUnparseable)?;
        let Value::Object(mut members) = parsed else {
            return Err(Refusal::ClaimsNotAnObject);
        };
        let userinfo = members.remove("userinfo");
        let id_token = members.remove("id_token");
        if userinfo.is_none() && id_token.is_none() {
            return Err(Refusal::ClaimsWithoutMembers);
        }
        let userinfo = requested(userinfo).ok_or(Refusal::ClaimsMemberNotAnObject("userinfo"))?;
        let id_token = requested(id_token).ok_or(Refusal::ClaimsMemberNotAnObject("id_token"))?;
        Ok(Self { id_token, userinfo })
    }

    /// The request without the claims that are never answered, whatever the user has: they are not kept.
    #[must_use]
    pub fn known(mut self, known: impl Fn(&str) -> bool) -> Self {
        self.id_token.retain(|name, _| known(name));
        self.userinfo.retain(|name, _| known(name));
        self
    }

    /// The names of the claims, each once.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let only_there = |name: &&String| !self.id_token.contains_key(*name);
        let names = self.id_token.keys();
        names
            .chain(self.userinfo.keys().filter(only_there))
            .map(String::as_str)
    }

    /// The claims about the person that the user has to agree to, of those that `known` knows.
    #[must_use]
    pub fn to_consent(&self, known: impl Fn(&str) -> bool) -> BTreeSet<String> {
        let names = self.userinfo.keys().chain(self.id_token.keys());
        names
            .filter(|name| known(name) && !UNCONSENTED.contains(&name.as_str()))
            .cloned()
            .collect()
    }

    /// The request without the claims that were not granted.
    #[must_use]
    pub fn granted(&self, granted: &BTreeSet<String>) -> Self {
        let keep = |asked: &Map<String, Value>| {
            let kept =
                |name: &String| UNCONSENTED.contains(&name.as_str()) || granted.contains(name);
            asked
                .iter()
                .filter(|(name, _)| kept(name))
                .map(pair)
                .collect()
        };
        Self {
            id_token: keep(&self.id_token),
            userinfo: keep(&self.userinfo),
        }
    }
}

/// Picks claims in the order in which they are named: first those of the scopes, then those asked
/// for one by one. What the user does not have is absent.
#[must_use]
pub fn release<'n>(
    available: &Claims,
    names: impl Iterator<Item = &'n str>,
    known: impl Fn(&str) -> bool,
) -> Claims {
    let mut released = Claims::new();
    for name in names {
        if let Some(value) = available.get(name).filter(|_| known(name)) {
            released.entry(name).or_insert_with(|| value.clone());
        }
    }
    released
}

/// Whether a claim has something to say: `null`, an empty string, array or object has not.
#[must_use]
pub fn has_value(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn requested(member: Option<Value>) -> Option<Map<String, Value>> {
    match member {
        None => Some(Map::new()),
        Some(Value::Object(asked)) => {
            let meant = |value: &Value| value.is_null() || value.is_object();
            Some(
                asked
                    .into_iter()
                    .filter(|(_, value)| meant(value))
                    .collect(),
            )
        }
        Some(_) => None,
    }
}

fn pair((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}
