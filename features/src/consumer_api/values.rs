//! Money and moments, read by hand.

use anyhow::Context as _;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The cents of an amount such as "-1543.00".
pub(crate) fn cents(amount: &Value) -> anyhow::Result<i64> {
    let text = amount
        .as_str()
        .with_context(|| format!("{amount} is no text"))?;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, hundredths) = digits.split_once('.').context("no decimal point")?;
    anyhow::ensure!(hundredths.len() == 2, "{text} has not two decimals");
    let cents: i64 = format!("{whole}{hundredths}").parse()?;
    Ok(if digits == text { cents } else { -cents })
}

/// The second of a moment such as "2021-01-14T12:13:07.922Z", since 1970.
pub(crate) fn second(moment: &Value) -> anyhow::Result<i64> {
    let text = moment
        .as_str()
        .with_context(|| format!("{moment} is no text"))?;
    let moment = OffsetDateTime::parse(text, &Rfc3339).with_context(|| text.to_owned())?;
    Ok(moment.unix_timestamp())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn amounts_are_read_to_the_cent() {
        for (text, cents) in [("741.41", 74_141), ("-1543.00", -154_300), ("-0.05", -5)] {
            assert_eq!(super::cents(&json!(text)).unwrap(), cents);
        }
        for wrong in [json!("1"), json!("1.0"), json!(1.25)] {
            super::cents(&wrong).unwrap_err();
        }
    }

    #[test]
    fn moments_are_read_to_the_second() {
        let moment = json!("2021-01-14T12:13:07.922Z");
        assert_eq!(super::second(&moment).unwrap(), 1_610_626_387);
    }
}
