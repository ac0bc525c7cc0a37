//! As much DER as it takes to get the numbers out of an RSA key in PKCS#8.

/// The eight numbers of an `RSAPrivateKey` (RFC 8017 A.1.2) inside of a `PrivateKeyInfo` (RFC 5208 5).
pub(super) fn rsa_private_key(pkcs8: &[u8]) -> Option<[Vec<u8>; 8]> {
    let (info, _) = element(SEQUENCE, pkcs8)?;
    let (_version, info) = element(INTEGER, info)?;
    let (_algorithm, info) = element(SEQUENCE, info)?;
    let (key, _) = element(OCTET_STRING, info)?;
    let (key, _) = element(SEQUENCE, key)?;
    let (_version, mut rest) = element(INTEGER, key)?;
    let mut numbers = Vec::with_capacity(8);
    while numbers.len() < 8 {
        let (number, behind) = element(INTEGER, rest)?;
        // A zero in front keeps a number positive, and is none of it.
        numbers.push(number.strip_prefix(&[0]).unwrap_or(number).to_vec());
        rest = behind;
    }
    numbers.try_into().ok()
}

/// The content of the element that comes first, and what is behind it.
fn element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.split_first()?;
    let (length, rest) = length(rest)?;
    (*first == tag)
        .then(|| rest.split_at_checked(length))
        .flatten()
}

/// Below 128 in one octet, else the number of its octets and then these (X.690 8.1.3).
fn length(der: &[u8]) -> Option<(usize, &[u8])> {
    let (first, rest) = der.split_first()?;
    if *first < 0x80 {
        return Some((usize::from(*first), rest));
    }
    let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
    let long = octets.len() <= 4;
    long.then(|| {
        octets
            .iter()
            .fold(0, |length, octet| length << 8 | usize::from(*octet))
    })
    .map(|length| (length, rest))
}

const INTEGER: u8 = 2;
const OCTET_STRING: u8 = 4;
const SEQUENCE: u8 = 0x30;
