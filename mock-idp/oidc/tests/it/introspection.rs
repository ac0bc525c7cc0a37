use oidc::access_token::AccessToken;
use oidc::authorization_code::Authorization;
use oidc::claims::ClaimsRequest;
use oidc::client::Client;
use oidc::clock::Timestamp;
use oidc::grant::Grant;
use oidc::introspection::{FoundToken, IntrospectionResponse, TokenQuery};
use oidc::params::Params;
use oidc::refresh::RefreshToken;
use oidc::refusal::{ClientAuthRefusal, Inactive, Reason as _, TokenQueryRefusal};
use proptest::prelude::*;

use crate::given::{
    NOW, RILEY, access_token, authorization, client, grant, later, narrow_client, profile,
    public_client, table,
};

#[test]
fn the_form_of_a_question_is_refused_with_its_reason() {
    let rows = r"
                                                            | missing token                   | missing required parameter 'token'
        token=                                              | missing token                   | missing required parameter 'token'
        token_type_hint=access_token                        | missing token                   | missing required parameter 'token'
        token=a&token=b                                     | repeated token                  | 'token' parameter must not be provided twice
        token_type_hint=a&token_type_hint=a                 | repeated token_type_hint        | 'token_type_hint' parameter must not be provided twice
        token_type_hint=a&token=&token=&token_type_hint=a   | repeated token, token_type_hint | 'token' and 'token_type_hint' parameters must not be provided twice
    ";
    for [body, reason, description] in table(rows) {
        let refusal = TokenQuery::parse(&Params::parse(body.as_bytes())).unwrap_err();
        assert_eq!(refusal.to_string(), reason, "{body}");
        let told = [
            ("error", "invalid_request"),
            ("error_description", description),
        ];
        assert_eq!(refusal.wire().members().collect::<Vec<_>>(), told);
        assert_eq!(refusal.client_auth(), None);
        assert_eq!(refusal.hint(), None, "the name says it");
    }
}

#[test]
fn a_question_names_a_token_whatever_its_type() {
    for body in [
        "token=t",
        "token=t&token_type_hint=refresh_token",
        "token=t&token_type_hint=nonsense",
        "token=t&other=a&other=b",
    ] {
        let query = TokenQuery::parse(&Params::parse(body.as_bytes())).unwrap();
        assert_eq!(query.token.expose(), "t", "{body}");
    }
}

#[test]
fn what_kept_the_client_from_asking_speaks_through_the_refusal() {
    let refusal = TokenQueryRefusal::from(ClientAuthRefusal::InvalidSecret);

    assert_eq!(refusal.to_string(), "invalid secret provided");
    assert_eq!(refusal.wire(), ClientAuthRefusal::InvalidSecret.wire());
    assert_eq!(refusal.hint(), ClientAuthRefusal::InvalidSecret.hint());
    assert_eq!(
        refusal.client_auth(),
        Some(&ClientAuthRefusal::InvalidSecret)
    );
    let foreign = TokenQueryRefusal::ClientMismatch;
    assert_eq!(
        foreign.wire().members().collect::<Vec<_>>(),
        [
            ("error", "invalid_request"),
            ("error_description", "this token does not belong to you"),
        ]
    );
    assert!(foreign.hint().is_some());
    assert_eq!(foreign.client_auth(), None);
}

