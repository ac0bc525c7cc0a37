use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What nobody else has made up (RFC 7519 4.1.7, RFC 6749 10.12).
pub(crate) fn unguessable() -> anyhow::Result<String> {
    let mut octets = [0; 16];
    aws_lc_rs::rand::fill(&mut octets)
        .ok()
        .context("no random octets")?;
    Ok(URL_SAFE_NO_PAD.encode(octets))
}
