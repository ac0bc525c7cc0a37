//! Every refusal that the parameters alone can bring about.

use super::{location, refused};
use crate::given::{ISSUER, Pair, pairs, table};

#[test]
fn requests_without_a_proven_client_and_redirect_uri_end_on_a_page() {
    check(
        r"
        client_id=                            | page | missing client_id           | invalid_request      | missing required parameter 'client_id'
        client_id=nobody                      | page | client not found            | invalid_client       | client is invalid
        redirect_uri=                         | page | missing redirect_uri        | invalid_request      | missing required parameter 'redirect_uri'
        redirect_uri=https://rp.example/CB    | page | redirect_uri not registered | invalid_redirect_uri | redirect_uri did not match any of the client's registered redirect_uris
        redirect_uri=https://rp.example/cb/   | page | redirect_uri not registered | invalid_redirect_uri | redirect_uri did not match any of the client's registered redirect_uris
        redirect_uri=https://rp.example/cb?   | page | redirect_uri not registered | invalid_redirect_uri | redirect_uri did not match any of the client's registered redirect_uris
        redirect_uri=&request_uri=urn:x       | page | request_uri not found       | invalid_request_uri  | request_uri is invalid, expired, or was already used
    ",
    );
}

#[test]
fn faults_of_the_oauth_parameters_are_told_by_redirect() {
    check(
        r"
        response_type=                               | query    | missing response_type                           | invalid_request            | missing required parameter 'response_type'
        response_type=code+                          | query    | response_type not supported                     | unsupported_response_type  | unsupported response_type requested
        response_type=token                          | fragment | response_type not supported                     | unsupported_response_type  | unsupported response_type requested
        response_type=code+id_token                  | fragment | response_type not supported                     | unsupported_response_type  | unsupported response_type requested
        response_mode=web_message                    | query    | response_mode not supported                     | unsupported_response_mode  | unsupported response_mode requested
        response_mode=bad&response_type=token        | fragment | response_mode not supported                     | unsupported_response_mode  | unsupported response_mode requested
        response_mode=query&response_type=id_token   | query    | response_mode not allowed for the response_type | invalid_request            | requested response_mode is not allowed for the requested response_type
        request=x                                    | query    | request parameter not supported                 | request_not_supported      |
        registration={}                              | query    | registration parameter not supported            | registration_not_supported |
        request_uri=urn:x                            | query    | request_uri not found                           | invalid_request_uri        | request_uri is invalid, expired, or was already used
    ",
    );
}

#[test]
fn repeated_parameters_are_listed_in_a_fixed_order() {
    check(
        r"
        nonce=a&nonce=a                                               | query | repeated nonce                   | invalid_request | 'nonce' parameter must not be provided twice
        claims=a&claims=b&scope=a&scope=                              | query | repeated scope, claims           | invalid_request | 'scope' and 'claims' parameters must not be provided twice
        dpop_jkt=a&dpop_jkt=b&prompt=a&prompt=b&nonce=a&nonce=b       | query | repeated nonce, prompt, dpop_jkt | invalid_request | 'nonce', 'prompt', and 'dpop_jkt' parameters must not be provided twice
    ",
    );
}

#[test]
fn resources_other_than_the_api_are_told_by_redirect() {
    check(
        r"
        resource=accounts                                                  | query | resource is not an absolute URI | invalid_target | resource indicator must be an absolute URI
        resource=https://api.example/%23a                                  | query | resource has a fragment         | invalid_target | resource indicator must not contain a fragment component
        resource=https://api.example/                                      | query | resource is not known           | invalid_target | resource indicator is missing, or unknown
        resource=https://localhost:8443/a/consumer/api/v0&resource=other   | query | resource is not an absolute URI | invalid_target | resource indicator must be an absolute URI
    ",
    );
}

#[test]
fn faults_of_the_code_challenge_are_told_by_redirect() {
    check(
        r"
        code_challenge=&code_challenge_method=                       | query | code_challenge required by policy   | invalid_request | Authorization Server policy requires PKCE to be used for this request
        code_challenge_method=                                       | query | code_challenge_method missing       | invalid_request | plain code_challenge_method fallback disabled, code_challenge_method must be provided
        code_challenge_method=plain                                  | query | code_challenge_method not supported | invalid_request | not supported value of code_challenge_method
        code_challenge_method=s256                                   | query | code_challenge_method not supported | invalid_request | not supported value of code_challenge_method
        code_challenge=&code_challenge_method=plain                  | query | code_challenge_method not supported | invalid_request | not supported value of code_challenge_method
        code_challenge=                                              | query | code_challenge missing              | invalid_request | code_challenge must be provided with code_challenge_method
        code_challenge=short                                         | query | code_challenge is malformed         | invalid_request | code_challenge must be a string with a minimum length of 43 characters
        code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw%2BcM | query | code_challenge is malformed         | invalid_request | code_challenge contains invalid characters
    ",
    );
    let long = "a".repeat(129);
    let wire = refused(&[("code_challenge", &long)]).refusal.wire();
    assert_eq!(
        wire.description.unwrap(),
        "code_challenge must be a string with a maximum length of 128 characters"
    );
}

