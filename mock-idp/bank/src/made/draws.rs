use rand_core::Rng as _;
use rand_pcg::Pcg64Mcg;
use sha2::{Digest as _, Sha256};
use time::Date;
use uuid::Uuid;

/// What the numbers of one account are drawn from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source(u64, u64);

/// A stream of numbers that is the same on every machine. They are mapped here, with integers: what the
/// distributions of `rand` make of a stream may change with its version.
#[derive(Clone, Debug)]
pub(super) struct Draws(Pcg64Mcg);

impl Source {
    pub(super) fn new(account_id: &str, seed: u64) -> Self {
        let digest = Sha256::new()
            .chain_update(b"made\0")
            .chain_update(seed.to_be_bytes())
            .chain_update(account_id)
            .finalize();
        let half = |at: usize| u64::from_be_bytes(std::array::from_fn(|byte| digest[at + byte]));
        Self(half(0), half(8))
    }

    /// What holds for all days of the account.
    pub(super) fn always(&self) -> Draws {
        self.draws(u64::MAX)
    }

    pub(super) fn of_day(&self, day: Date) -> Draws {
        self.draws(u64::from(day.to_julian_day().cast_unsigned()))
    }

    /// Not another digest: an account has many days.
    fn draws(&self, number: u64) -> Draws {
        let high = mix(self.0.wrapping_add(number.wrapping_mul(GOLDEN)));
        let low = mix(self.1 ^ high);
        Draws(Pcg64Mcg::new(u128::from(high) << 64 | u128::from(low)))
    }
}

impl Draws {
    /// A number below that one, which is not 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(end);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number of that range, its end included.
    pub(super) fn between(&mut self, first: i64, last: i64) -> i64 {
        let width = last.abs_diff(first) + 1;
        first.saturating_add_unsigned(self.below(width))
    }

    /// Whether something happens that happens as often as that in a thousand times.
    pub(super) fn happens(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(u64::try_from(from.len()).unwrap_or(0));
        from.get(usize::try_from(at).unwrap_or(0))
    }

    pub(super) fn uuid(&mut self) -> Uuid {
        Uuid::new_v8(
            (u128::from(self.0.next_u64()) << 64 | u128::from(self.0.next_u64())).to_be_bytes(),
        )
    }
}

/// The last step of `SplitMix64`: each bit of its result depends on each bit of the number.
const fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The step of `SplitMix64` from one number to the next.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
