//! The members that are true or false.

use serde_json::Value;

use crate::finding::Severity::{Breaking, Info, Notable};
use crate::finding::Weight;
use crate::{Documents, Finding};

/// A switch, what leaving it out means, and what it means that it stands otherwise.
struct Switch {
    member: &'static str,
    /// What it is where a document leaves it out; `None` where that tells nothing.
    default: Option<bool>,
    /// The mock's is on, the provider's off.
    lost: Weight,
    /// The provider's is on, the mock's off.
    gained: Weight,
}

const NOBODY: Weight = (
    Info,
    "of no concern to an application that was made with the mock",
);

const SWITCHES: [Switch; 12] = [
    Switch {
        member: "claims_parameter_supported",
        default: Some(false),
        lost: (
            Breaking,
            "claims that an application asks for by the parameter `claims` never come",
        ),
        gained: (
            Notable,
            "the profile takes no notice of the parameter `claims`",
        ),
    },
    Switch {
        member: "authorization_response_iss_parameter_supported",
        default: Some(false),
        lost: (
            Notable,
            "responses lack `iss` (RFC 9207): an application that insists on it refuses them",
        ),
        gained: (
            Notable,
            "responses carry `iss`, which an application then has to compare (RFC 9207 2.4)",
        ),
    },
    Switch {
        member: "request_parameter_supported",
        default: Some(false),
        lost: (Breaking, "request objects are refused"),
        gained: (Notable, "the mock refuses request objects (RFC 9101)"),
    },
    Switch {
        member: "request_uri_parameter_supported",
        // True by OIDC Discovery 3, false by the habit of those who leave it out.
        default: None,
        lost: (Breaking, "requests by reference are refused"),
        gained: (
            Notable,
            "the mock takes no requests by reference but pushed ones",
        ),
    },
    Switch {
        member: "require_pushed_authorization_requests",
        default: Some(false),
        lost: NOBODY,
        gained: (
            Breaking,
            "a request that has not been pushed is refused (RFC 9126 5)",
        ),
    },
    Switch {
        member: "require_signed_request_object",
        default: Some(false),
        lost: NOBODY,
        gained: (
            Breaking,
            "a request that is not signed is refused (RFC 9101 10.5)",
        ),
    },
    besides("require_request_uri_registration"),
    besides("tls_client_certificate_bound_access_tokens"),
    besides("backchannel_logout_supported"),
    besides("backchannel_logout_session_supported"),
    besides("frontchannel_logout_supported"),
    besides("frontchannel_logout_session_supported"),
];

/// One that the mock does not know.
const fn besides(member: &'static str) -> Switch {
    Switch {
        member,
        default: Some(false),
        lost: NOBODY,
        gained: NOBODY,
    }
}

pub(crate) fn is_known(member: &str) -> bool {
    SWITCHES.iter().any(|switch| switch.member == member)
}

pub(crate) fn compare(documents: Documents<'_>) -> Vec<Finding> {
    let compare = |switch: &Switch| {
        let path = format!("$.{}", switch.member);
        let provider = documents.provider.get(switch.member);
        if let Some(odd) = provider.filter(|value| !value.is_boolean()) {
            let why =
                "must be true or false: libraries refuse the document or take it as they like";
            return Some(Finding::about(path, (Breaking, why)).provider(odd.clone()));
        }
        let mock = documents.mock.get(switch.member).and_then(Value::as_bool);
        let there = provider.and_then(Value::as_bool);
        let weight = match (mock.or(switch.default), there.or(switch.default)) {
            (Some(true), Some(false)) => switch.lost,
            (Some(false), Some(true)) => switch.gained,
            (Some(_), None) => (
                Info,
                "is left out, which tells nothing about it in practice",
            ),
            _ => return None,
        };
        let finding = Finding::about(path, weight);
        let finding = match mock {
            Some(mock) => finding.mock(mock),
            None => finding,
        };
        Some(match provider {
            Some(provider) => finding.provider(provider.clone()),
            None => finding,
        })
    };
    SWITCHES.iter().filter_map(compare).collect()
}
