use oidc::consent::Consent;
use oidc::scope::ScopeSet;

fn consent(scopes: &str, claims: &[&str]) -> Consent {
    Consent {
        scopes: ScopeSet::parse(scopes),
        claims: claims.iter().copied().map(str::to_owned).collect(),
    }
}

#[test]
fn what_was_agreed_to_is_not_missing() {
    let agreed = consent("openid email", &["name"]);
    let asked = consent("email profile openid", &["name", "birthdate"]);

    assert_eq!(asked.without(&agreed), consent("profile", &["birthdate"]));
    assert!(agreed.without(&asked).is_empty());
}

#[test]
fn a_claim_alone_is_something_to_agree_to() {
    assert!(!consent("", &["name"]).is_empty());
    assert!(!consent("openid", &[]).is_empty());
    assert!(Consent::default().is_empty());
}

#[test]
fn agreements_add_up() {
    let mut agreed = consent("openid", &["name"]);
    agreed.extend(&consent("email openid", &["birthdate"]));

    assert_eq!(agreed, consent("openid email", &["birthdate", "name"]));
}
