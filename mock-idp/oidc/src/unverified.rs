//! What a JWT says about itself, before anything of it is believed (RFC 7519 7.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// The payload of a JWS in compact form, whatever its signature is; `None` where it has not three parts, or header or
/// payload is not JSON. That it is no object shows where a claim is looked for, as in the library that Banno runs.
pub(crate) fn payload(token: &str) -> Option<Value> {
    let parts: Vec<_> = token.split('.').collect();
    let [header, payload, _] = parts[..] else {
        return None;
    };
    json(header)?;
    json(payload)
}

fn json(part: &str) -> Option<Value> {
    let value: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()?;
    (!value.is_null()).then_some(value)
}
