use std::collections::BTreeSet;

use oidc::client::{Client, SigningAlg};
use oidc::client_auth::{Context, Credentials};
use oidc::policy::{
    AutoLogin, Cors, IdTokenClaims, IdTokenSid, Leniencies, Leniency, Policies, RefreshRotation,
    ScopeNotEnabled,
};
use oidc::profile::Profile;
use oidc::refusal::{ClientAuthRefusal, UserinfoRefusal};
use oidc::resource::Found;
use oidc::userinfo::{self, UserinfoRequest};
use serde_json::json;

use crate::given::{NOW, SECRET, access_token, choosing, client, context, grant, lenient, params};

#[test]
fn unless_told_otherwise_an_institution_is_as_strict_as_banno_is_known_to_be() {
    let policies = Policies::default();

    assert_eq!(policies.refresh_rotation, RefreshRotation::Always);
    assert_eq!(policies.scope_not_enabled, ScopeNotEnabled::Refuse);
    assert_eq!(policies.id_token_claims, IdTokenClaims::Scope);
    assert_eq!(policies.id_token_sid, IdTokenSid::Requested);
    assert_eq!(policies.id_token_signed_response_alg, SigningAlg::Es256);
    assert!(policies.authorization_response_iss);
    assert_eq!(policies.cors, Cors::Client);
    assert_eq!(Leniencies::default().iter().count(), 0);
}

#[test]
fn each_leniency_goes_by_one_name_everywhere() {
    let names: BTreeSet<_> = Leniency::ALL.map(Leniency::as_str).into();
    assert_eq!(names.len(), Leniency::ALL.len());
    for leniency in Leniency::ALL {
        let name = leniency.as_str();
        assert!(name.starts_with("allow_"), "{name}");
        assert_eq!(json!(leniency), name);
        let read: Leniency = serde_json::from_value(json!(name)).unwrap();
        assert_eq!(read, leniency);
    }
    assert!(Leniency::ALL.is_sorted_by_key(|leniency| leniency.as_str()));
}

#[test]
fn an_institution_has_the_leniencies_that_it_is_given_and_no_others() {
    let given = [Leniency::AllowPlainPkce, Leniency::AllowCodeReuse];
    let leniencies: Leniencies = given.into_iter().chain(given).collect();

    for leniency in Leniency::ALL {
        assert_eq!(leniencies.has(leniency), given.contains(&leniency));
    }
    let listed: Vec<_> = leniencies.iter().collect();
    assert_eq!(listed, [Leniency::AllowCodeReuse, Leniency::AllowPlainPkce]);
}

#[test]
fn a_leniency_counts_as_used_only_where_it_is_had() {
    let profile = lenient(&[Leniency::AllowCodeReuse]);
    let mut used = Vec::new();

    assert!(!profile.allows(Leniency::AllowPlainPkce, &mut used));
    assert_eq!(used, []);
    assert!(profile.allows(Leniency::AllowCodeReuse, &mut used));
    assert_eq!(used, [Leniency::AllowCodeReuse]);
}

#[test]
fn policies_are_read_by_their_names_in_the_configuration() {
    let read = |name: &str| serde_json::from_value::<ScopeNotEnabled>(json!(name)).ok();
    assert_eq!(read("refuse"), Some(ScopeNotEnabled::Refuse));
    assert_eq!(read("drop"), Some(ScopeNotEnabled::Drop));
    assert_eq!(read("Drop"), None);

    let read = |name: &str| serde_json::from_value::<IdTokenClaims>(json!(name)).ok();
    assert_eq!(read("scope"), Some(IdTokenClaims::Scope));
    assert_eq!(read("requested"), Some(IdTokenClaims::Requested));

    let read = |name: &str| serde_json::from_value::<IdTokenSid>(json!(name)).ok();
    assert_eq!(read("requested"), Some(IdTokenSid::Requested));
    assert_eq!(read("always"), Some(IdTokenSid::Always));

    let read = |name: &str| serde_json::from_value::<Cors>(json!(name)).ok();
    assert_eq!(read("client"), Some(Cors::Client));
    assert_eq!(read("stock"), Some(Cors::Stock));
    assert_eq!(read("any"), Some(Cors::Any));
}

