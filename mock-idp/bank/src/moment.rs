use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime, UtcOffset};

/// A moment in milliseconds since 1970-01-01T00:00:00Z, written as Banno writes it: ISO 8601, UTC, with
/// milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The moment that many whole seconds after the epoch, or the nearest that a date can be told of.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Self {
        Self::from_millis(seconds.saturating_mul(1000))
    }

    /// The moment that many milliseconds after the epoch, or the nearest that a date can be told of.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.clamp(FIRST, LAST))
    }

    /// The first moment of a day.
    #[must_use]
    pub fn midnight(day: Date) -> Self {
        Self::from_unix(day.midnight().assume_utc().unix_timestamp())
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The first whole second since the epoch at which it has come.
    #[must_use]
    pub const fn unix_ceil(self) -> i64 {
        self.0.div_euclid(1000) + (self.0.rem_euclid(1000) > 0) as i64
    }

    /// The moment that many milliseconds later.
    #[must_use]
    pub fn after_millis(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// The day, in UTC.
    #[must_use]
    pub fn day(self) -> Date {
        self.date_time().date()
    }

    fn date_time(self) -> OffsetDateTime {
        // In range by construction.
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.date_time();
        let (date, time) = (at.date(), at.time());
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            date.year(),
            u8::from(date.month()),
            date.day(),
            time.hour(),
            time.minute(),
            time.second(),
            time.millisecond()
        )
    }
}

/// Not an ISO 8601 instant, such as `2026-11-25T00:00:00.000Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an ISO 8601 instant, such as 2026-11-25T00:00:00.000Z")]
pub struct NotAMoment;

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let at = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| NotAMoment)?;
        let at = at.checked_to_offset(UtcOffset::UTC).ok_or(NotAMoment)?;
        let millis = at.unix_timestamp_nanos().div_euclid(1_000_000);
        i64::try_from(millis)
            .map(Self::from_millis)
            .map_err(|_| NotAMoment)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|why| serde::de::Error::custom(format_args!("`{text}` is {why}")))
    }
}

/// 0000-01-01T00:00:00.000Z, the first that four digits can tell.
const FIRST: i64 = -62_167_219_200_000;
/// 9999-12-31T23:59:59.999Z.
const LAST: i64 = 253_402_300_799_999;
