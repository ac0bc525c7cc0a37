//! What an institution does not list in its metadata, it does not take.

use oidc::authorize::AuthorizationRequest;
use oidc::client::GrantType;
use oidc::offer::Offer;
use oidc::pkce::CodeChallengeMethod::{Plain, S256};
use oidc::profile::Profile;
use oidc::refusal::AuthorizationRefusal as Refusal;
use oidc::response_mode::ResponseMode;
use oidc::response_type::ResponseType;
use oidc::scope::BANNO_OFFLINE_ACCESS;

use super::{VALID, parse_at};
use crate::given::{Pair, changed, profile};

fn parse(offer: &Offer, changes: &[Pair<'_>]) -> Result<AuthorizationRequest, Refusal> {
    let profile = Profile {
        offer: offer.clone(),
        ..profile()
    };
    let parsed = parse_at(&profile, &changed(&VALID, changes));
    parsed.map_err(|rejection| rejection.refusal)
}

#[test]
fn what_is_not_listed_is_refused_and_what_is_listed_is_not() {
    let rows: [(Offer, &[Pair<'_>], Refusal); 5] = [
        (
            Offer {
                response_modes: vec![ResponseMode::Query],
                ..Offer::default()
            },
            &[("response_mode", "form_post")],
            Refusal::ResponseModeUnsupported,
        ),
        (
            Offer {
                response_types: vec![ResponseType::Code],
                ..Offer::default()
            },
            &[("response_type", "none")],
            Refusal::ResponseTypeUnsupported,
        ),
        (
            Offer {
                code_challenge_methods: vec![Plain],
                ..Offer::default()
            },
            &[],
            Refusal::CodeChallengeMethodUnsupported,
        ),
        (
            Offer::default(),
            &[("code_challenge_method", "plain")],
            Refusal::CodeChallengeMethodUnsupported,
        ),
        (
            Offer::default(),
            &[("code_challenge_method", "")],
            Refusal::CodeChallengeMethodMissing,
        ),
    ];
    let everything = Offer {
        code_challenge_methods: vec![S256, Plain],
        ..Offer::default()
    };
    for (offer, changes, refusal) in rows {
        assert_eq!(parse(&offer, changes).err(), Some(refusal), "{changes:?}");
        let accepted = parse(&everything, changes).unwrap();
        assert!(accepted.leniencies.is_empty(), "it is no leniency");
    }
}

#[test]
fn who_takes_no_claims_parameter_takes_no_notice_of_it() {
    let offer = Offer {
        claims_parameter: false,
        ..Offer::default()
    };
    for claims in [r#"{"id_token":{"birthdate":null}}"#, "no JSON"] {
        let request = parse(&offer, &[("claims", claims)]).unwrap();
        assert!(request.claims.id_token.is_empty(), "{claims}");
    }
    let none = [("claims", "{}"), ("response_type", "none")];
    assert!(parse(&offer, &none).is_ok());
    assert_eq!(
        parse(&Offer::default(), &none).err(),
        Some(Refusal::ClaimsWithoutToken)
    );
}

#[test]
fn who_gives_no_refresh_tokens_grants_no_offline_access() {
    let offer = Offer {
        grant_types: vec![GrantType::AuthorizationCode],
        ..Offer::default()
    };
    let scope = format!("openid offline_access {BANNO_OFFLINE_ACCESS}");
    let asked = [("scope", &*scope), ("prompt", "consent")];
    assert_eq!(parse(&offer, &asked).unwrap().scope.to_string(), "openid");
    assert_eq!(
        parse(&Offer::default(), &asked).unwrap().scope.to_string(),
        scope
    );
}

#[test]
fn who_has_no_dpop_binds_no_code() {
    let offer = Offer {
        proof_algs: Vec::new(),
        ..Offer::default()
    };
    let jkt = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
    let asked = [("dpop_jkt", jkt)];
    assert_eq!(parse(&offer, &asked).unwrap().dpop_jkt, None);
    let bound = parse(&Offer::default(), &asked).unwrap().dpop_jkt;
    assert_eq!(bound.as_deref(), Some(jkt));
}
