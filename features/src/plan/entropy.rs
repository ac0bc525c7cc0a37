/// A code is as long as it has to be, and unguessable.
pub(crate) fn check_code(code: &str) -> anyhow::Result<()> {
    let length = code.chars().count();
    anyhow::ensure!(
        length >= 16,
        "EnsureMinimumAuthorizationCodeLength: the code has {length} characters"
    );
    anyhow::ensure!(
        is_unguessable(code),
        "EnsureMinimumAuthorizationCodeEntropy: the code can be guessed"
    );
    Ok(())
}

/// Whether a text looks unguessable (RFC 6749 10.10), as the suite estimates it: the entropy of its characters (Shannon,
/// bits) times its length exceeds 96.
pub(crate) fn is_unguessable(text: &str) -> bool {
    estimate(text) > 96.0
}

fn estimate(text: &str) -> f64 {
    let length = count(text.chars().count());
    let mut characters: Vec<char> = text.chars().collect();
    characters.sort_unstable();
    let shares = characters.chunk_by(|a, b| a == b);
    let bits: f64 = shares
        .map(|alike| count(alike.len()) / length)
        .map(|share| -share * share.log2())
        .sum();
    bits * length
}

#[expect(clippy::cast_precision_loss, reason = "no text is that long")]
fn count(length: usize) -> f64 {
    length as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_long_and_unguessable() {
        let told = |code: &str| check_code(code).unwrap_err().to_string();
        assert!(told("abc").contains("has 3 characters"));
        assert!(told("0123456789abcdef").contains("can be guessed"));
        check_code("jZ2k8-Wq_1xTb7NfYc5RuLh0mVsPdGeAoKi3XtBnQ4E").unwrap();
    }

    #[test]
    fn what_repeats_is_guessable() {
        assert!(estimate("").abs() < f64::EPSILON || estimate("").is_nan());
        assert!(!is_unguessable(&"a".repeat(200)));
        assert!(!is_unguessable("0123456789abcdef"));
        assert!((estimate("0123456789abcdef") - 64.0).abs() < 1e-9);
        assert!(is_unguessable(
            "jZ2k8-Wq_1xTb7NfYc5RuLh0mVsPdGeAoKi3XtBnQ4E"
        ));
    }
}
