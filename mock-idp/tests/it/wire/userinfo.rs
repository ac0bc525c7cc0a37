use insta::assert_snapshot;

use crate::support::{Ask, Browser, start};

#[tokio::test]
async fn the_claims_of_riley_doe() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::full()).await;
    let token = mock.redeem(&code).await.text("access_token");
    let got = mock.me(&token).await;
    assert_snapshot!(got.wire_head(), @r#"
        200
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin
        "#);
    let claims = format!("{:#}", got.json()).replace(mock.base_url(), "{base}");
    assert_snapshot!(claims, @r#"
        {
          "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
          "address": {
            "locality": "Seattle",
            "postal_code": "981090000",
            "region": "WA",
            "street_address": "400 Broad St"
          },
          "email": "rileydoe@jackhenry.dev",
          "phone_number": "+15552368",
          "family_name": "Doe",
          "given_name": "Riley",
          "name": "Riley Doe",
          "picture": "{base}/a/consumer/api/node/public-profile-photo/NWNhZDVjMzAtNmQyNC0xMWU5LTg3MGMtMDI0MmI3OGY4NTcx",
          "preferred_username": "rileydoe",
          "locale": "en-US"
        }
        "#);
    let posted = mock.post("/me", &[("access_token", &token)]).await;
    assert_eq!(posted.wire(), got.wire());
}

#[tokio::test]
async fn the_claims_parameter_adds_claims_to_each_place_independently() {
    let mock = start().await;
    let ask = Ask::plain().with(
        "claims",
        r#"{"userinfo":{"birthdate":null,"no_such_claim":null},"id_token":{"name":null,"auth_time":{"essential":true}}}"#,
    );
    let code = Browser::new(&mock).code(&ask).await;
    let answer = mock.redeem(&code).await;
    let me = mock.me(&answer.text("access_token")).await;
    assert_eq!(
        me.body,
        r#"{"sub":"5cad5c30-6d24-11e9-870c-0242b78f8571","birthdate":"1951-03-02"}"#
    );
    let id_token = crate::support::jws(&mock, &answer.text("id_token")).await;
    assert_eq!(id_token.payload["name"], "Riley Doe");
    assert_eq!(id_token.payload["auth_time"], crate::support::NOW);
    assert!(id_token.payload.get("birthdate").is_none());
}

#[tokio::test]
async fn a_narrower_scope_narrows_the_claims() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::full()).await;
    let token = mock.redeem(&code).await.text("access_token");
    let bearer = format!("Bearer {token}");
    let authorization = [("authorization", bearer.as_str())];
    let answer = mock.get("/me?scope=email", &authorization).await;
    assert_eq!(
        answer.body, r#"{"email":"rileydoe@jackhenry.dev"}"#,
        "{answer:?}"
    );
}
