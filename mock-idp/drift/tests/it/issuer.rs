use drift::{Severity, compare};
use serde_json::json;

use crate::given::{ISSUER, lines, published, set, with, worst};

fn fetched_from(address: &str) -> Vec<String> {
    let findings = compare(&published(), &published(), &address.parse().unwrap());
    lines(&findings)
}

#[test]
fn the_document_must_be_where_its_issuer_says() {
    let at_issuer = format!("{ISSUER}/.well-known/openid-configuration");
    assert_eq!(fetched_from(&at_issuer), [""; 0]);
    let told = format!("$.issuer provider=\"{ISSUER}\"");
    let at_root = "https://connect.glacierbank.com/.well-known/openid-configuration";
    assert_eq!(fetched_from(at_root), [format!("info {told}")]);
    for other in [
        "https://glacierbank.com/a/consumer/api/v0/oidc/.well-known/openid-configuration",
        "https://connect.glacierbank.com/other/.well-known/openid-configuration",
        "http://connect.glacierbank.com/.well-known/openid-configuration",
    ] {
        assert_eq!(fetched_from(other), [format!("breaking {told}")], "{other}");
    }
}

#[test]
fn an_issuer_that_libraries_refuse_is_breaking() {
    for odd in [
        "",
        "connect.glacierbank.com",
        "http://connect.glacierbank.com/oidc",
    ] {
        assert_eq!(
            worst(&with("issuer", json!(odd))),
            Some(Severity::Breaking),
            "{odd}"
        );
    }
    for tail in ["?a=b", "#c"] {
        let findings = with("issuer", json!(format!("{ISSUER}{tail}")));
        assert_eq!(worst(&findings), Some(Severity::Breaking), "{tail}");
    }
}

#[test]
fn a_slash_at_the_end_is_notable_and_no_difference_of_endpoints() {
    let mut provider = published();
    set(&mut provider, "issuer", json!(format!("{ISSUER}/")));
    let address = format!("{ISSUER}/.well-known/openid-configuration");
    let findings = compare(&published(), &provider, &address.parse().unwrap());
    let expected = [format!("notable $.issuer provider=\"{ISSUER}/\"")];
    assert_eq!(lines(&findings), expected);
}
