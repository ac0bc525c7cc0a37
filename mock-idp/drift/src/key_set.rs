//! The keys (RFC 7517). What a key is called is not compared: names come and go with the keys.

use serde_json::{Map, Value};

use crate::finding::Severity::{Breaking, Info, Notable};
use crate::key::{Key, kind_for};
use crate::{Finding, Published};

const PATH: &str = "$.jwks.keys";

pub(crate) fn compare(mock: &Published, provider: &Published) -> Vec<Finding> {
    let keys = provider.jwks.get("keys").and_then(Value::as_array);
    let Some(values) = keys else {
        let why = "is no list (RFC 7517 5): nothing that the provider signs can be checked";
        return vec![Finding::about(PATH, (Breaking, why))];
    };
    if values.is_empty() {
        let why = "is empty: nothing that the provider signs can be checked";
        return vec![Finding::about(PATH, (Breaking, why))];
    }
    let mut findings = Vec::new();
    let mut keys = Vec::new();
    for (at, value) in values.iter().enumerate() {
        if let Some(key) = Key::of(at, value) {
            keys.push(key);
        } else {
            let why = "is no key: libraries refuse the set";
            findings.push(Finding::about(format!("{PATH}[{at}]"), (Breaking, why)));
        }
    }
    let ours = mock.jwks.get("keys").and_then(Value::as_array);
    let ours = ours.into_iter().flatten().enumerate();
    let ours: Vec<_> = ours.filter_map(|(at, value)| Key::of(at, value)).collect();
    findings.extend(keys.iter().flat_map(|key| alone(key, &ours)));
    findings.extend(names(&keys));
    findings.extend(algorithms(&keys, &ours, &mock.metadata, &provider.metadata));
    findings.extend(kinds(&keys, &ours));
    findings
}

/// What one key says of itself.
fn alone(key: &Key<'_>, ours: &[Key<'_>]) -> Vec<Finding> {
    let path = key.path();
    let mut findings = Vec::new();
    for member in key.private_members() {
        let why = "is the private part of the key, published: whoever has read it can sign as the provider, and \
                   libraries that import the key refuse it; tell the provider at once";
        findings.push(Finding::about(format!("{path}.{member}"), (Breaking, why)));
    }
    if let Some(member) = key.flaw() {
        let why = "is missing or malformed (RFC 7518 6): the key cannot be used";
        findings.push(Finding::about(format!("{path}.{member}"), (Breaking, why)));
    }
    if let Some(bits) = key.modulus_bits().filter(|_| key.kty() == "RSA") {
        findings.extend(size(&path, bits, ours));
    }
    if let Some(used) = key.text("use").filter(|_| !key.verifies()) {
        let why = "is not for signatures: libraries that look at `kty` only try it in vain";
        findings.push(Finding::about(format!("{path}.use"), (Info, why)).provider(used));
    }
    let same = ours.iter().find(|our| our.kind() == key.kind());
    for member in ["use", "alg"] {
        let mock = same.and_then(|our| our.text(member));
        if let (Some(mock), None) = (mock, key.text(member)) {
            let why = "is left out: libraries go by `kty` and `kid` then";
            findings.push(Finding::about(format!("{path}.{member}"), (Info, why)).mock(mock));
        }
    }
    findings.extend(key.unknown_members().map(|name| {
        let why = "no standard names such a member of a key";
        Finding::about(format!("{path}.{name}"), (Info, why))
    }));
    findings
}

