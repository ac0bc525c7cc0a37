//! The `Authorization` header of a client (RFC 6749 2.3.1).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::refusal::ClientAuthRefusal;
use crate::secret::Secret;

/// The id and the secret in the header.
pub(super) fn parse(header: &str) -> Result<(String, Secret), ClientAuthRefusal> {
    let (scheme, credentials) = header
        .split_once(' ')
        .ok_or(ClientAuthRefusal::BasicMalformed)?;
    if !scheme.eq_ignore_ascii_case("basic") || credentials.contains(' ') {
        return Err(ClientAuthRefusal::BasicMalformed);
    }
    let decoded = decode_base64(credentials);
    let (id, secret) = decoded
        .split_once(':')
        .ok_or(ClientAuthRefusal::BasicMalformed)?;
    let id = decode_form(id).ok_or(ClientAuthRefusal::BasicNotEncoded)?;
    let secret = decode_form(secret).ok_or(ClientAuthRefusal::BasicNotEncoded)?;
    Ok((id, Secret::new(secret)))
}

/// Decodes as Node.js does, which skips what is not base64 and stops at the padding.
fn decode_base64(text: &str) -> String {
    let engine = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let mut alphabet: String = text
        .chars()
        .take_while(|c| *c != '=')
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/'))
        .collect();
    if alphabet.len() % 4 == 1 {
        alphabet.pop();
    }
    let bytes = engine.decode(alphabet).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Undoes form encoding (RFC 6749 appendix B); `None` where an escape is broken or the result has
/// something other than printable ASCII.
fn decode_form(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => hex(bytes.next()?)? << 4 | hex(bytes.next()?)?,
            other => other,
        });
    }
    let printable = decoded.iter().all(|byte| (0x20..=0x7E).contains(byte));
    if printable {
        String::from_utf8(decoded).ok()
    } else {
        None
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
