use banno_client::rp::{LogoutState, PostLogoutError, PostLogoutResponse, Registration};
use serde_json::json;

use crate::support::{FakeProvider, Reply};

/// The parameters of a signed-in user's logout request.
async fn request(register: impl FnOnce(&mut Registration)) -> String {
    let provider = FakeProvider::start().await;
    let mut registration = provider.registration();
    register(&mut registration);
    let relying_party = provider.relying_party(registration);
    let tokens = provider.logged_in(&relying_party).await;
    let raw = tokens.id_token.raw();
    let request = relying_party.end_session(Some(raw)).await.unwrap().unwrap();
    let url = request.url.expose();
    assert_eq!(url.path(), "/oidc/logout");
    let lines: Vec<_> = url
        .query_pairs()
        .map(|(name, value)| format!("{name}={}", value.replace(raw.expose(), "ID_TOKEN")))
        .collect();
    let shown = format!("{request:?}");
    assert!(!shown.contains(raw.expose()), "{shown}");
    if let Some(state) = &request.state {
        assert!(!shown.contains(state.expose()), "{shown}");
    }
    lines.join("\n")
}

#[tokio::test]
async fn the_logout_request_carries_hint_client_return_and_state() {
    let query = request(|_| {}).await;
    insta::assert_snapshot!(query, @r"
    id_token_hint=ID_TOKEN
    client_id=05166b79-4f61-484d-a4b4-2a225926bf4b
    post_logout_redirect_uri=https://localhost:8080/logout/cb
    state=1WiKUtVaAuxK6l7B6t__4cng7mpN2-I3f5gybULfyXU
    ");
}

#[tokio::test]
async fn without_a_post_logout_redirect_uri_there_is_no_state() {
    let query = request(|it| it.post_logout_redirect_uri = None).await;
    insta::assert_snapshot!(query, @r"
    id_token_hint=ID_TOKEN
    client_id=05166b79-4f61-484d-a4b4-2a225926bf4b
    ");
}

#[tokio::test]
async fn the_endpoints_own_query_stays() {
    let provider = FakeProvider::start().await;
    let mut metadata = provider.metadata();
    metadata["end_session_endpoint"] = json!(format!("{}/logout?bank=7", provider.issuer));
    provider.reply("discovery", Reply::json(200, &metadata));
    let relying_party = provider.relying_party(provider.registration());
    let request = relying_party.end_session(None).await.unwrap().unwrap();
    let query = request.url.expose().query().unwrap();
    assert!(query.starts_with("bank=7&client_id="), "{query}");
    assert!(!query.contains("id_token_hint"), "{query}");
}

#[tokio::test]
async fn every_logout_has_its_own_state() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let mut states = std::collections::HashSet::new();
    for _ in 0..3 {
        let request = relying_party.end_session(None).await.unwrap().unwrap();
        let state = request.state.unwrap().expose().to_owned();
        assert_eq!(state.len(), 43);
        assert!(states.insert(state));
    }
}

#[test]
fn each_way_to_come_back_wrong_has_its_own_error() {
    let expected = LogoutState::new("right");
    let table = [
        ("state=right", Some(&expected), Ok(())),
        ("x=y&state=right", Some(&expected), Ok(())),
        ("", Some(&expected), Err(PostLogoutError::StateMissing)),
        (
            "x=right",
            Some(&expected),
            Err(PostLogoutError::StateMissing),
        ),
        ("state=", Some(&expected), Err(PostLogoutError::StateWrong)),
        (
            "state=Right",
            Some(&expected),
            Err(PostLogoutError::StateWrong),
        ),
        (
            "state=right%20",
            Some(&expected),
            Err(PostLogoutError::StateWrong),
        ),
        (
            "state=right&state=right",
            Some(&expected),
            Err(PostLogoutError::StateRepeated),
        ),
        ("state=right", None, Err(PostLogoutError::NotExpected)),
        ("", None, Err(PostLogoutError::NotExpected)),
    ];
    for (query, expected, verdict) in table {
        let outcome = PostLogoutResponse::parse(query).and_then(|it| it.check(expected));
        assert_eq!(outcome, verdict, "{query}");
    }
}
