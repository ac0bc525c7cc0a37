//! Exchanges as an HTTP Archive (HAR 1.2), which browsers' developer tools and others open.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use url::form_urlencoded;
use utoipa::ToSchema;

use super::mask;
use super::{Endpoint, Entry, Message, Messages};

/// Whether an archive shows secrets, codes, tokens and cookies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Secrets {
    /// It does not, so it may be attached to a ticket.
    #[default]
    Masked,
    /// It does.
    Shown,
}

/// An archive.
#[derive(Serialize, ToSchema)]
pub struct Har {
    #[schema(value_type = Object)]
    log: Value,
}

impl Har {
    /// The exchanges whose messages are still remembered.
    #[must_use]
    pub fn of(entries: &[Entry], secrets: Secrets) -> Self {
        let entries: Vec<_> = entries
            .iter()
            .filter_map(|entry| Some(exchange(entry, entry.messages.as_ref()?, secrets)))
            .collect();
        Self {
            log: json!({
                "version": "1.2",
                "creator": { "name": "mock-idp", "version": env!("CARGO_PKG_VERSION") },
                "entries": entries,
            }),
        }
    }
}

/// It may have been asked to show secrets.
impl fmt::Debug for Har {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Har(…)")
    }
}

fn exchange(entry: &Entry, messages: &Messages, secrets: Secrets) -> Value {
    let at = OffsetDateTime::from_unix_timestamp(entry.at.unix());
    let at = at.ok().and_then(|at| at.format(&Rfc3339).ok());
    let mut told = json!({
        "startedDateTime": at.unwrap_or_default(),
        // The institution's clock knows whole seconds only, and may stand.
        "time": 0,
        "request": request(entry, messages, secrets),
        "response": response(entry, &messages.response, secrets),
        "cache": {},
        "timings": { "send": 0, "wait": 0, "receive": 0 },
        "_journal": entry,
    });
    if let Some(refusal) = &entry.refusal {
        told["comment"] = json!(refusal.reason);
    }
    told
}

fn request(entry: &Entry, messages: &Messages, secrets: Secrets) -> Value {
    let message = &messages.request;
    let host = message.header("host").unwrap_or_default();
    let target = match secrets {
        Secrets::Masked => mask::target(&messages.target, |path| entry.endpoint.masked_path(path)),
        Secrets::Shown => messages.target.clone(),
    };
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let query = pairs(form_urlencoded::parse(query.as_bytes()).into_owned());
    let mut request = json!({
        "method": entry.method,
        "url": format!("{}://{host}{target}", messages.scheme),
        "httpVersion": "HTTP/1.1",
        "cookies": cookies(message, "cookie", secrets),
        "headers": headers(message, secrets),
        "queryString": query,
        "headersSize": -1,
        "bodySize": message.body.len(),
    });
    if !message.body.is_empty() {
        let (params, text) = match secrets {
            Secrets::Masked => {
                let params = mask::parameters(&message.body);
                let mut text = form_urlencoded::Serializer::new(String::new());
                let text = text.extend_pairs(&params).finish();
                (params, text)
            }
            Secrets::Shown => {
                let params = form_urlencoded::parse(&message.body).into_owned();
                let text = String::from_utf8_lossy(&message.body).into_owned();
                (params.collect(), text)
            }
        };
        request["postData"] = json!({
            "mimeType": message.header("content-type").unwrap_or_default(),
            "params": pairs(params.into_iter()),
            "text": text,
        });
    }
    request
}

fn response(entry: &Entry, message: &Message, secrets: Secrets) -> Value {
    let location = message.header("location").unwrap_or_default();
    let location = match secrets {
        Secrets::Masked => mask::header("location", &location),
        Secrets::Shown => location,
    };
    let status = actix_web::http::StatusCode::from_u16(entry.status).ok();
    json!({
        "status": entry.status,
        "statusText": status.and_then(|status| status.canonical_reason()).unwrap_or_default(),
        "httpVersion": "HTTP/1.1",
        "cookies": cookies(message, "set-cookie", secrets),
        "headers": headers(message, secrets),
        "content": content(entry, message, secrets),
        "redirectURL": location,
        "headersSize": -1,
        "bodySize": message.body.len(),
    })
}

/// Pages carry tokens in their forms, so a masked archive has none; nor the answer that repeats a path
/// which nobody knows.
fn content(entry: &Entry, message: &Message, secrets: Secrets) -> Value {
    let media_type = message.header("content-type").unwrap_or_default();
    let text = match (secrets, std::str::from_utf8(&message.body)) {
        (Secrets::Shown, Ok(text)) => Some(text.to_owned()),
        (Secrets::Masked, Ok(_))
            if media_type.starts_with("application/json")
                && entry.endpoint != Endpoint::Unknown =>
        {
            mask::json(&message.body)
        }
        _ => None,
    };
    let mut content = json!({ "size": message.body.len(), "mimeType": media_type });
    match text {
        Some(text) => content["text"] = json!(text),
        None => content["comment"] = json!("left out"),
    }
    content
}

fn headers(message: &Message, secrets: Secrets) -> Value {
    pairs(message.headers().map(|(name, value)| {
        let value = match secrets {
            Secrets::Masked => mask::header(name, &value),
            Secrets::Shown => value,
        };
        (name.to_owned(), value)
    }))
}

fn cookies(message: &Message, header: &str, secrets: Secrets) -> Value {
    let of_header = message.headers().filter(|(name, _)| *name == header);
    let mut cookies = Vec::new();
    for (_, value) in of_header {
        // `Set-Cookie` has one cookie and its attributes, `Cookie` several cookies.
        let most = if header == "cookie" { usize::MAX } else { 1 };
        for pair in value.split(';').take(most) {
            // Without a name it is a value.
            let (name, value) = pair.trim().split_once('=').unwrap_or(("", pair));
            let value = match secrets {
                Secrets::Masked => mask::MASK,
                Secrets::Shown => value,
            };
            cookies.push((name.to_owned(), value.to_owned()));
        }
    }
    pairs(cookies.into_iter())
}

fn pairs(pairs: impl Iterator<Item = (String, String)>) -> Value {
    pairs
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect()
}
