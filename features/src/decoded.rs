//! The tokens of an exchange as they read, without their signatures: nobody can use what is shown.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::params::Params;
use crate::user_agent::{Answer, Exchange, Request};

/// A token as it reads.
#[derive(Debug, PartialEq)]
pub(crate) struct Decoded {
    /// Where it stands, such as `id_token`.
    pub(crate) name: String,
    pub(crate) header: Value,
    /// Nothing where they are encrypted.
    pub(crate) claims: Option<Value>,
}

/// The tokens that a request carries.
pub(crate) fn of_request(request: &Request) -> Vec<Decoded> {
    let query = Params::decode(request.url.query().unwrap_or_default());
    let form = Params::decode(request.body.as_deref().unwrap_or_default());
    let of = |name: &str| {
        let token = query.get(name).or_else(|| form.get(name))?;
        Decoded::read(name, token)
    };
    let in_header = request.headers.iter().filter_map(|(name, value)| {
        let name = name.to_ascii_lowercase();
        (name == "dpop")
            .then(|| Decoded::read(&name, value))
            .flatten()
    });
    SENT.iter()
        .filter_map(|name| of(name))
        .chain(in_header)
        .collect()
}

/// The tokens that an answer brings.
pub(crate) fn of_answer(answer: &Answer) -> Vec<Decoded> {
    match serde_json::from_str::<Value>(&answer.body) {
        Ok(body) => RECEIVED
            .iter()
            .filter_map(|name| Decoded::read(name, body[*name].as_str()?))
            .collect(),
        Err(_) => Decoded::read("the answer", answer.body.trim())
            .into_iter()
            .collect(),
    }
}

/// The tokens of both.
pub(crate) fn of_exchange(exchange: &Exchange) -> Vec<Decoded> {
    let mut all = of_request(&exchange.request);
    all.extend(of_answer(&exchange.answer));
    all
}

impl Decoded {
    /// Reads a compact JWS (RFC 7515 3.1), or the header of a compact JWE (RFC 7516 3.1); nothing of what is neither.
    pub(crate) fn read(name: &str, token: &str) -> Option<Self> {
        let object = |part: &str| -> Option<Value> {
            let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
            let value: Value = serde_json::from_slice(&bytes).ok()?;
            value.is_object().then_some(value)
        };
        let parts: Vec<_> = token.split('.').collect();
        let (header, claims) = match parts[..] {
            [header, claims, _] => (object(header)?, Some(object(claims)?)),
            [header, _, _, _, _] => (object(header)?, None),
            _ => return None,
        };
        Some(Self {
            name: name.to_owned(),
            header,
            claims,
        })
    }
}

impl std::fmt::Display for Decoded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.name, self.header)?;
        match &self.claims {
            Some(claims) => write!(f, " {claims}"),
            None => f.write_str(" (encrypted)"),
        }
    }
}

/// Parameters that can be tokens.
const SENT: [&str; 8] = [
    "id_token_hint",
    "client_assertion",
    "request",
    "subject_token",
    "token",
    "access_token",
    "id_token",
    "assertion",
];
/// Members of answers that can be.
const RECEIVED: [&str; 2] = ["id_token", "access_token"];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tokens_are_read_without_their_signatures() {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let (header, claims) = (json!({ "alg": "ES256" }), json!({ "sub": "riley" }));
        let token = format!(
            "{}.{}.c2lnbmF0dXJl",
            part(header.clone()),
            part(claims.clone())
        );
        let read = Decoded::read("id_token", &token).unwrap();
        assert_eq!((&read.header, &read.claims), (&header, &Some(claims)));
        assert!(!read.to_string().contains("c2lnbmF0dXJl"));
        let encrypted = format!("{}.a.b.c.d", part(json!({ "enc": "A128GCM" })));
        let read = Decoded::read("id_token", &encrypted).unwrap();
        assert_eq!(
            read.to_string(),
            "id_token: {\"enc\":\"A128GCM\"} (encrypted)"
        );
        for opaque in ["abc", "a.b.c", "", "1.2"] {
            assert_eq!(Decoded::read("token", opaque), None, "{opaque}");
        }
    }
}