/// The origin of a script, and whether it may read the answers by each policy.
const ORIGINS: [(&str, [bool; 3]); 7] = [
    ("https://rp.example", [true, false, true]),
    ("https://rp.example:8443", [false, false, true]),
    ("http://rp.example", [false, false, true]),
    ("https://rp.example/", [false, false, true]),
    ("https://evil.example", [false, false, true]),
    ("null", [false, false, true]),
    ("", [false, false, true]),
];

#[test]
fn the_policy_decides_which_scripts_may_read_what_the_client_is_answered() {
    for (origin, expected) in ORIGINS {
        for (profile, expected) in institutions().iter().zip(expected) {
            let cors = profile.policies.cors;
            let client = client();
            assert_eq!(
                profile.allows_origin(&client, origin),
                expected,
                "{cors:?} {origin}"
            );
            let authenticated = authenticate(&client, Some(origin), profile);
            assert_eq!(authenticated.is_ok(), expected, "{cors:?} {origin}");
            let answered = ask(&client, Some(origin), profile);
            assert_eq!(answered.is_ok(), expected, "{cors:?} {origin}");
            if !expected {
                let told = format!("origin {origin} not allowed for the client");
                assert_eq!(authenticated.unwrap_err().to_string(), told);
                assert_eq!(answered.unwrap_err().to_string(), told);
            }
        }
    }
}

#[test]
fn who_is_no_script_is_asked_for_no_origin() {
    for profile in institutions() {
        assert!(authenticate(&client(), None, &profile).is_ok());
        assert!(ask(&client(), None, &profile).is_ok());
    }
}

fn institutions() -> [Profile; 3] {
    [Cors::Client, Cors::Stock, Cors::Any].map(|cors| {
        choosing(Policies {
            cors,
            ..Policies::default()
        })
    })
}

fn authenticate(
    client: &Client,
    origin: Option<&str>,
    profile: &Profile,
) -> Result<(), ClientAuthRefusal> {
    let body = params(&[("client_id", &client.id), ("client_secret", SECRET)]);
    let credentials = Credentials::parse(None, &body)?;
    let proven = credentials.authenticate(
        Some(client),
        Context {
            origin,
            ..context(profile)
        },
        &mut Vec::new(),
    );
    proven.map(drop)
}

fn ask(client: &Client, origin: Option<&str>, profile: &Profile) -> Result<(), UserinfoRefusal> {
    let body = params(&[("access_token", "t")]);
    let presented = userinfo::Presented {
        authorization: None,
        query: &params(&[]),
        body: Some(&body),
        proof: None,
        origin,
    };
    let request = UserinfoRequest::parse(presented, profile, &mut Vec::new())?;
    let (token, grant) = (access_token(), grant());
    let scope = userinfo::check(
        Found {
            token: &token,
            client: Some(client),
            account_exists: true,
            grant: Some(&grant),
        },
        &request,
        None,
        NOW,
        profile,
    );
    scope.map(drop)
}

#[test]
fn nobody_is_signed_in_without_a_page_unless_the_institution_says_so() {
    let hint = Some("auto:sam");
    assert_eq!(Leniencies::default().auto_login(hint), None);

    let hinted: Leniencies = [Leniency::AllowAutoLogin].into_iter().collect();
    assert_eq!(hinted.auto_login(hint), Some(AutoLogin::Hinted("sam")));
    for other in [None, Some("sam"), Some("AUTO:sam"), Some("autosam")] {
        assert_eq!(hinted.auto_login(other), None, "{other:?}");
    }
    let usual = Leniencies::default().with_auto_login("riley");
    assert!(usual.has(Leniency::AllowAutoLogin));
    assert_eq!(usual.auto_login(hint), Some(AutoLogin::Hinted("sam")));
    assert_eq!(
        usual.auto_login(Some("sam")),
        Some(AutoLogin::Usual("riley"))
    );
    assert_eq!(usual.auto_login(None), Some(AutoLogin::Usual("riley")));
}
