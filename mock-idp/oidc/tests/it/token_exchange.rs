use std::time::Duration;

use oidc::access_token::AccessToken;
use oidc::grant::Grant;
use oidc::refusal::{ExchangeRefusal, SubjectRefusal};
use oidc::scope::ScopeSet;
use oidc::token_exchange::{ACCESS_TOKEN, ExchangeRequest};

use crate::given::{
    NOW, access_token, client, grant, holder, later, params, profile, public_client,
};

const LIFETIME: Duration = Duration::from_secs(600);

fn request(scope: &str) -> ExchangeRequest {
    let params = params(&[
        ("subject_token", "t"),
        ("subject_token_type", ACCESS_TOKEN),
        ("scope", scope),
    ]);
    ExchangeRequest::parse(&params, &profile()).unwrap()
}

#[test]
fn a_token_that_is_exchanged_is_one_of_the_same_grant_and_lives_no_longer() {
    let subject = access_token();
    let exchange = |at| {
        let client = client();
        let grant = grant();
        request("email").exchange(&subject, holder(&client), Some(&grant), later(at), LIFETIME)
    };
    for (at, lives_until) in [(0, 600), (599, 600)] {
        let made = exchange(at).unwrap();
        assert_eq!(made.grant, subject.grant);
        assert_eq!(made.account, subject.account);
        assert_eq!(made.scope, ScopeSet::parse("email"));
        assert_eq!(made.issued_at, later(at));
        assert_eq!(made.expires_at, later(lives_until));
    }
    let over = exchange(600).unwrap_err();
    assert_eq!(over, ExchangeRefusal::Subject(SubjectRefusal::NotLive));
    // One that lives longer than tokens do here gives one that lives as long as they do.
    let long = AccessToken {
        expires_at: later(10_000),
        ..access_token()
    };
    let (client, grant) = (client(), grant());
    let made = request("").exchange(&long, holder(&client), Some(&grant), NOW, LIFETIME);
    assert_eq!(made.unwrap().expires_at, later(600));
}

#[test]
fn whose_token_it_is_and_whether_it_lives_comes_before_key_and_scope() {
    let (client, other) = (client(), public_client());
    let bound = AccessToken {
        jkt: Some("key".to_owned()),
        ..access_token()
    };
    let over = Grant {
        expires_at: NOW,
        ..grant()
    };
    let signed_out = Grant {
        session_ended: true,
        ..grant()
    };
    let good = grant();
    let rows = [
        (&other, None, SubjectRefusal::OtherClient),
        (&client, None, SubjectRefusal::NotLive),
        (&client, Some(&over), SubjectRefusal::NotLive),
        (&client, Some(&signed_out), SubjectRefusal::NotLive),
        (&client, Some(&good), SubjectRefusal::NotProven),
    ];
    for (client, grant, refusal) in rows {
        let made = request("phone").exchange(&bound, holder(client), grant, NOW, LIFETIME);
        assert_eq!(made.unwrap_err(), ExchangeRefusal::Subject(refusal));
    }
    let offline = AccessToken {
        offline: true,
        ..access_token()
    };
    let asks = |scope| {
        let holder = holder(&client);
        request(scope).exchange(&offline, holder, Some(&signed_out), NOW, LIFETIME)
    };
    assert!(asks("openid").is_ok(), "it outlives the session");
    let missing = ScopeSet::parse("phone");
    assert_eq!(
        asks("openid phone").unwrap_err(),
        ExchangeRefusal::ScopeNotGranted(missing)
    );
}
