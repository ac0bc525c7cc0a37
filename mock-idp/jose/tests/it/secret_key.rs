use jose::{ContentEncryption, KeyManagement, secret_key};

use crate::given::base64url;

#[test]
fn a_secret_key_is_the_beginning_of_the_secrets_hash() {
    let derive = |alg, enc| secret_key("secret", alg, enc);
    let sha_256 = "K7gNU3sdo-OL0wNhqoVWhr3g6s1xYv72ol_pe_Unols";
    let a256kw = derive(KeyManagement::A256Kw, ContentEncryption::A128Gcm);
    assert_eq!(base64url(&a256kw), sha_256);
    assert_eq!(
        derive(KeyManagement::A128Kw, ContentEncryption::A256CbcHs512),
        a256kw[..16]
    );
    assert_eq!(
        derive(KeyManagement::Dir, ContentEncryption::A128Gcm),
        a256kw[..16]
    );
    assert_eq!(
        derive(KeyManagement::Dir, ContentEncryption::A256Gcm),
        a256kw
    );
    assert_eq!(
        derive(KeyManagement::Dir, ContentEncryption::A128CbcHs256),
        a256kw
    );
    let sha_512 =
        "vSsar3708Jvp9Szi2NWZZ02Bqp1qRCFpbcTZPdBhnWgs5WtNZKnvCXdhztmeD2cmW192CF5bDufKRpayrW_isg";
    assert_eq!(
        base64url(derive(KeyManagement::Dir, ContentEncryption::A256CbcHs512)),
        sha_512
    );
}

#[test]
fn other_algorithms_have_no_secret_key() {
    for alg in KeyManagement::ALL
        .into_iter()
        .filter(|alg| !alg.is_symmetric())
    {
        assert!(secret_key("secret", alg, ContentEncryption::A128Gcm).is_empty());
    }
}
