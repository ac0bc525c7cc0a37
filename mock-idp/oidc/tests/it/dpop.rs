use jose::JwsAlg;
use oidc::clock::Timestamp;
use oidc::dpop::{PROOF_ALGS, Proof, Target, is_proven};
use oidc::refusal::DpopRefusal;

/// RFC 9449 4.1.
const PROOF: &str = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
const IAT: i64 = 1_562_262_616;
/// RFC 9449 6.1.
const JKT: &str = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

fn check(method: &str, url: &str, at: i64) -> Result<Proof, DpopRefusal> {
    let urls = ["https://other.example/token".to_owned(), url.to_owned()];
    let target = Target {
        algs: &PROOF_ALGS,
        method,
        urls: &urls,
        access_token: None,
    };
    Proof::check(PROOF, target, Timestamp::from_unix(at))
}

#[test]
fn the_proof_of_the_standard_is_of_the_key_that_it_says() {
    let proof = check("POST", "https://server.example.com/token", IAT).unwrap();

    assert_eq!(proof.thumbprint, JKT);
    assert_eq!(proof.once.jti, "-BwC3ESc6acc2lTc");
    assert_eq!(proof.once.until, Timestamp::from_unix(IAT + 300));
    assert!(is_proven(Some(JKT), Some(&proof)));
    assert!(is_proven(None, Some(&proof)));
    assert!(is_proven(None, None));
    assert!(!is_proven(Some(JKT), None));
    assert!(!is_proven(Some("another"), Some(&proof)));
}

#[test]
fn a_proof_is_for_one_method_and_one_address() {
    let rows = [
        ("POST", "https://server.example.com/token", None),
        (
            "POST",
            "HTTPS://SERVER.example.com:443/a/../token?a=b#c",
            None,
        ),
        (
            "post",
            "https://server.example.com/token",
            Some(DpopRefusal::HtmMismatch),
        ),
        (
            "GET",
            "https://server.example.com/token",
            Some(DpopRefusal::HtmMismatch),
        ),
        (
            "POST",
            "https://server.example.com/token/",
            Some(DpopRefusal::HtuMismatch),
        ),
        (
            "POST",
            "https://server.example.com/Token",
            Some(DpopRefusal::HtuMismatch),
        ),
        (
            "POST",
            "http://server.example.com/token",
            Some(DpopRefusal::HtuMismatch),
        ),
        (
            "POST",
            "https://server.example.com:8443/token",
            Some(DpopRefusal::HtuMismatch),
        ),
        (
            "POST",
            "https://me@server.example.com/token",
            Some(DpopRefusal::HtuMismatch),
        ),
        ("POST", "/token", Some(DpopRefusal::HtuMismatch)),
    ];
    for (method, url, refusal) in rows {
        assert_eq!(check(method, url, IAT).err(), refusal, "{method} {url}");
    }
}

#[test]
fn a_proof_is_good_for_five_minutes_before_and_after() {
    for (distance, is_good) in [(-301, false), (-300, true), (300, true), (301, false)] {
        let checked = check("POST", "https://server.example.com/token", IAT + distance);
        let expected = (!is_good).then_some(DpopRefusal::IatFarOff);
        assert_eq!(checked.err(), expected, "{distance}");
    }
}

#[test]
fn a_proof_for_a_token_names_its_hash() {
    let urls = ["https://server.example.com/token".to_owned()];
    let target = Target {
        algs: &PROOF_ALGS,
        method: "POST",
        urls: &urls,
        access_token: Some("t"),
    };
    let checked = Proof::check(PROOF, target, Timestamp::from_unix(IAT));
    assert_eq!(checked.err(), Some(DpopRefusal::AthMismatch));
}

#[test]
fn a_proof_is_signed_with_an_algorithm_that_is_listed() {
    let urls = ["https://server.example.com/token".to_owned()];
    let checked = |algs: &[JwsAlg]| {
        let target = Target {
            algs,
            method: "POST",
            urls: &urls,
            access_token: None,
        };
        Proof::check(PROOF, target, Timestamp::from_unix(IAT)).err()
    };
    assert_eq!(checked(&[JwsAlg::Es256]), None);
    assert_eq!(checked(&[JwsAlg::EdDsa]), Some(DpopRefusal::Alg));
}
