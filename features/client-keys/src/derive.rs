//! Keys that are derived: out of a client secret, and out of a key agreement.

use aws_lc_rs::digest::{SHA256, SHA512, digest};

/// The first octets of the secret's SHA-2 that is long enough (OIDC Core 10.2); nobody here needs SHA-384.
pub(crate) fn from_client_secret(secret: &str, octets: usize) -> Vec<u8> {
    let hash = if octets > 32 { &SHA512 } else { &SHA256 };
    let mut key = digest(hash, secret.as_bytes()).as_ref().to_vec();
    key.truncate(octets);
    key
}

/// The Concat KDF with SHA-256 (RFC 7518 4.6.2).
pub(crate) fn concat(
    shared: &[u8],
    algorithm: &str,
    apu: &[u8],
    apv: &[u8],
    octets: u8,
) -> Vec<u8> {
    let mut other_info = Vec::new();
    for value in [algorithm.as_bytes(), apu, apv] {
        let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
        other_info.extend(length.to_be_bytes());
        other_info.extend(value);
    }
    other_info.extend((u32::from(octets) * 8).to_be_bytes());

    let rounds = 1..=u32::from(octets.div_ceil(32));
    let mut key: Vec<u8> = rounds
        .flat_map(|counter| {
            let input = [&counter.to_be_bytes(), shared, &other_info].concat();
            digest(&SHA256, &input).as_ref().to_vec()
        })
        .collect();
    key.truncate(octets.into());
    key
}
