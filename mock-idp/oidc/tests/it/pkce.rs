use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::pkce::CodeChallengeMethod::{Plain, S256};
use oidc::pkce::{CodeChallenge, CodeChallengeMethod, CodeVerifier, Malformed};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

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

#[test]
fn a_plain_challenge_is_met_by_itself_and_not_by_what_hashes_to_it() {
    let verifier = CodeVerifier::parse(VERIFIER).unwrap();

    assert!(
        CodeChallenge::parse(VERIFIER, Plain)
            .unwrap()
            .is_met_by(&verifier)
    );
    assert!(
        !CodeChallenge::parse(CHALLENGE, Plain)
            .unwrap()
            .is_met_by(&verifier)
    );
}

#[test]
fn a_challenge_is_kept_with_its_method() {
    for method in [Plain, S256] {
        let challenge = CodeChallenge::parse(CHALLENGE, method).unwrap();
        let stored = serde_json::to_string(&challenge).unwrap();
        let restored: CodeChallenge = serde_json::from_str(&stored).unwrap();
        assert_eq!(restored, challenge);
    }
    assert_ne!(
        CodeChallenge::parse(CHALLENGE, Plain),
        CodeChallenge::parse(CHALLENGE, S256)
    );
}

/// RFC 7636 4.2, in other words than the provider's.
fn challenge_of(verifier: &str, method: CodeChallengeMethod) -> CodeChallenge {
    let value = match method {
        Plain => verifier.to_owned(),
        S256 => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)),
    };
    CodeChallenge::parse(&value, method).unwrap()
}

const UNRESERVED: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

/// The form of RFC 7636 4.1, counted as JavaScript counts.
fn form(value: &str) -> Result<(), Malformed> {
    let length: usize = value.chars().map(char::len_utf16).sum();
    if length < 43 {
        Err(Malformed::TooShort)
    } else if length > 128 {
        Err(Malformed::TooLong)
    } else if value.chars().any(|c| !UNRESERVED.contains(c)) {
        Err(Malformed::Characters)
    } else {
        Ok(())
    }
}

proptest! {
    #[test]
    fn a_challenge_is_met_by_its_verifier_and_by_no_other(
        verifier in "[A-Za-z0-9._~-]{43,128}",
        other in "[A-Za-z0-9._~-]{43,128}",
        method in prop::sample::select(&[Plain, S256][..]),
    ) {
        let challenge = challenge_of(&verifier, method);
        prop_assert!(challenge.is_met_by(&CodeVerifier::parse(&verifier).unwrap()));
        let met = challenge.is_met_by(&CodeVerifier::parse(&other).unwrap());
        prop_assert_eq!(met, other == verifier);
    }

    #[test]
    fn a_verifier_in_which_anything_is_changed_fails(
        verifier in "[A-Za-z0-9._~-]{44,127}",
        at in any::<prop::sample::Index>(),
        change in 0..4,
        letter in "[A-Za-z0-9._~-]",
        method in prop::sample::select(&[Plain, S256][..]),
    ) {
        let challenge = challenge_of(&verifier, method);
        let at = at.index(verifier.len());
        let mut near = verifier.clone();
        match change {
            0 => near.replace_range(at..=at, &letter),
            1 => near.insert_str(at, &letter),
            2 => drop(near.remove(at)),
            _ => {
                let flipped = if near[at..=at] == near[at..=at].to_lowercase() {
                    near[at..=at].to_uppercase()
                } else {
                    near[at..=at].to_lowercase()
                };
                near.replace_range(at..=at, &flipped);
            }
        }
        prop_assume!(near != verifier);
        prop_assert!(!challenge.is_met_by(&CodeVerifier::parse(&near).unwrap()));
    }

    #[test]
    fn a_value_is_well_formed_where_the_rule_says_so(
        value in prop_oneof![
            "[A-Za-z0-9._~-]{40,46}",
            "[A-Za-z0-9._~-]{125,131}",
            "[A-Za-z0-9._~ +/=é😀-]{20,70}",
            "[😀é]{20,66}",
            any::<String>(),
        ],
    ) {
        let expected = form(&value);
        prop_assert_eq!(CodeVerifier::parse(&value).map(drop), expected);
        for method in [Plain, S256] {
            prop_assert_eq!(CodeChallenge::parse(&value, method).map(drop), expected);
        }
    }

    #[test]
    fn one_reserved_character_spoils_a_value(
        value in "[A-Za-z0-9._~-]{42,127}",
        at in any::<prop::sample::Index>(),
        spoilt in any::<char>(),
    ) {
        prop_assume!(!UNRESERVED.contains(spoilt) && spoilt.len_utf16() == 1);
        let mut value = value;
        let at = at.index(value.len() + 1);
        value.insert(at, spoilt);
        prop_assert_eq!(CodeVerifier::parse(&value).map(drop), Err(Malformed::Characters));
    }
}
