use anyhow::{Context as _, bail};
use aws_lc_rs::hmac;

use super::Key;

/// What can be wrong with a JWT besides its members.
#[derive(Clone, Debug)]
pub enum Twist {
    /// `!der`: the signature is one of X.509 (RFC 7518 3.4 wants another form).
    Der,
    /// `!four-parts`.
    FourParts,
    /// `!header=text`: this instead of the header's JSON.
    Header(String),
    /// `!hmac`: signed by HMAC with the public key, which everybody knows.
    Hmac,
    /// `!padded`: base64 with padding.
    Padded,
    /// `!payload=text`: this instead of the payload's JSON.
    Payload(String),
    /// `!tampered`: the signature of something else.
    Tampered,
    /// `!two-parts`: without signature and its dot.
    TwoParts,
    /// `!unsigned`: the signature is empty.
    Unsigned,
}

impl Twist {
    pub(super) fn parse(word: &str) -> anyhow::Result<Self> {
        Ok(match word.split_once('=').unwrap_or((word, "")) {
            ("der", _) => Self::Der,
            ("four-parts", _) => Self::FourParts,
            ("header", text) => Self::Header(text.to_owned()),
            ("hmac", _) => Self::Hmac,
            ("padded", _) => Self::Padded,
            ("payload", text) => Self::Payload(text.to_owned()),
            ("tampered", _) => Self::Tampered,
            ("two-parts", _) => Self::TwoParts,
            ("unsigned", _) => Self::Unsigned,
            _ => bail!("`!{word}` is no twist"),
        })
    }

    pub(super) fn before(&self, [header, payload]: &mut [Vec<u8>; 2]) {
        match self {
            Self::Header(text) => *header = text.clone().into_bytes(),
            Self::Payload(text) => *payload = text.clone().into_bytes(),
            _ => {}
        }
    }

    pub(super) fn after(
        &self,
        signature: &mut Vec<u8>,
        key: &Key,
        message: &[u8],
    ) -> anyhow::Result<()> {
        match self {
            Self::Der => *signature = key.sign_der(message)?,
            Self::Hmac => {
                let secret = serde_json::to_vec(&key.public())?;
                let secret = hmac::Key::new(hmac::HMAC_SHA256, &secret);
                *signature = hmac::sign(&secret, message).as_ref().to_vec();
            }
            Self::Tampered => *signature.last_mut().context("no signature")? ^= 1,
            Self::Unsigned => signature.clear(),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn at_last(&self, token: &mut String) {
        match self {
            Self::FourParts => token.push_str(".AAAA"),
            Self::TwoParts => token.truncate(token.rfind('.').unwrap_or_default()),
            _ => {}
        }
    }
}