#[test]
fn faults_of_the_openid_parameters_are_told_by_redirect() {
    check(
        r#"
        scope=email&nonce=n                     | query | nonce without the openid scope                       | invalid_request | openid scope must be requested when using the nonce parameter
        scope=&claims=x                         | query | claims without the openid scope                      | invalid_request | openid scope must be requested when using the claims parameter
        scope=email&max_age=bad&acr_values=a    | query | acr_values without the openid scope                  | invalid_request | openid scope must be requested when using the acr_values parameter
        prompt=select_account                   | query | prompt not supported                                 | invalid_request | unsupported prompt value requested
        prompt=login+                           | query | prompt not supported                                 | invalid_request | unsupported prompt value requested
        prompt=none+bad                         | query | prompt not supported                                 | invalid_request | unsupported prompt value requested
        prompt=none+login                       | query | prompt none with another value                       | invalid_request | prompt none must only be used alone
        max_age=-1                              | query | max_age is not a non-negative integer                | invalid_request | invalid max_age parameter value
        max_age=1.5                             | query | max_age is not a non-negative integer                | invalid_request | invalid max_age parameter value
        max_age=9007199254740992                | query | max_age is not a non-negative integer                | invalid_request | invalid max_age parameter value
        claims={                                | query | claims parameter is not JSON                         | invalid_request | could not parse the claims parameter JSON
        claims=[]                               | query | claims parameter is not an object                    | invalid_request | claims parameter should be a JSON object
        claims={}                               | query | claims parameter has neither userinfo nor id_token   | invalid_request | claims parameter should have userinfo or id_token properties
        claims={"userinfo":null,"id_token":1}   | query | claims.userinfo is not an object                     | invalid_request | claims.userinfo should be an object
        claims={"id_token":[]}                  | query | claims.id_token is not an object                     | invalid_request | claims.id_token should be an object
    "#,
    );
}

#[test]
fn a_scope_outside_the_clients_own_is_named_in_the_answer() {
    let rejection = refused(&[
        ("client_id", "narrow"),
        ("scope", "openid nonsense phone profile"),
    ]);

    assert_eq!(
        rejection.refusal.to_string(),
        "scope phone not allowed for the client"
    );
    assert_eq!(
        location(&rejection).unwrap(),
        "https://rp.example/cb?error=invalid_scope\
         &error_description=requested+scope+is+not+allowed&scope=phone&state=xyz\
         &iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
    );
}

/// What is changed, who is told, the true reason, `error`, `error_description`.
fn check(rows: &str) {
    for [changes, told, reason, error, description] in table(rows) {
        let rejection = refused(&pairs(&changes_of(changes)));
        assert_eq!(rejection.refusal.to_string(), reason, "{changes}");
        assert_eq!(
            rejection.state.as_ref().unwrap().expose(),
            "xyz",
            "{changes}"
        );

        let description = (!description.is_empty()).then_some(("error_description", description));
        let expected: Vec<_> = [("error", error)].into_iter().chain(description).collect();
        let wire = rejection.refusal.wire();
        assert_eq!(wire.members().collect::<Vec<_>>(), expected, "{changes}");

        let members = expected
            .into_iter()
            .chain([("state", "xyz"), ("iss", ISSUER)]);
        let location = location(&rejection);
        assert_eq!(location, expected_location(told, members), "{changes}");
    }
}

fn changes_of(changes: &str) -> Vec<(String, String)> {
    let changes = url::form_urlencoded::parse(changes.as_bytes());
    changes.into_owned().collect()
}

fn expected_location<'a>(told: &str, members: impl Iterator<Item = Pair<'a>>) -> Option<String> {
    let separator = match told {
        "query" => '?',
        "fragment" => '#',
        _ => return None,
    };
    let mut encoded = url::form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(members);
    Some(format!(
        "https://rp.example/cb{separator}{}",
        encoded.finish()
    ))
}
