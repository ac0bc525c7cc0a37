use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// The hash of a certificate's `SubjectPublicKeyInfo`, by which Chromium is told to accept just this
/// certificate.
pub(crate) fn spki_hash(certificate: &[u8]) -> anyhow::Result<String> {
    let spki = subject_public_key_info(certificate).context("not an X.509 certificate")?;
    Ok(STANDARD.encode(Sha256::digest(spki)))
}

/// RFC 5280 4.1: in the `TBSCertificate` it follows version, serial number, signature, issuer,
/// validity and subject.
fn subject_public_key_info(certificate: &[u8]) -> Option<&[u8]> {
    let (_, certificate, _) = element(certificate)?;
    let (_, mut rest, _) = element(certificate)?;
    if rest.first() == Some(&EXPLICIT_VERSION) {
        rest = element(rest)?.2;
    }
    for _ in [
        "serial number",
        "signature",
        "issuer",
        "validity",
        "subject",
    ] {
        rest = element(rest)?.2;
    }
    Some(element(rest)?.0)
}

/// Splits off the first DER element: all of it, its contents, and what comes after.
fn element(der: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let short = usize::from(*der.get(1)?);
    let (length, header) = match short.checked_sub(LONG_FORM) {
        None => (short, 2),
        Some(bytes) => {
            let digits = der.get(2..2 + bytes)?;
            let length = digits
                .iter()
                .fold(0, |length, digit| length << 8 | usize::from(*digit));
            (length, 2 + bytes)
        }
    };
    let end = header.checked_add(length)?;
    Some((der.get(..end)?, der.get(header..end)?, der.get(end..)?))
}

const EXPLICIT_VERSION: u8 = 0xa0;
const LONG_FORM: usize = 0x80;

#[cfg(test)]
mod tests {
    use super::element;

    #[test]
    fn an_element_has_a_short_or_a_long_length() {
        assert_eq!(
            element(&[4, 1, 7, 9]),
            Some((&[4, 1, 7][..], &[7][..], &[9][..]))
        );
        assert_eq!(
            element(&[4, 0x81, 1, 7]),
            Some((&[4, 0x81, 1, 7][..], &[7][..], &[][..]))
        );
        assert_eq!(element(&[4, 2, 7]), None);
    }
}
