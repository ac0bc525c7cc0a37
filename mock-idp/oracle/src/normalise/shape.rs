//! The form of random values.

/// What kind of random value it is; `None` for what is no such value.
pub(super) fn of(value: &str) -> Option<String> {
    let all = |allowed: fn(u8) -> bool| value.bytes().all(allowed);
    let length = value.len();
    if let Some(id) = value.strip_prefix(REQUEST_URI) {
        return of(id).map(|id| format!("{REQUEST_URI}{id}"));
    }
    if is_uuid(value) {
        return Some("uuid".to_owned());
    }
    if length < SHORTEST {
        return None;
    }
    if all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase()) {
        return Some(format!("{length} hex"));
    }
    all(is_base64url).then(|| format!("{length} base64url"))
}

/// The parts of a JWT, three, or of an encrypted one, five.
pub(super) fn jwt<const PARTS: usize>(value: &str) -> Option<[&str; PARTS]> {
    let parts: Vec<_> = value.split('.').collect();
    let parts: [&str; PARTS] = parts.try_into().ok()?;
    let filled = parts.iter().all(|part| part.bytes().all(is_base64url));
    (filled && parts[0].starts_with("eyJ")).then_some(parts)
}

fn is_uuid(value: &str) -> bool {
    let parts: Vec<_> = value.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12]
        && value
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

const fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

const REQUEST_URI: &str = "urn:ietf:params:oauth:request_uri:";
/// No random value is shorter.
const SHORTEST: usize = 16;
