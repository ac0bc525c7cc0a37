//! The `claims` parameter (OIDC Core 5.5), as it stands in a request once that is decoded.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use oidc::claims::{Claims, ClaimsRequest, release};
use oidc_fuzz::{text, wire};
use serde_json::{Value, json};

fuzz_target!(|input: &[u8]| {
    match ClaimsRequest::parse(&text(input)) {
        Ok(request) => parsed(&request),
        Err(refusal) => wire::check(&refusal, &refusal.wire()),
    }
});

fn parsed(request: &ClaimsRequest) {
    for asked in [&request.id_token, &request.userinfo] {
        let meant = |value: &Value| value.is_null() || value.is_object();
        assert!(asked.values().all(meant), "{asked:?}");
    }
    let written = serde_json::to_string(request).expect("a request can be stored");
    let again = ClaimsRequest::parse(&written).expect("what was read can be read again");
    assert_eq!(names(&again), names(request));
    assert_eq!(serde_json::to_string(&again).ok(), Some(written));

    let names = names(request);
    let once: BTreeSet<_> = names.iter().copied().collect();
    assert_eq!(once.len(), names.len(), "each name comes once");
    let known = |name: &str| name.len().is_multiple_of(2);
    let consent = request.to_consent(known);
    assert!(
        consent
            .iter()
            .all(|name| known(name) && once.contains(name.as_str()))
    );
    let granted = request.granted(&consent).known(known);
    assert_eq!(
        granted.to_consent(known),
        consent,
        "what was granted is asked for"
    );
    assert_eq!(request.clone().known(|_| false), ClaimsRequest::default());

    // As if the user had whatever is asked for.
    let available: Claims = names
        .iter()
        .map(|name| ((*name).to_owned(), json!(*name)))
        .collect();
    let released = release(&available, request.names(), known);
    let expected: Vec<_> = names.into_iter().filter(|name| known(name)).collect();
    assert_eq!(released.keys().collect::<Vec<_>>(), expected);
}

fn names(request: &ClaimsRequest) -> Vec<&str> {
    request.names().collect()
}
