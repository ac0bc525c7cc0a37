//! Client authentication (RFC 6749 2.3.1): the `Authorization` header in the first line, which may be
//! empty for none, and the body behind it.
#![no_main]

#[path = "../../tests/it/given.rs"]
#[expect(dead_code, reason = "the tests find more here than this target needs")]
mod given;

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;
use oidc::client::Client;
use oidc::client_auth::{Credentials, Offered};
use oidc::params::Params;
use oidc::profile::Profile;
use oidc::secret::Secret;
use oidc_fuzz::{first_line, text, wire};
use url::form_urlencoded::byte_serialize;

static PROFILE: LazyLock<Profile> = LazyLock::new(given::profile);

static CLIENTS: LazyLock<[Client; 2]> = LazyLock::new(|| [given::client(), given::public_client()]);

fuzz_target!(|input: &[u8]| {
    let text = text(input);
    let (header, body) = first_line(&text);
    let header = Some(header).filter(|header| !header.is_empty());
    let params = Params::parse(body.as_bytes());
    let credentials = match Credentials::parse(header, &params) {
        Ok(credentials) => credentials,
        Err(refusal) => return wire::check(&refusal, &refusal.wire()),
    };
    assert!(!credentials.client_id.is_empty());
    match &credentials.offered {
        Offered::Assertion(_) => assert_eq!((header, params.get("client_secret")), (None, None)),
        Offered::Secret(_, secret) if header.is_some() => in_header(&credentials, secret, &params),
        Offered::Secret(_, secret) => in_body(&credentials, Some(secret), &params),
        Offered::None => in_body(&credentials, None, &params),
    }
    authenticate(&credentials);
});

fn in_header(credentials: &Credentials, secret: &Secret, params: &Params) {
    let decoded = [&*credentials.client_id, secret.expose()];
    for decoded in decoded {
        let printable = decoded.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        assert!(printable && !decoded.is_empty(), "{decoded:?}");
    }
    let in_body = params.get("client_id");
    assert!(in_body.is_none_or(|id| id == credentials.client_id));
    assert_eq!(params.get("client_secret"), None);

    let encoded = decoded.map(|text| byte_serialize(text.as_bytes()).collect::<String>());
    let header = format!("Basic {}", STANDARD.encode(encoded.join(":")));
    let again = Credentials::parse(Some(&header), params).expect("what was read can be read again");
    assert_eq!(again.client_id, credentials.client_id);
    assert!(matches!(&again.offered, Offered::Secret(_, again) if again == secret));
}

fn in_body(credentials: &Credentials, secret: Option<&Secret>, params: &Params) {
    assert_eq!(params.get("client_id"), Some(&*credentials.client_id));
    assert_eq!(params.get("client_secret"), secret.map(Secret::expose));
}

/// Asserts that nobody is let in but who knows the secret, or is a client that has none.
fn authenticate(credentials: &Credentials) {
    let context = given::context(&PROFILE);
    for client in CLIENTS.iter() {
        match credentials.authenticate(Some(client), context, &mut Vec::new()) {
            Ok(_) => assert!(match &credentials.offered {
                Offered::Assertion(_) => false,
                Offered::None => client.is_public(),
                Offered::Secret(_, secret) =>
                    !client.is_public() && secret.expose() == given::SECRET,
            }),
            Err(refusal) => wire::check(&refusal, &refusal.wire()),
        }
    }
}
