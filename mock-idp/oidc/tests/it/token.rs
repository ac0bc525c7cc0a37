use oidc::params::Params;
use oidc::refusal::{ClientAuthRefusal, TokenRefusal};
use oidc::scope::ScopeSet;
use oidc::token::{TokenRequest, TokenResponse, has_refresh_token};

use crate::given::{client, narrow_client, params, profile, public_client, table};

#[test]
fn the_form_of_a_token_request_is_refused_in_this_order() {
    let rows = r"
                                                                            | missing grant_type                         | invalid_request        | missing required parameter 'grant_type'
        grant_type=                                                         | missing grant_type                         | invalid_request        | missing required parameter 'grant_type'
        grant_type=refresh_token&grant_type=refresh_token                   | repeated grant_type                        | invalid_request        | 'grant_type' parameter must not be provided twice
        grant_type=client_credentials                                       | grant type not supported                   | unsupported_grant_type | unsupported grant_type requested
        grant_type=implicit&code=a&code=b                                   | grant type not supported                   | unsupported_grant_type | unsupported grant_type requested
        grant_type=authorization_code                                       | missing code, redirect_uri                 | invalid_request        | missing required parameters 'code' and 'redirect_uri'
        grant_type=authorization_code&code=&redirect_uri=https://rp.example | missing code                               | invalid_request        | missing required parameter 'code'
        grant_type=authorization_code&code=c                                | missing redirect_uri                       | invalid_request        | missing required parameter 'redirect_uri'
        grant_type=authorization_code&code=a&code=b                         | repeated code                              | invalid_request        | 'code' parameter must not be provided twice
        grant_type=authorization_code&redirect_uri&redirect_uri&code_verifier&code_verifier&code&code&scope&scope | repeated code, code_verifier, redirect_uri | invalid_request | 'code', 'code_verifier', and 'redirect_uri' parameters must not be provided twice
        grant_type=refresh_token                                            | missing refresh_token                      | invalid_request        | missing required parameter 'refresh_token'
        grant_type=refresh_token&code=a&code=b                              | missing refresh_token                      | invalid_request        | missing required parameter 'refresh_token'
        grant_type=refresh_token&scope=a&scope=b&refresh_token&refresh_token | repeated refresh_token, scope             | invalid_request        | 'refresh_token' and 'scope' parameters must not be provided twice
    ";
    for [body, reason, error, description] in table(rows) {
        let request = Params::parse(body.as_bytes());
        let refusal = TokenRequest::parse(&request, &client(), &profile()).unwrap_err();
        assert_eq!(refusal.to_string(), reason, "{body}");
        let told = [("error", error), ("error_description", description)];
        let wire = refusal.wire();
        assert_eq!(wire.members().collect::<Vec<_>>(), told, "{body}");
    }
}

#[test]
fn a_grant_that_the_client_may_not_use_is_refused_before_its_parameters() {
    let request = params(&[("grant_type", "refresh_token")]);
    let refusal = TokenRequest::parse(&request, &narrow_client(), &profile()).unwrap_err();

    assert_eq!(refusal.to_string(), "grant type not allowed for the client");
    let wire = refusal.wire();
    assert_eq!(
        wire.members().collect::<Vec<_>>(),
        [
            ("error", "invalid_request"),
            (
                "error_description",
                "requested grant type is not allowed for this client"
            ),
        ]
    );
}

#[test]
fn the_only_redirect_uri_may_be_left_out() {
    let request = params(&[("grant_type", "authorization_code"), ("code", "c")]);
    let TokenRequest::AuthorizationCode(request) =
        TokenRequest::parse(&request, &public_client(), &profile()).unwrap()
    else {
        panic!("a code was sent");
    };

    assert_eq!(
        request.redirect_uri.as_deref(),
        Some("https://one.example/cb")
    );
    assert_eq!(request.code.expose(), "c");
    assert!(request.code_verifier.is_none());
}

#[test]
fn one_text_hides_every_reason_that_concerns_the_grant() {
    use TokenRefusal as Refusal;
    let rows = [
        (Refusal::AccountNotFound, "referenced account not found"),
        (
            Refusal::AuthorizationCodeConsumed,
            "authorization code already consumed",
        ),
        (
            Refusal::AuthorizationCodeExpired,
            "authorization code is expired",
        ),
        (
            Refusal::AuthorizationCodeNotFound,
            "authorization code not found",
        ),
        (Refusal::ClientMismatch, "client mismatch"),
        (Refusal::GrantExpired, "grant is expired"),
        (Refusal::GrantNotFound, "grant not found"),
        (Refusal::PkceVerificationFailed, "PKCE verification failed"),
        (
            Refusal::RedirectUriMismatch,
            "authorization code redirect_uri mismatch",
        ),
        (Refusal::RefreshTokenConsumed, "refresh token already used"),
        (Refusal::RefreshTokenExpired, "refresh token is expired"),
        (Refusal::RefreshTokenNotFound, "refresh token not found"),
    ];
    for (refusal, reason) in rows {
        assert_eq!(refusal.to_string(), reason);
        let wire = refusal.wire();
        let told: Vec<_> = wire.members().collect();
        let text = "grant request is invalid";
        assert_eq!(
            told,
            [("error", "invalid_grant"), ("error_description", text)]
        );
        let replay = reason.contains("already");
        assert_eq!(refusal.ends_grant(), replay, "{reason}");
    }
}

#[test]
fn a_refused_client_speaks_through_the_token_refusal() {
    let refusal = TokenRefusal::from(ClientAuthRefusal::InvalidSecret);

    assert_eq!(refusal.to_string(), "invalid secret provided");
    assert_eq!(refusal.wire(), ClientAuthRefusal::InvalidSecret.wire());
    assert!(!refusal.ends_grant());
}

#[test]
fn the_response_has_bannos_members_in_bannos_order() {
    let response = TokenResponse {
        access_token: "at",
        expires_in: 600,
        id_token: Some("it"),
        issued_token_type: None,
        refresh_token: Some("rt"),
        scope: "openid".to_owned(),
        token_type: "Bearer",
    };
    assert_eq!(
        serde_json::to_string(&response).unwrap(),
        r#"{"access_token":"at","expires_in":600,"id_token":"it","refresh_token":"rt","scope":"openid","token_type":"Bearer"}"#
    );

    let bare = TokenResponse {
        id_token: None,
        refresh_token: None,
        ..response
    };
    assert_eq!(
        serde_json::to_string(&bare).unwrap(),
        r#"{"access_token":"at","expires_in":600,"scope":"openid","token_type":"Bearer"}"#
    );
}

#[test]
fn either_offline_scope_brings_a_refresh_token() {
    let rows = [
        ("openid offline_access", true),
        (
            "openid https://api.banno.com/consumer/auth/offline_access",
            true,
        ),
        ("openid https://example.com/offline_access", false),
        ("openid", false),
    ];
    for (scope, expected) in rows {
        assert_eq!(
            has_refresh_token(&ScopeSet::parse(scope)),
            expected,
            "{scope}"
        );
    }
}
