//! What becomes of the parameters of a good request.

use oidc::params::Params;
use oidc::refusal::AuthorizationRefusal;
use oidc::response_mode::ResponseMode;
use oidc::response_type::ResponseType;
use serde_json::json;

use super::{accepted, parse};
use crate::given::{API, CHALLENGE, address, client, profile};

#[test]
fn a_good_request_is_read_completely() {
    let request = accepted(&[
        ("nonce", "n-0S6"),
        ("login_hint", "rileydoe"),
        ("id_token_hint", "a.b.c"),
        ("max_age", "60"),
        ("prompt", "login consent"),
    ]);

    assert_eq!(request.client_id, "two");
    assert_eq!(request.redirect_uri, "https://rp.example/cb");
    assert_eq!(request.state.as_ref().unwrap().expose(), "xyz");
    assert_eq!(request.nonce.as_deref(), Some("n-0S6"));
    assert_eq!(request.scope.to_string(), "openid email");
    let challenge = serde_json::to_value(&request.code_challenge).unwrap();
    assert_eq!(challenge, json!({ "method": "S256", "value": CHALLENGE }));
    assert!(request.prompt.login && request.prompt.consent && !request.prompt.none);
    assert_eq!(request.max_age, Some(60));
    assert_eq!(request.response_type, ResponseType::Code);
    assert_eq!(request.response_mode, ResponseMode::Query);
    assert!(request.pushed.is_none());
    assert!(request.leniencies.is_empty());
    assert_eq!(request.login_hint.as_deref(), Some("rileydoe"));
    assert_eq!(request.id_token_hint.as_ref().unwrap().expose(), "a.b.c");
}

#[test]
fn the_only_redirect_uri_of_a_client_may_be_left_out() {
    let request = accepted(&[("client_id", "one"), ("redirect_uri", "")]);

    assert_eq!(request.redirect_uri, "https://one.example/cb");
}

#[test]
fn unknown_scopes_vanish_silently() {
    let request = accepted(&[("scope", "nonsense openid email openid")]);

    assert_eq!(request.scope.to_string(), "openid email");
}

#[test]
fn unknown_parameters_are_ignored_however_often_they_come() {
    accepted(&[("nonsense", "a"), ("nonsense", "b")]);
}

#[test]
fn the_standard_offline_scope_needs_prompt_consent_and_the_refresh_grant() {
    let rows = [
        ("two", "", "openid"),
        ("two", "login", "openid"),
        ("two", "consent", "openid offline_access"),
        ("narrow", "consent", "openid"),
    ];
    for (client_id, prompt, expected) in rows {
        let request = accepted(&[
            ("client_id", client_id),
            ("prompt", prompt),
            ("scope", "openid offline_access"),
        ]);
        assert_eq!(request.scope.to_string(), expected, "{client_id} {prompt}");
    }
}

#[test]
fn bannos_own_offline_scope_needs_no_prompt() {
    let scope = "openid https://api.banno.com/consumer/auth/offline_access";

    assert_eq!(accepted(&[("scope", scope)]).scope.to_string(), scope);
}

#[test]
fn the_api_may_be_named_as_the_resource_as_often_as_one_likes() {
    accepted(&[("resource", API)]);
    accepted(&[("resource", API), ("resource", API)]);
    accepted(&[("resource", "")]);
}

#[test]
fn the_response_type_may_name_code_twice_and_the_mode_may_be_query() {
    accepted(&[("response_type", "code code"), ("response_mode", "query")]);
}

#[test]
fn a_client_may_be_spared_the_code_challenge() {
    let mut spared = client();
    spared.require_pkce = false;
    let params =
        Params::parse(b"client_id=two&redirect_uri=https://rp.example/cb&response_type=code");
    let parsed =
        oidc::authorize::AuthorizationRequest::parse(&params, |_| Some(&spared), &profile());

    assert!(parsed.unwrap().code_challenge.is_none());
    assert!(parse(&params).is_err(), "others are not spared");
}

