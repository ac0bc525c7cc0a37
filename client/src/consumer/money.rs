use std::fmt;

/// An amount as the Consumer API writes it: a decimal number in a string, such as `-1543.00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money(String);

impl Money {
    /// Takes digits, with a point and more digits or without, and with a minus sign or without.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
        (digits(whole) && digits(fraction) && text.len() <= MAX_LENGTH)
            .then(|| Self(text.to_owned()))
    }

    /// The same amount with the other sign; zero has none.
    #[must_use]
    pub fn inverted(&self) -> Self {
        let is_zero = self.0.bytes().all(|it| matches!(it, b'0' | b'.' | b'-'));
        match self.0.strip_prefix('-') {
            Some(positive) => Self(positive.to_owned()),
            None if is_zero => self.clone(),
            None => Self(format!("-{}", self.0)),
        }
    }

    /// The amount as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the amount is below zero, as it is written.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.0.starts_with('-')
    }
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

const MAX_LENGTH: usize = 40;
