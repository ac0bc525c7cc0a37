use crate::support::FakeProvider;

#[tokio::test]
async fn debug_output_shows_no_secret() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let (url, transaction) = relying_party.begin().await.unwrap();
    let tokens = provider.logged_in(&relying_party).await;
    let text = format!("{relying_party:?} {url:?} {transaction:?} {tokens:?}");
    let state = transaction.state().expose().to_owned();
    let nonce = tokens.id_token.claims()["nonce"].as_str().unwrap();
    for secret in ["s3cret", "access-1", "refresh-1", &state] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(!format!("{transaction:?}").contains(nonce));
    assert!(!text.contains(tokens.id_token.raw().expose()));
}