#[test]
fn max_age_is_taken_in_every_form_of_a_number() {
    let rows = [
        ("60", 60),
        ("+60", 60),
        ("60.0", 60),
        (" 60 ", 60),
        ("6e1", 60),
        ("0x3c", 60),
        ("0b111100", 60),
        ("9007199254740991", (1 << 53) - 1),
    ];
    for (text, seconds) in rows {
        let request = accepted(&[("max_age", text)]);
        assert_eq!(request.max_age, Some(seconds), "{text}");
        assert!(!request.prompt.login);
    }
    for text in ["0x", "0x+3c", "inf", "NaN", "1e400", "6 0", "1_000", "٣"] {
        let refusal = super::refused(&[("max_age", text)]).refusal;
        assert_eq!(refusal, AuthorizationRefusal::MaxAgeInvalid, "{text}");
    }
}

#[test]
fn max_age_zero_is_prompt_login() {
    for zero in ["0", "-0", "0.0", " "] {
        let request = accepted(&[("max_age", zero)]);
        assert!(request.prompt.login, "{zero:?}");
        assert_eq!(request.max_age, None);
    }
}

#[test]
fn max_age_and_prompt_login_ask_for_auth_time_in_the_id_token() {
    let wanted = json!({ "auth_time": { "essential": true } });
    for change in [("max_age", "60"), ("max_age", "0"), ("prompt", "login")] {
        let claims = accepted(&[change]).claims;
        assert_eq!(json!(claims.id_token), wanted, "{change:?}");
    }
    assert!(
        accepted(&[("prompt", "consent")])
            .claims
            .id_token
            .is_empty()
    );
}

#[test]
fn acr_values_ask_for_one_of_them_on_top_of_what_the_claims_parameter_says() {
    let claims = r#"{"id_token":{"acr":{"essential":true,"values":["c"]},"name":null}}"#;
    let request = accepted(&[("claims", claims), ("acr_values", "a b"), ("max_age", "1")]);

    assert_eq!(
        json!(request.claims.id_token).to_string(),
        r#"{"acr":{"essential":true,"values":["a","b"]},"name":null,"auth_time":{"essential":true}}"#
    );
}

#[test]
fn a_well_formed_request_can_still_be_rejected_and_is_told_by_redirect() {
    let request = accepted(&[]);
    let rejection = request.reject(AuthorizationRefusal::EndUserAborted, &profile());
    let location = address(
        rejection
            .destination
            .unwrap()
            .error(&rejection.refusal.wire()),
    );

    assert_eq!(rejection.client_id.as_deref(), Some("two"));
    assert_eq!(
        location,
        "https://rp.example/cb?error=access_denied\
         &error_description=End-User+aborted+interaction&state=xyz\
         &iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
    );
}

#[test]
fn a_request_asks_for_its_scopes_and_for_the_known_claims_about_the_person() {
    let claims = r#"{"id_token":{"sub":null,"sid":null,"name":null,"odd":true},
                     "userinfo":{"birthdate":{"essential":true},"shoe_size":null,"email":"no"}}"#;
    let asked = accepted(&[("claims", claims)]).asks_for(&profile());

    assert_eq!(asked.scopes.to_string(), "openid email");
    assert_eq!(Vec::from_iter(asked.claims), ["birthdate", "name"]);
}

#[test]
fn a_request_survives_being_stored() {
    let request = accepted(&[("nonce", "n"), ("max_age", "60"), ("prompt", "consent")]);
    let stored = serde_json::to_string(&request).unwrap();
    let restored: oidc::authorize::AuthorizationRequest = serde_json::from_str(&stored).unwrap();

    assert_eq!(serde_json::to_string(&restored).unwrap(), stored);
    assert_eq!(
        restored.destination(&profile()),
        request.destination(&profile())
    );
}
