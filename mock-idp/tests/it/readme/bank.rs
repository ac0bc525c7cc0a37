use std::time::Duration;

use mock_idp::MockIdp;
use mock_idp::admin::MintRequest;
use mock_idp::journal::{Endpoint, Filter};
use serde_json::json;

#[tokio::test]
async fn each_test_has_a_bank() -> Result<(), Box<dyn std::error::Error>> {
    let idp = MockIdp::builder().start().await?;
    let bank = idp.found(json!({ "name": "North Bank" }), None)?;
    let wish = MintRequest {
        user: "rileydoe".to_owned(),
        scope: Some("openid profile".to_owned()),
        ..MintRequest::default()
    };
    let tokens = bank.mint(&wish).await?;
    bank.clock()?.advance(Duration::from_secs(11 * 60));
    // Your application runs here, against bank.issuer(), or with tokens.access_token.
    let minting = Filter {
        endpoint: Some(Endpoint::Minting),
        ..Filter::default()
    };
    let minted = bank.journal()?.expect(&minting).await;
    assert!(minted.minted && tokens.scope == "openid profile");
    bank.close()?;
    Ok(())
}
