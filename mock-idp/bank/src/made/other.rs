use super::day::{Day, Line};
use crate::TransactionType::Unknown;

/// An account of which the core tells little.
#[derive(Clone, Copy, Debug)]
pub(super) struct Other;

impl Other {
    #[expect(clippy::unused_self, reason = "as the other plans")]
    pub(super) fn make(self, day: &mut Day) {
        if day.draws.happens(20) {
            let cents = day.draws.between(500, 25_000);
            day.add(cents, Line::new(Unknown, "MISC CREDIT"));
        }
        if day.draws.happens(20) {
            let cents = day.draws.between(500, 25_000);
            day.take(cents, Line::new(Unknown, "MISC DEBIT"));
        }
    }
}
