//! JWTs, member by member, the signed ones and the encrypted ones.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Line, Memory, json, shape};

/// The lines of a JWT, if the text is one; with the access token that came with it, if one did.
pub(super) fn lines(
    field: &str,
    text: &str,
    access_token: Option<&str>,
    memory: &mut Memory,
    out: &mut Vec<Line>,
) -> bool {
    if let Some([header, _, rest @ ..]) = shape::jwt::<5>(text) {
        encrypted(field, (text, header, rest), access_token, memory, out);
        return true;
    }
    let Some([header, payload, _]) = shape::jwt::<3>(text) else {
        return false;
    };
    out.push(Line::new(field, "<JWT>"));
    for (part, encoded) in [("header", header), ("payload", payload)] {
        let Some(mut decoded) = decoded(encoded) else {
            continue;
        };
        if let (Some(hash), Some(token)) = (decoded.get_mut("at_hash"), access_token)
            && hash.as_str() == Some(&*at_hash(token))
        {
            *hash = Value::from("<of the access token>");
        }
        json::lines(&format!("{field}.{part}"), &decoded, memory, out);
    }
    true
}

/// Header, how long the other parts are, and what is inside.
fn encrypted(
    field: &str,
    (text, header, [iv, _, tag]): (&str, &str, [&str; 3]),
    access_token: Option<&str>,
    memory: &mut Memory,
    out: &mut Vec<Line>,
) {
    out.push(Line::new(field, "<JWE>"));
    if let Some(header) = decoded(header) {
        json::lines(&format!("{field}.jwe"), &header, memory, out);
    }
    let key = text.split('.').nth(1).unwrap_or_default();
    for (name, part) in [("key", key), ("iv", iv), ("tag", tag)] {
        // Three octets are four letters.
        let octets = part.len() * 3 / 4;
        out.push(Line::new(
            format!("{field}.{name}"),
            format!("<{octets} octets>"),
        ));
    }
    let inside = format!("{field}.inside");
    match memory.recipients.open(text) {
        Ok(plain) if lines(&inside, &plain, access_token, memory, out) => {}
        Ok(plain) => out.push(Line::new(inside, memory.without_host(&plain))),
        Err(why) => out.push(Line::new(inside, format!("<does not open: {why:#}>"))),
    }
}

fn decoded(part: &str) -> Option<Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// OIDC Core 3.1.3.6, for the algorithms with SHA-256.
fn at_hash(token: &str) -> String {
    let digest = Sha256::digest(token);
    URL_SAFE_NO_PAD.encode(&digest[..digest.len() / 2])
}