fn size(path: &str, bits: usize, ours: &[Key<'_>]) -> Option<Finding> {
    let path = format!("{path}.n");
    let there = format!("{bits} bits");
    if bits < 2048 {
        let why = "has fewer than 2048 bits (RFC 7518 3.3): libraries refuse the key";
        return Some(Finding::about(path, (Breaking, why)).provider(there));
    }
    let mock = ours.iter().find(|our| our.kty() == "RSA");
    let here = mock.and_then(Key::modulus_bits)?;
    let why = "is a key of another size: its signatures are longer or shorter";
    (here != bits).then(|| {
        Finding::about(path, (Info, why))
            .mock(format!("{here} bits"))
            .provider(there)
    })
}

/// Whether each key can be told from the others (RFC 7517 4.5, OIDC Core 10.1).
fn names(keys: &[Key<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let verifying: Vec<_> = keys.iter().filter(|key| key.verifies()).collect();
    for (at, key) in verifying.iter().enumerate() {
        let alike = |other: &&Key<'_>| other.kty() == key.kty();
        let Some(kid) = key.text("kid") else {
            let several = verifying.iter().filter(|other| alike(other)).count() > 1;
            let weight = if several {
                (
                    Breaking,
                    "is missing, and several keys are of this type: libraries cannot tell which one has signed",
                )
            } else {
                (
                    Notable,
                    "is missing: libraries that look keys up by `kid` find none",
                )
            };
            findings.push(Finding::about(format!("{}.kid", key.path()), weight));
            continue;
        };
        let before = || {
            verifying[..at]
                .iter()
                .filter(|other| other.text("kid") == Some(kid))
        };
        if before().any(alike) {
            let why = "stands on several keys of one type (RFC 7517 4.5): libraries try the first, and \
                       signatures of the others fail";
            findings.push(Finding::about(
                format!("{}.kid", key.path()),
                (Breaking, why),
            ));
        } else if before().next().is_some() {
            let why = "stands on several keys: libraries that go by `kid` alone take the wrong one";
            findings.push(Finding::about(
                format!("{}.kid", key.path()),
                (Notable, why),
            ));
        }
    }
    findings
}

/// The algorithms of ID tokens that no published key is for.
fn algorithms(
    keys: &[Key<'_>],
    ours: &[Key<'_>],
    mock: &Map<String, Value>,
    provider: &Map<String, Value>,
) -> Vec<Finding> {
    let offered = |metadata: &Map<String, Value>| {
        let list = metadata.get("id_token_signing_alg_values_supported");
        let list = list.and_then(Value::as_array).into_iter().flatten();
        let words = list.filter_map(Value::as_str).map(str::to_owned);
        words.collect::<Vec<_>>()
    };
    let here = offered(mock);
    let without = offered(provider);
    let without = without
        .into_iter()
        .filter(|alg| kind_for(alg).is_some() && !keys.iter().any(|key| key.fits(alg)));
    let found = without.map(|alg| {
        let works_here = here.contains(&alg) && ours.iter().any(|our| our.fits(&alg));
        let weight = if works_here {
            (Breaking, "is offered for ID tokens, and no published key is for it: an application that is registered for it fails")
        } else {
            (Notable, "is offered for ID tokens, and no published key is for it")
        };
        Finding::about(format!("{PATH}[-]"), weight).mock(alg)
    });
    found.collect()
}

/// The kinds of key that only one of both has.
fn kinds(keys: &[Key<'_>], ours: &[Key<'_>]) -> Vec<Finding> {
    let kinds = |keys: &[Key<'_>]| {
        let verifying = keys
            .iter()
            .filter(|key| key.verifies() && !key.kty().is_empty());
        let mut kinds: Vec<_> = verifying.map(Key::kind).collect();
        kinds.sort();
        kinds.dedup();
        kinds
    };
    let (here, there) = (kinds(ours), kinds(keys));
    let gone = here
        .iter()
        .filter(|kind| !there.contains(kind))
        .map(|kind| {
            let why = "no key of this kind is published";
            Finding::about(format!("{PATH}[-]"), (Info, why)).mock(kind.as_str())
        });
    let besides = there.iter().filter(|kind| !here.contains(kind)).map(|kind| {
        let why = "the mock publishes no key of this kind; a library that does not know it must pass it over (RFC 7517 5)";
        Finding::about(format!("{PATH}[+]"), (Info, why)).provider(kind.as_str())
    });
    gone.chain(besides).collect()
}
