//! The members that are addresses.

use serde_json::Value;
use url::Url;

use crate::finding::Severity::{Breaking, Info, Notable};
use crate::finding::Weight;
use crate::{Documents, Finding, issuer};

/// An endpoint, and what it means that one of both lacks it.
struct Endpoint {
    member: &'static str,
    absent: Weight,
    extra: Weight,
}

const REQUIRED: Weight = (
    Breaking,
    "is required (OIDC Discovery 3): libraries refuse a document without it",
);
const NOT_OF_THE_MOCK: &str =
    "the profile has no such endpoint: an application that uses it fails with the mock";

const ENDPOINTS: [Endpoint; 11] = [
    at("authorization_endpoint", REQUIRED),
    at("token_endpoint", REQUIRED),
    at("jwks_uri", REQUIRED),
    at(
        "userinfo_endpoint",
        (
            Breaking,
            "an application that fetches claims with its access token cannot",
        ),
    ),
    at(
        "end_session_endpoint",
        (
            Breaking,
            "an application that signs its user out at the provider cannot",
        ),
    ),
    at(
        "pushed_authorization_request_endpoint",
        (
            Breaking,
            "an application that pushes its requests (RFC 9126) cannot",
        ),
    ),
    at(
        "introspection_endpoint",
        (
            Breaking,
            "an application that asks what a token is worth (RFC 7662) cannot",
        ),
    ),
    at(
        "revocation_endpoint",
        (
            Breaking,
            "an application that gives tokens back (RFC 7009) cannot",
        ),
    ),
    besides("registration_endpoint"),
    besides("device_authorization_endpoint"),
    besides("backchannel_authentication_endpoint"),
];

const fn at(member: &'static str, absent: Weight) -> Endpoint {
    Endpoint {
        member,
        absent,
        extra: (Notable, NOT_OF_THE_MOCK),
    }
}

/// One that the mock never has, and no application that was made with it uses.
const fn besides(member: &'static str) -> Endpoint {
    Endpoint {
        member,
        absent: (Info, "the mock has it"),
        extra: (Info, "the mock has no such endpoint, nor does Banno"),
    }
}

pub(crate) fn is_known(member: &str) -> bool {
    ENDPOINTS.iter().any(|endpoint| endpoint.member == member)
}

pub(crate) fn compare(documents: Documents<'_>) -> Vec<Finding> {
    let compare = |endpoint: &Endpoint| {
        let path = format!("$.{}", endpoint.member);
        let mock = documents.mock.get(endpoint.member);
        match (mock, documents.provider.get(endpoint.member)) {
            (None, None) => None,
            (Some(mock), None) => Some(Finding::about(path, endpoint.absent).mock(mock.clone())),
            (mock, Some(provider)) => {
                let told = |weight| Finding::about(&path, weight).provider(provider.clone());
                let Some(url) = usable(provider) else {
                    let why =
                        "must be an https address without fragment: libraries refuse the document";
                    return Some(told((Breaking, why)));
                };
                match mock.and_then(Value::as_str) {
                    None => Some(told(endpoint.extra)),
                    Some(mock) => {
                        placed(documents, mock, &url).map(|why| told((Notable, why)).mock(mock))
                    }
                }
            }
        }
    };
    ENDPOINTS.iter().filter_map(compare).collect()
}

/// RFC 6749 3.1 and 3.2: TLS and no fragment.
fn usable(address: &Value) -> Option<Url> {
    let url = Url::parse(address.as_str()?).ok()?;
    let safe = url.scheme() == "https" || url.scheme() == "http" && issuer::is_loopback(&url);
    (safe && url.fragment().is_none()).then_some(url)
}

/// What is odd about the place of an endpoint, as seen from the issuer.
fn placed(documents: Documents<'_>, mock: &str, provider: &Url) -> Option<&'static str> {
    let (here, there) = (issuer::of(documents.mock), issuer::of(documents.provider));
    let origin = Url::parse(there).map(|issuer| issuer.origin());
    if origin.is_ok_and(|origin| origin != provider.origin()) {
        return Some(
            "stands at another origin than the issuer: lists of hosts that may be called need both",
        );
    }
    let below = |address: &str, issuer: &str| address.strip_prefix(issuer).map(str::to_owned);
    (below(mock, here) != below(provider.as_str(), there)).then_some(
        "is elsewhere below the issuer: an application that reads the metadata does not notice, one that \
         puts addresses together fails",
    )
}
