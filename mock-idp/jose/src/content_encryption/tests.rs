use super::ContentEncryption;
use crate::base64url;

/// RFC 7518 B: all of its examples have this text, this vector and this data.
const PLAINTEXT: &[u8] =
    b"A cipher system must not be required to be secret, and it must be able to \
fall into the hands of the enemy without inconvenience";
const IV: &str = "1af38c2dc2b96ffdd86694092341bc04";
const AAD: &[u8] = b"The second principle of Auguste Kerckhoffs";

#[test]
fn a128cbc_hs256_is_as_in_rfc_7518_appendix_b_1() {
    let key: Vec<u8> = (0..32).collect();
    let sealed = ContentEncryption::A128CbcHs256
        .seal(&key, &hex(IV), AAD, PLAINTEXT)
        .unwrap();
    let ciphertext = concat!(
        "c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9",
        "a94ac9b47ad2655c5f10f9aef71427e2fc6f9b3f399a221489f16362c7032336",
        "09d45ac69864e3321cf82935ac4096c86e133314c54019e8ca7980dfa4b9cf1b",
        "384c486f3a54c51078158ee5d79de59fbd34d848b3d69550a67646344427ade5",
        "4b8851ffb598f7f80074b9473c82e2db",
    );
    assert_eq!(sealed.ciphertext, hex(ciphertext));
    assert_eq!(sealed.tag, hex("652c3fa36b0a7c5b3219fab3a30bc1c4"));
}

#[test]
fn a256cbc_hs512_is_as_in_rfc_7518_appendix_b_3() {
    let key: Vec<u8> = (0..64).collect();
    let sealed = ContentEncryption::A256CbcHs512
        .seal(&key, &hex(IV), AAD, PLAINTEXT)
        .unwrap();
    let ciphertext = concat!(
        "4affaaadb78c31c5da4b1b590d10ffbd3dd8d5d302423526912da037ecbcc7bd",
        "822c301dd67c373bccb584ad3e9279c2e6d12a1374b77f077553df8294104",
        "46b36ebd97066296ae6427ea75c2e0846a11a09ccf5370dc80bfecbad28c73f0",
        "9b3a3b75e662a2594410ae496b2e2e6609e31e6e02cc837f053d21f37ff4f519",
        "50bbe2638d09dd7a4930930806d0703b1f6",
    );
    assert_eq!(sealed.ciphertext, hex(ciphertext));
    let tag = "4dd3b4c088a7f45c216839645b2012bf2e6269a8c56a816dbc1b267761955bc5";
    assert_eq!(sealed.tag, hex(tag));
}

#[test]
fn a256gcm_is_as_in_rfc_7516_appendix_a_1() {
    let key = [
        177, 161, 244, 128, 84, 143, 225, 115, 63, 180, 3, 255, 107, 154, 212, 246, 138, 7, 110,
        91, 112, 46, 34, 105, 47, 130, 203, 46, 122, 234, 64, 252,
    ];
    let iv = [227, 197, 117, 252, 2, 219, 233, 68, 180, 225, 77, 219];
    let aad = b"eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ";
    let plaintext = b"The true sign of intelligence is not knowledge but imagination.";
    let sealed = ContentEncryption::A256Gcm
        .seal(&key, &iv, aad, plaintext)
        .unwrap();
    assert_eq!(
        base64url::encode(sealed.ciphertext),
        "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A"
    );
    assert_eq!(base64url::encode(sealed.tag), "XFBoMYUZodetZdvTiFvSkQ");
}

#[test]
fn a128cbc_hs256_is_as_in_rfc_7516_appendix_a_2() {
    let key = [
        4, 211, 31, 197, 84, 157, 252, 254, 11, 100, 157, 250, 63, 170, 106, 206, 107, 124, 212,
        45, 111, 107, 9, 219, 200, 177, 0, 240, 143, 156, 44, 207,
    ];
    let iv = [
        3, 22, 60, 12, 43, 67, 104, 105, 108, 108, 105, 99, 111, 116, 104, 101,
    ];
    let aad = b"eyJhbGciOiJSU0ExXzUiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0";
    let plaintext = b"Live long and prosper.";
    let sealed = ContentEncryption::A128CbcHs256
        .seal(&key, &iv, aad, plaintext)
        .unwrap();
    assert_eq!(
        base64url::encode(sealed.ciphertext),
        "KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY"
    );
    assert_eq!(base64url::encode(sealed.tag), "9hH0vgRfYgPnAHOd8stkvw");
}

#[test]
fn keys_and_vectors_of_another_length_are_refused() {
    for enc in ContentEncryption::ALL {
        let (key, iv) = (vec![0; enc.key_len()], vec![0; enc.iv_len()]);
        assert!(enc.seal(&key, &iv, b"", b"").is_ok());
        for wrong in [0, 1, 15, 31, 63] {
            assert!(
                enc.seal(&vec![0; wrong], &iv, b"", b"").is_err(),
                "{enc:?} {wrong}"
            );
        }
        assert!(enc.seal(&key, &[0; 8], b"", b"").is_err(), "{enc:?}");
    }
}

fn hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}
