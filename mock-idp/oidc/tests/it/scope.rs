use oidc::scope::ScopeSet;
use proptest::prelude::*;

#[test]
fn scopes_are_kept_once_in_the_order_in_which_they_were_asked_for() {
    let scopes = ScopeSet::parse(" email openid  email profile ");

    assert_eq!(scopes.to_string(), "email openid profile");
    assert_eq!(scopes.len(), 3);
    assert!(scopes.contains("profile"));
    assert!(!scopes.contains("prof"));
}

#[test]
fn nothing_is_an_empty_set() {
    assert!(ScopeSet::parse("").is_empty());
    assert!(ScopeSet::parse("  ").is_empty());
    assert_eq!(ScopeSet::default().to_string(), "");
}

#[test]
fn a_set_travels_as_a_list() {
    let scopes = ScopeSet::parse("openid email");
    let json = serde_json::to_string(&scopes).unwrap();

    assert_eq!(json, r#"["openid","email"]"#);
    assert_eq!(serde_json::from_str::<ScopeSet>(&json).unwrap(), scopes);
}

fn sets() -> impl Strategy<Value = ScopeSet> {
    "([a-e] {0,2}){0,6}".prop_map(|scope| ScopeSet::parse(&scope))
}

#[test]
fn a_list_is_read_with_each_value_once() {
    let read: ScopeSet = serde_json::from_str(r#"["openid","email","openid"]"#).unwrap();
    assert_eq!(read, ScopeSet::parse("openid email"));
    let written = serde_json::to_string(&read).unwrap();
    assert_eq!(written, r#"["openid","email"]"#);
}

proptest! {
    #[test]
    fn reading_what_was_written_gives_the_same_set(scopes in sets()) {
        prop_assert_eq!(ScopeSet::parse(&scopes.to_string()), scopes);
    }

    #[test]
    fn sets_behave_as_sets(a in sets(), b in sets()) {
        let rest = a.without(&b);
        prop_assert!(rest.iter().all(|scope| a.contains(scope) && !b.contains(scope)));
        let shared = a.filter(|scope| b.contains(scope));
        prop_assert_eq!(rest.len() + shared.len(), a.len());
        prop_assert!(a.without(&a).is_empty());

        let mut both = a.clone();
        both.extend(&b);
        prop_assert!(a.without(&both).is_empty() && b.without(&both).is_empty());
        prop_assert_eq!(both.len(), a.len() + b.without(&a).len());
        prop_assert!(both.to_string().starts_with(&a.to_string()));

        let mut again = both.clone();
        again.extend(&b);
        prop_assert_eq!(again, both);
    }
}
