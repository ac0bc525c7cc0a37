use oidc::entropy::{Entropy as _, SeededEntropy, name, unguessable, uuid};
use proptest::prelude::*;

#[test]
fn a_seed_gives_the_same_sequence_again_and_never_the_same_value_twice() {
    let (one, again, other) = (
        SeededEntropy::new(1),
        SeededEntropy::new(1),
        SeededEntropy::new(2),
    );
    let values: Vec<_> = (0..100).map(|_| unguessable(&one)).collect();
    let mut distinct = values.clone();
    distinct.sort();
    distinct.dedup();

    assert_eq!(distinct.len(), values.len());
    assert!(values.iter().all(|value| *value == unguessable(&again)));
    assert!(!values.contains(&unguessable(&other)));
}

#[test]
fn a_long_buffer_is_filled_to_its_end_without_repeating_itself() {
    let mut bytes = [0; 80];
    SeededEntropy::new(3).fill(&mut bytes);

    assert_ne!(bytes[..32], bytes[32..64]);
    assert!(bytes[64..].iter().any(|byte| *byte != 0));
}

proptest! {
    #[test]
    fn values_have_the_librarys_lengths_and_alphabet(seed in any::<u64>()) {
        let entropy = SeededEntropy::new(seed);
        let base64url = |value: &str| {
            value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        let (code, uid) = (unguessable(&entropy), name(&entropy));

        prop_assert!(code.len() == 43 && base64url(&code), "{}", code);
        prop_assert!(uid.len() == 21 && base64url(&uid), "{}", uid);
    }

    #[test]
    fn uuids_are_random_ones_in_lower_case(seed in any::<u64>()) {
        let uuid = uuid(&SeededEntropy::new(seed));
        let groups: Vec<_> = uuid.split('-').collect();
        let lengths: Vec<_> = groups.iter().map(|group| group.len()).collect();

        prop_assert_eq!(lengths, [8, 4, 4, 4, 12]);
        prop_assert!(groups[2].starts_with('4'), "version 4: {}", uuid);
        prop_assert!(groups[3].starts_with(['8', '9', 'a', 'b']), "variant 10: {}", uuid);
        let digits = groups.concat();
        prop_assert!(digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    }
}