#[test]
fn an_access_token_is_told_in_the_librarys_order() {
    let token = FoundToken::Access("jti".to_owned(), access_token());

    insta::assert_json_snapshot!(introspect(&token, &client()), @r#"
    {
      "active": true,
      "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
      "client_id": "two",
      "exp": 1790000600,
      "iat": 1790000000,
      "iss": "https://localhost:8443/a/consumer/api/v0/oidc",
      "scope": "openid email offline_access",
      "token_type": "Bearer"
    }
    "#);
}

#[test]
fn a_refresh_token_has_no_type() {
    insta::assert_json_snapshot!(introspect(&FoundToken::Refresh(refresh_token()), &client()), @r#"
    {
      "active": true,
      "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
      "client_id": "two",
      "exp": 1790001000,
      "iat": 1790000000,
      "iss": "https://localhost:8443/a/consumer/api/v0/oidc",
      "scope": "openid email offline_access"
    }
    "#);
}

#[test]
fn the_session_is_named_only_to_a_client_that_has_asked_for_it() {
    let sid = || Some(authorization().sid);
    let asking = Authorization {
        claims: ClaimsRequest::parse(r#"{"id_token":{"sid":null}}"#).unwrap(),
        ..authorization()
    };
    assert_eq!(asking.asked_sid(), sid());
    assert_eq!(authorization().asked_sid(), None);
    let elsewhere = Authorization {
        claims: ClaimsRequest::parse(r#"{"userinfo":{"sid":null}}"#).unwrap(),
        ..authorization()
    };
    assert_eq!(elsewhere.asked_sid(), None);

    let access = AccessToken {
        sid: sid(),
        ..access_token()
    };
    let refresh = RefreshToken {
        authorization: asking,
        ..refresh_token()
    };
    insta::assert_json_snapshot!(
        introspect(&FoundToken::Access("jti".to_owned(), access), &client()),
        @r#"
    {
      "active": true,
      "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
      "client_id": "two",
      "exp": 1790000600,
      "iat": 1790000000,
      "sid": "e10597ce-5d3c-4bd7-a9a4-31f3f4b5a3a5",
      "iss": "https://localhost:8443/a/consumer/api/v0/oidc",
      "scope": "openid email offline_access",
      "token_type": "Bearer"
    }
    "#
    );
    insta::assert_json_snapshot!(
        introspect(&FoundToken::Refresh(refresh), &client()),
        @r#"
    {
      "active": true,
      "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
      "client_id": "two",
      "exp": 1790001000,
      "iat": 1790000000,
      "sid": "e10597ce-5d3c-4bd7-a9a4-31f3f4b5a3a5",
      "iss": "https://localhost:8443/a/consumer/api/v0/oidc",
      "scope": "openid email offline_access"
    }
    "#
    );
}

#[test]
fn of_a_token_that_is_not_active_nothing_is_told() {
    insta::assert_compact_json_snapshot!(IntrospectionResponse::default(), @r#"{"active": false}"#);
}

#[test]
fn each_token_that_is_not_active_has_its_reason_and_the_first_one_counts() {
    use Inactive::{Consumed, Expired, GrantExpired, GrantNotFound, NotForPublicClient};
    let (access, refresh) = found();
    let replaced = FoundToken::Refresh(RefreshToken {
        consumed_at: Some(NOW),
        ..refresh_token()
    });
    let over = Grant {
        expires_at: later(500),
        ..grant()
    };
    let (own, public) = (client(), public_client());
    let rows = [
        (&access, None, &public, later(600), Expired),
        (&access, None, &public, later(599), GrantNotFound),
        (&access, Some(&over), &public, later(500), GrantExpired),
        (
            &access,
            Some(&over),
            &public,
            later(499),
            NotForPublicClient,
        ),
        (&refresh, None, &public, later(1000), Expired),
        (&refresh, None, &own, later(999), GrantNotFound),
        (&refresh, Some(&over), &own, later(500), GrantExpired),
        (
            &refresh,
            Some(&over),
            &public,
            later(499),
            NotForPublicClient,
        ),
        (&replaced, None, &public, later(1000), Expired),
        (&replaced, None, &public, NOW, Consumed),
        (&replaced, Some(&over), &own, NOW, Consumed),
    ];
    for (token, grant, caller, now, reason) in rows {
        let told = token.introspect(grant, caller, now, &profile());
        assert_eq!(told.map(drop), Err(reason), "{token:?} {now:?}");
    }
}

#[test]
fn only_a_public_client_is_kept_from_the_tokens_of_others() {
    let (access, refresh) = found();
    let of_public = FoundToken::Access(
        "jti".to_owned(),
        AccessToken {
            client_id: public_client().id,
            ..access_token()
        },
    );
    let rows = [
        (&access, client(), true),
        (&access, narrow_client(), true),
        (&access, public_client(), false),
        (&refresh, narrow_client(), true),
        (&refresh, public_client(), false),
        (&of_public, public_client(), true),
        (&of_public, client(), true),
    ];
    for (token, caller, expected) in rows {
        let told = token.introspect(Some(&grant()), &caller, NOW, &profile());
        assert_eq!(
            told.is_ok(),
            expected,
            "{} to {}",
            token.client_id(),
            caller.id
        );
    }
}

#[test]
fn a_found_token_knows_whose_it_is_and_what_it_hangs_on() {
    let (access, refresh) = found();
    for token in [&access, &refresh] {
        assert_eq!(token.client_id(), "two");
        assert_eq!(token.account(), RILEY);
        assert_eq!(*token.grant(), grant().id);
    }
    let over = |token: &FoundToken, at| token.is_expired(later(at));
    assert!(!over(&access, 599) && over(&access, 600));
    assert!(!over(&refresh, 999) && over(&refresh, 1000));
}

#[test]
fn each_reason_has_a_name_and_a_hint_of_its_own() {
    let all = [
        Inactive::Consumed,
        Inactive::Expired,
        Inactive::GrantExpired,
        Inactive::GrantNotFound,
        Inactive::NotForPublicClient,
        Inactive::NotFound,
    ];
    crate::refusal::hints::check_distinct(&all);
}

proptest! {
    #[test]
    fn nothing_active_is_told_of_a_token_that_is_over(
        token_life in 0..100_u64,
        grant_life in 0..100_u64,
        at in 0..100_u64,
        replaced in any::<bool>(),
        own in any::<bool>(),
    ) {
        let token = RefreshToken {
            expires_at: later(token_life),
            consumed_at: replaced.then_some(NOW),
            ..refresh_token()
        };
        let grant = Grant { expires_at: later(grant_life), ..grant() };
        let caller = if own { client() } else { public_client() };
        let told = FoundToken::Refresh(token)
            .introspect(Some(&grant), &caller, later(at), &profile());
        prop_assert_eq!(told.is_ok(), at < token_life && at < grant_life && !replaced && own);
    }
}

fn refresh_token() -> RefreshToken {
    RefreshToken {
        authorization: authorization(),
        jkt: None,
        issued_at: NOW,
        chain_began_at: Timestamp::from_unix(1_789_000_000),
        expires_at: later(1000),
        consumed_at: None,
    }
}

fn found() -> (FoundToken, FoundToken) {
    (
        FoundToken::Access("jti".to_owned(), access_token()),
        FoundToken::Refresh(refresh_token()),
    )
}

fn introspect(token: &FoundToken, caller: &Client) -> IntrospectionResponse {
    let told = token.introspect(Some(&grant()), caller, NOW, &profile());
    told.unwrap()
}
