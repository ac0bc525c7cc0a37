use oidc::error::{ErrorCode, WireError};
use oidc::refusal::TokenRefusal;

#[test]
fn members_come_in_order_and_only_where_there_is_something_to_say() {
    let members = |error: &WireError| -> Vec<String> {
        error
            .members()
            .map(|(name, value)| format!("{name}={value}"))
            .collect()
    };

    let bare = WireError::bare(ErrorCode::AccessDenied);
    assert_eq!(members(&bare), ["error=access_denied"]);
    let described = WireError::new(ErrorCode::InvalidToken, "d");
    assert_eq!(
        members(&described),
        ["error=invalid_token", "error_description=d"]
    );
    let scoped = described.with_scope("a");
    assert_eq!(
        members(&scoped),
        ["error=invalid_token", "error_description=d", "scope=a"]
    );
    assert_eq!(
        members(&bare.with_scope("")),
        ["error=access_denied", "scope="]
    );
}

#[test]
fn names_are_listed_as_english_lists_them() {
    let description = |names: &[&'static str]| {
        let refusal = TokenRefusal::ParameterMissing(names.to_vec());
        refusal.wire().description.unwrap().into_owned()
    };

    assert_eq!(description(&["a"]), "missing required parameter 'a'");
    assert_eq!(
        description(&["a", "b"]),
        "missing required parameters 'a' and 'b'"
    );
    assert_eq!(
        description(&["a", "b", "c", "d"]),
        "missing required parameters 'a', 'b', 'c', and 'd'"
    );
}
