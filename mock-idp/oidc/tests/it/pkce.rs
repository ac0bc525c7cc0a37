use oidc::pkce::CodeChallengeMethod::{Plain, S256};
use oidc::pkce::{CodeChallenge, CodeVerifier, Malformed};
use proptest::prelude::*;

use crate::given::{CHALLENGE, VERIFIER};

#[test]
fn the_vector_of_rfc_7636_appendix_b_holds() {
    let verifier = CodeVerifier::parse(VERIFIER).unwrap();

    assert!(
        CodeChallenge::parse(CHALLENGE, S256)
            .unwrap()
            .is_met_by(&verifier)
    );
}

#[test]
fn the_verifier_itself_does_not_meet_a_challenge_equal_to_it() {
    let verifier = CodeVerifier::parse(VERIFIER).unwrap();

    let challenge = CodeChallenge::parse(VERIFIER, S256).unwrap();
    assert!(!challenge.is_met_by(&verifier));
}

#[test]
fn length_and_alphabet_are_checked_in_that_order() {
    let rows = [
        ("a".repeat(42), Err(Malformed::TooShort)),
        ("a".repeat(43), Ok(())),
        ("a".repeat(128), Ok(())),
        ("a".repeat(129), Err(Malformed::TooLong)),
        ("+".repeat(42), Err(Malformed::TooShort)),
        ("+".repeat(43), Err(Malformed::Characters)),
        ("+".repeat(129), Err(Malformed::TooLong)),
        (format!("{}-._~", "a".repeat(39)), Ok(())),
        ("é".repeat(43), Err(Malformed::Characters)),
        ("😀".repeat(21), Err(Malformed::TooShort)),
        ("😀".repeat(22), Err(Malformed::Characters)),
    ];
    for (value, expected) in rows {
        assert_eq!(CodeVerifier::parse(&value).map(drop), expected, "{value}");
        for method in [Plain, S256] {
            let challenge = CodeChallenge::parse(&value, method);
            assert_eq!(challenge.map(drop), expected, "{method:?} {value}");
        }
    }
}

#[test]
fn each_fault_is_told_in_bannos_words() {
    let told = [
        Malformed::TooShort,
        Malformed::TooLong,
        Malformed::Characters,
    ]
    .map(|fault| fault.describe("code_verifier"));

    assert_eq!(
        told,
        [
            "code_verifier must be a string with a minimum length of 43 characters",
            "code_verifier must be a string with a maximum length of 128 characters",
            "code_verifier contains invalid characters",
        ]
    );
}

proptest! {
    #[test]
    fn only_the_right_verifier_meets_the_challenge(
        other in "[A-Za-z0-9._~-]{43,128}",
        at in 0..VERIFIER.len(),
    ) {
        let challenge = CodeChallenge::parse(CHALLENGE, S256).unwrap();
        prop_assert!(!challenge.is_met_by(&CodeVerifier::parse(&other).unwrap()));

        let mut near = VERIFIER.to_owned();
        let letter = if near.as_bytes()[at] == b'x' { "y" } else { "x" };
        near.replace_range(at..=at, letter);
        prop_assert!(!challenge.is_met_by(&CodeVerifier::parse(&near).unwrap()));
    }
}
