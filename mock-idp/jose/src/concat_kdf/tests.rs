use super::{OtherInfo, derive};
use crate::base64url;

#[test]
fn the_derived_key_is_as_in_rfc_7518_appendix_c() {
    let secret = [
        158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110,
        163, 218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
    ];
    let info = OtherInfo {
        algorithm: "A128GCM",
        party_u: b"Alice",
        party_v: b"Bob",
    };
    assert_eq!(
        base64url::encode(derive(&secret, &info, 16)),
        "VqqN6vgjbSBcIijNcacQGg"
    );
}

#[test]
fn a_key_that_is_longer_than_a_hash_takes_a_second_round() {
    let info = OtherInfo {
        algorithm: "A256CBC-HS512",
        party_u: b"",
        party_v: b"",
    };
    let key = derive(&[7; 32], &info, 64);
    assert_eq!(key.len(), 64);
    assert_ne!(key[..32], key[32..]);
}
