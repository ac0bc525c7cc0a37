//! The `max_age` parameter (OIDC Core 3.1.2.1).

/// A non-negative integer in any of the forms that the library that Banno runs takes for a number:
/// `60`, `+60`, `60.0`, `6e1`, `0x3c`, and nothing but blanks for zero.
pub(super) fn parse(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.is_empty() {
        return Some(0);
    }
    let number = match text.split_at_checked(2) {
        Some(("0x" | "0X", digits)) => digits_of(digits, 16),
        Some(("0o" | "0O", digits)) => digits_of(digits, 8),
        Some(("0b" | "0B", digits)) => digits_of(digits, 2),
        _ => decimal(text),
    };
    number.filter(|number| *number <= MAX_SAFE_INTEGER)
}

fn digits_of(digits: &str, radix: u32) -> Option<u64> {
    let signless = digits.chars().all(|digit| digit.is_digit(radix));
    signless
        .then(|| u64::from_str_radix(digits, radix).ok())
        .flatten()
}

fn decimal(text: &str) -> Option<u64> {
    let number: f64 = text.parse().ok()?;
    // Nothing that is not finite has a fraction of zero.
    if number < 0.0 || number.fract() != 0.0 {
        return None;
    }
    format!("{:.0}", number.abs()).parse().ok()
}

/// The largest integer that a JSON number carries exactly everywhere (RFC 8259 6).
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;
