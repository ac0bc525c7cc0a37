use drift::{Count, Style, human, json};
use serde_json::{Value, json as value};

use crate::given::{ISSUER, found, published, set};

fn differing() -> Vec<drift::Finding> {
    found(|provider| {
        set(
            provider,
            "id_token_signing_alg_values_supported",
            value!(["RS256"]),
        );
        set(
            provider,
            "scopes_supported",
            value!(["openid", "loyalty\u{1b}[2J\u{202e}"]),
        );
        set(
            provider,
            "response_modes_supported",
            value!(["query", "fragment", "form_post"]),
        );
    })
}

#[test]
fn a_person_reads_groups_and_last_the_numbers() {
    let text = human(ISSUER, "the fixtures", &differing(), Style::default());
    let expected = "\
https://connect.glacierbank.com/a/consumer/api/v0/oidc
  against the fixtures

Breaking
  $.id_token_signing_alg_values_supported[-]  ES256
                                              PS256
      an application that is registered for ID tokens with this algorithm fails

Notable
  $.scopes_supported[-]  offline_access
                         profile
                         email
                         address
                         phone
                         https://api.banno.com/consumer/auth/offline_access
                         https://api.banno.com/consumer/auth/accounts.readonly
                         https://api.banno.com/consumer/auth/accounts.unmaskednumber.readonly
                         and 107 more (--all)
      an application that asks for this scope gets less, or is refused
  $.scopes_supported[+]  loyalty\u{fffd}[2J\u{fffd}
      the profile drops this scope, so an application gets less from the mock

Info
  $.response_modes_supported
      in another order

2 breaking, 116 notable, 1 info
";
    assert_eq!(text, expected);
}

#[test]
fn a_report_can_be_whole_and_coloured() {
    let style = Style {
        color: true,
        whole: true,
    };
    let text = human(ISSUER, "the fixtures", &differing(), style);
    assert!(text.contains("\x1b[1;31mBreaking\x1b[0m"), "{text}");
    let scopes = published().metadata["scopes_supported"].to_string();
    let banno = "https://api.banno.com/consumer/auth/";
    assert_eq!(text.matches(banno).count(), scopes.matches(banno).count());
    assert!(!text.contains("more (--all)"));
}

#[test]
fn no_difference_is_one_line_of_numbers() {
    let text = human(ISSUER, "the fixtures", &[], Style::default());
    assert_eq!(
        text,
        format!("{ISSUER}\n  against the fixtures\n\n0 breaking, 0 notable, 0 info\n")
    );
}

#[test]
fn a_program_reads_one_line_with_one_object() {
    let findings = differing();
    let text = json(ISSUER, "https://example.com/", "the fixtures", &findings);
    assert_eq!(text.matches('\n').count(), 1);
    let object: Value = serde_json::from_str(&text).unwrap();
    let Count {
        breaking,
        notable,
        info,
    } = Count::of(&findings);
    assert_eq!(object["breaking"], breaking);
    assert_eq!(object["notable"], notable);
    assert_eq!(object["info"], info);
    assert_eq!(
        object["findings"].as_array().unwrap().len(),
        breaking + notable + info
    );
    let first = value!({
        "severity": "breaking",
        "path": "$.id_token_signing_alg_values_supported[-]",
        "mock": "ES256",
        "meaning": "an application that is registered for ID tokens with this algorithm fails",
    });
    assert_eq!(object["findings"][0], first);
}
