use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oidc::client::{GrantType, SigningAlg};
use oidc::client_auth::{AuthMethod, Credentials};
use oidc::discovery::Metadata;
use oidc::offer::{EncryptionOffer, Endpoints, Offer};
use oidc::profile::Profile;
use oidc::refusal::{ClientAuthRefusal, TokenRefusal};
use oidc::token::TokenRequest;
use serde_json::Value;

use crate::given::{SECRET, client, context, params, profile};

fn offering(offer: Offer) -> Profile {
    Profile { offer, ..profile() }
}

#[test]
fn a_grant_that_is_not_listed_is_refused_like_one_that_nobody_knows() {
    let code_only = offering(Offer {
        grant_types: vec![GrantType::AuthorizationCode],
        ..Offer::default()
    });
    let refresh = params(&[("grant_type", "refresh_token"), ("refresh_token", "r")]);
    let refused = TokenRequest::parse(&refresh, &client(), &code_only).err();
    assert_eq!(refused, Some(TokenRefusal::GrantTypeUnsupported));
    assert!(TokenRequest::parse(&refresh, &client(), &profile()).is_ok());
}

#[test]
fn a_secret_is_taken_in_the_way_that_is_listed() {
    let secret = SECRET.replace(' ', "+");
    let header = format!("Basic {}", STANDARD.encode(format!("two:{secret}")));
    let body = params(&[("client_id", "two"), ("client_secret", SECRET)]);
    let in_header = Credentials::parse(Some(&header), &params(&[])).unwrap();
    let in_body = Credentials::parse(None, &body).unwrap();
    let outcome = |credentials: &Credentials, methods: &[AuthMethod]| {
        let profile = offering(Offer {
            auth_methods: methods.to_vec(),
            ..Offer::default()
        });
        let client = client();
        let proven = credentials.authenticate(Some(&client), context(&profile), &mut Vec::new());
        proven.err()
    };
    let (header_only, body_only) = (
        [AuthMethod::ClientSecretBasic],
        [AuthMethod::ClientSecretPost],
    );
    let refused = Some(ClientAuthRefusal::MethodNotOffered);
    assert_eq!(outcome(&in_header, &header_only), None);
    assert_eq!(outcome(&in_header, &body_only), refused);
    assert_eq!(outcome(&in_body, &body_only), None);
    assert_eq!(outcome(&in_body, &header_only), refused);
}

#[test]
fn the_usual_algorithm_is_bannos_or_else_the_standards() {
    use SigningAlg::{Es256, Ps256, Rs256};
    let rows: [(&[SigningAlg], SigningAlg); 4] = [
        (&[Rs256, Es256], Es256),
        (&[Ps256, Rs256], Rs256),
        (&[Ps256], Ps256),
        (&[], Es256),
    ];
    for (algs, usual) in rows {
        let offer = Offer {
            id_token_algs: algs.to_vec(),
            ..Offer::default()
        };
        assert_eq!(offer.usual_id_token_alg(), usual, "{algs:?}");
    }
}

#[test]
fn metadata_lists_what_is_offered_and_leaves_out_what_is_not_there() {
    let none = EncryptionOffer {
        algs: Vec::new(),
        encs: Vec::new(),
    };
    let least = offering(Offer {
        acr_values: Vec::new(),
        claims_parameter: false,
        proof_algs: Vec::new(),
        endpoints: Endpoints {
            end_session: false,
            introspection: false,
            pushed_authorization_request: false,
            revocation: false,
            userinfo: false,
        },
        grant_types: vec![GrantType::AuthorizationCode],
        id_token_algs: vec![SigningAlg::Rs256],
        id_token_encryption: none.clone(),
        auth_methods: vec![AuthMethod::None, AuthMethod::ClientSecretBasic],
        assertion_algs: Vec::new(),
        userinfo_algs: Vec::new(),
        userinfo_encryption: none,
        ..Offer::default()
    });
    let usual = profile();
    let document = |profile: &Profile| serde_json::to_value(Metadata::of(profile)).unwrap();
    let (least, usual) = (document(&least), document(&usual));
    let names = |document: &Value| {
        let members = document.as_object().unwrap().keys().cloned();
        members.collect::<Vec<_>>()
    };
    let there = names(&least);
    let gone: Vec<_> = names(&usual)
        .into_iter()
        .filter(|name| !there.contains(name))
        .collect();
    let expected = [
        "acr_values_supported",
        "end_session_endpoint",
        "token_endpoint_auth_signing_alg_values_supported",
        "id_token_encryption_alg_values_supported",
        "id_token_encryption_enc_values_supported",
        "pushed_authorization_request_endpoint",
        "userinfo_endpoint",
        "userinfo_signing_alg_values_supported",
        "userinfo_encryption_alg_values_supported",
        "userinfo_encryption_enc_values_supported",
        "introspection_endpoint",
        "dpop_signing_alg_values_supported",
        "revocation_endpoint",
    ];
    assert_eq!(gone, expected);
    assert_eq!(least["claims_parameter_supported"], false);
    assert_eq!(
        least["grant_types_supported"].to_string(),
        r#"["authorization_code"]"#
    );
    let methods = r#"["none","client_secret_basic"]"#;
    assert_eq!(
        least["token_endpoint_auth_methods_supported"].to_string(),
        methods
    );
    assert_eq!(
        least["id_token_signing_alg_values_supported"].to_string(),
        r#"["RS256"]"#
    );
}
