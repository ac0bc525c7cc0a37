use std::fmt::Debug;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Makes what nobody may guess: `state`, `nonce`, code verifiers and session ids.
pub trait Entropy: Debug + Send + Sync {
    /// 256 fresh random bits.
    ///
    /// # Errors
    /// [`EntropyError`] where there are none to be had.
    fn bytes(&self) -> Result<[u8; 32], EntropyError>;

    /// 256 fresh random bits as 43 characters of the URL-safe base64 alphabet, which is what RFC
    /// 7636 4.1 recommends for a code verifier and the most that some providers take as a `nonce`.
    ///
    /// # Errors
    /// [`EntropyError`] where there are none to be had.
    fn url_safe(&self) -> Result<String, EntropyError> {
        self.bytes().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// The system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn bytes(&self) -> Result<[u8; 32], EntropyError> {
        let mut bytes = [0; 32];
        aws_lc_rs::rand::fill(&mut bytes).map_err(|_| EntropyError)?;
        Ok(bytes)
    }
}

/// The system has no random numbers to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system's random number generator failed")]
pub struct EntropyError;
