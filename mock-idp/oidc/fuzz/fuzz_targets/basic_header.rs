//! Client authentication (RFC 6749 2.3.1): the `Authorization` header in the first line, which may be
//! empty for none, and the body behind it.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;
use oidc::client_auth::Credentials;
use oidc::params::Params;
use oidc_fuzz::{first_line, text, wire};
use url::form_urlencoded::byte_serialize;

fuzz_target!(|input: &[u8]| {
    let text = text(input);
    let (header, body) = first_line(&text);
    let header = Some(header).filter(|header| !header.is_empty());
    let params = Params::parse(body.as_bytes());
    match Credentials::parse(header, &params) {
        Ok(credentials) if header.is_some() => in_header(&credentials, &params),
        Ok(credentials) => in_body(&credentials, &params),
        Err(refusal) => wire::check(&refusal, &refusal.wire()),
    }
});

fn in_header(credentials: &Credentials, params: &Params) {
    let secret = credentials.secret.as_ref().expect("a header has a secret");
    for decoded in [&*credentials.client_id, secret.expose()] {
        let printable = decoded.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        assert!(printable && !decoded.is_empty(), "{decoded:?}");
    }
    let in_body = params.get("client_id");
    assert!(in_body.is_none_or(|id| id == credentials.client_id));
    assert_eq!(params.get("client_secret"), None);

    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let joined = [&*credentials.client_id, secret.expose()].map(encoded);
    let header = format!("Basic {}", STANDARD.encode(joined.join(":")));
    let again = Credentials::parse(Some(&header), params).expect("what was read can be read again");
    assert_eq!(again.client_id, credentials.client_id);
    assert_eq!(again.secret.as_ref(), Some(secret));
}

fn in_body(credentials: &Credentials, params: &Params) {
    assert_eq!(params.get("client_id"), Some(&*credentials.client_id));
    let secret = credentials.secret.as_ref().map(|secret| secret.expose());
    assert_eq!(params.get("client_secret"), secret);
}
