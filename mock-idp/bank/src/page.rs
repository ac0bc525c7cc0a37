use crate::{Ledger, Moment, Transaction};

/// What of an account's transactions is asked for (`banno.md` 6.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// How many are skipped.
    pub offset: Option<usize>,
    /// How many are told at most.
    pub limit: Option<usize>,
    /// The first posted date, inclusive.
    pub since: Option<Moment>,
    /// The last posted date, inclusive.
    pub until: Option<Moment>,
    /// The first date of change, inclusive (an assumption).
    pub updated_since: Option<Moment>,
}

/// Why a query is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageRefusal {
    /// A parameter stands twice.
    #[error("{0} stands twice")]
    Repeated(&'static str),
    /// Not a whole number from 0.
    #[error("offset `{0}` is not a whole number from 0")]
    Offset(String),
    /// Not a whole number from 1 to 500.
    #[error("limit `{0}` is not a whole number from 1 to {MOST}")]
    Limit(String),
    /// Not an instant.
    #[error("{name} `{value}` is not an ISO 8601 instant, such as 2026-11-25T00:00:00.000Z")]
    Instant {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: String,
    },
    /// `updatedSince` does not go with `since` and `until`.
    #[error("updatedSince stands beside {0}")]
    UpdatedSinceWith(&'static str),
}

/// A part of an account's transactions, in their order.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// Those of the page, in their order.
    pub transactions: Vec<&'a Transaction>,
    /// How many were skipped and how many would have been told at most, if pages were asked for.
    pub place: Option<(usize, usize)>,
}

/// The most on one page, and as many as on one whose limit is left out (an assumption).
const MOST: usize = 500;

impl Query {
    /// Reads the parameters; unknown ones do not matter.
    ///
    /// # Errors
    /// [`PageRefusal`].
    pub fn parse(parameters: &[(String, String)]) -> Result<Self, PageRefusal> {
        let one = |name: &'static str| {
            let mut values = parameters.iter().filter(|(key, _)| key == name);
            let first = values.next().map(|(_, value)| value.as_str());
            match values.next() {
                Some(_) => Err(PageRefusal::Repeated(name)),
                None => Ok(first),
            }
        };
        let instant = |name: &'static str| {
            let read = |value: &str| {
                value.parse().map_err(|_| PageRefusal::Instant {
                    name,
                    value: value.to_owned(),
                })
            };
            one(name)?.map(read).transpose()
        };
        let offset = |value: &str| number(value).ok_or_else(|| PageRefusal::Offset(value.into()));
        let limit = |value: &str| {
            let limit = number(value).filter(|limit| (1..=MOST).contains(limit));
            limit.ok_or_else(|| PageRefusal::Limit(value.into()))
        };
        let query = Self {
            offset: one("offset")?.map(offset).transpose()?,
            limit: one("limit")?.map(limit).transpose()?,
            since: instant("since")?,
            until: instant("until")?,
            updated_since: instant("updatedSince")?,
        };
        let beside = [("since", query.since), ("until", query.until)];
        match beside.iter().find(|(_, value)| value.is_some()) {
            Some((name, _)) if query.updated_since.is_some() => {
                Err(PageRefusal::UpdatedSinceWith(name))
            }
            _ => Ok(query),
        }
    }

    /// Takes that part of what can be told at that moment. Without `updatedSince` it costs no more than
    /// the page is long.
    #[must_use]
    pub fn page<'a>(&self, ledger: &'a Ledger, now: Moment) -> Page<'a> {
        let visible = ledger.visible(now);
        let begin = self.since.map_or(0, |since| {
            visible.partition_point(|transaction| transaction.posted < since)
        });
        let end = self.until.map_or(visible.len(), |until| {
            visible.partition_point(|transaction| transaction.posted <= until)
        });
        let chosen = &visible[begin.min(end)..end];
        let is_paged = self.offset.is_some() || self.limit.is_some();
        let place = is_paged.then_some((self.offset.unwrap_or(0), self.limit.unwrap_or(MOST)));
        let (offset, limit) = place.unwrap_or((0, usize::MAX));
        let transactions = match self.updated_since {
            None => chosen.iter().skip(offset).take(limit).collect(),
            Some(updated_since) => chosen
                .iter()
                .filter(|transaction| transaction.updated >= updated_since)
                .skip(offset)
                .take(limit)
                .collect(),
        };
        Page {
            transactions,
            place,
        }
    }
}

/// Digits and nothing else.
fn number(text: &str) -> Option<usize> {
    let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}
