//! What a JWT says about itself, before anything of it is believed (RFC 7519 7.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// The claims of a JWS in compact form, whatever its signature is; `None` where it has not three parts, or header or
/// payload is no JSON object.
pub(crate) fn claims(token: &str) -> Option<Map<String, Value>> {
    let parts: Vec<_> = token.split('.').collect();
    let [header, payload, _] = parts[..] else {
        return None;
    };
    object(header)?;
    object(payload)
}

fn object(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
