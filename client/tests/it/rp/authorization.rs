use std::collections::HashMap;

use banno_client::rp::{ClaimsRequest, CodeChallenge, CodeVerifier, Prompt, ResponseMode};

use crate::support::FakeProvider;

#[tokio::test]
async fn the_request_carries_what_the_registration_says() {
    let provider = FakeProvider::start().await;
    let mut registration = provider.registration();
    registration.max_age = Some(60);
    registration.prompt = vec![Prompt::Login, Prompt::Consent];
    registration.claims = ClaimsRequest {
        id_token: vec!["birthdate".to_owned(), "locale".to_owned()],
        userinfo: Vec::new(),
    };
    let relying_party = provider.relying_party(registration);
    let (url, _) = relying_party.begin().await.unwrap();
    let pairs = url.expose().query_pairs();
    let lines: Vec<_> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    client_id=05166b79-4f61-484d-a4b4-2a225926bf4b
    scope=openid profile
    response_type=code
    redirect_uri=https://localhost:8080/auth/cb
    claims={"id_token":{"birthdate":null,"locale":null}}
    max_age=60
    prompt=login consent
    state=r1Vw9aGBC3r3jK9LxwpmDw31HkK6-R1N5bIyjeDoPfw
    nonce=zSZiFU5tdrKyuS5wwMrDzPU0-bdOtbiYGexQkIPQClA
    code_challenge=nZOg10nPXAKpert5cH203rNJ-RGDxkN_Iz7egEsWo2k
    code_challenge_method=S256
    "#);
}

#[tokio::test]
async fn the_response_mode_is_asked_for_where_it_is_not_the_default() {
    let provider = FakeProvider::start().await;
    for (mode, sent) in [
        (ResponseMode::FormPost, Some("form_post")),
        (ResponseMode::Query, None),
    ] {
        let mut registration = provider.registration();
        registration.response_mode = mode;
        let relying_party = provider.relying_party(registration);
        let (url, _) = relying_party.begin().await.unwrap();
        let query: HashMap<_, _> = url.expose().query_pairs().into_owned().collect();
        assert_eq!(query.get("response_mode").map(String::as_str), sent);
    }
}

#[tokio::test]
async fn every_request_has_its_own_state_nonce_and_verifier() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let mut seen = std::collections::HashSet::new();
    for _ in 0..3 {
        let (url, _) = relying_party.begin().await.unwrap();
        let query: HashMap<_, _> = url.expose().query_pairs().into_owned().collect();
        for parameter in ["state", "nonce", "code_challenge"] {
            let value = query[parameter].clone();
            assert_eq!(value.len(), 43);
            let url_safe = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
            assert!(value.bytes().all(url_safe), "{value}");
            assert!(seen.insert(value), "{parameter} came twice");
        }
    }
}

/// RFC 7636 appendix B.
#[test]
fn the_code_challenge_is_that_of_the_standards_example() {
    let verifier = CodeVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    let challenge = CodeChallenge::of(&verifier);
    assert_eq!(
        challenge.as_str(),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

#[test]
fn claims_are_asked_for_by_name_alone() {
    let claims = ClaimsRequest {
        id_token: vec!["sid".to_owned()],
        userinfo: vec!["email".to_owned()],
    };
    assert_eq!(
        claims.to_parameter().unwrap(),
        r#"{"id_token":{"sid":null},"userinfo":{"email":null}}"#
    );
    assert_eq!(ClaimsRequest::default().to_parameter(), None);
}
