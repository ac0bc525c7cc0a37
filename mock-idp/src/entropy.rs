//! The randomness of a running provider.

use oidc::entropy::Entropy;

/// The crypto library's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// # Panics
    /// Where the operating system has no randomness to give: nothing safe could be answered.
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(clippy::expect_used, reason = "without randomness no answer is safe")]
        aws_lc_rs::rand::fill(bytes).expect("the operating system gives random bytes");
    }
}
