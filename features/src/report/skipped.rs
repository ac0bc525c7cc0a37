use std::io;
use std::time::Duration;

use super::summary::{Name, Verdict};

/// Tells what was skipped: the reasons, the most frequent first, and for each the scenarios by name or, where they
/// are many, how many of which feature.
pub(super) fn write(
    out: &mut impl io::Write,
    verdicts: &[(Name, Duration, Verdict)],
) -> io::Result<()> {
    let skipped = verdicts
        .iter()
        .filter_map(|(name, _, verdict)| match verdict {
            Verdict::Skipped(why) => Some((why.as_str(), name)),
            _ => None,
        });
    let mut reasons = gathered(skipped);
    reasons.sort_by_key(|(_, names)| std::cmp::Reverse(names.len()));
    for (why, names) in reasons {
        writeln!(out, "\n{} skipped: {why}", names.len())?;
        if names.len() <= BY_NAME {
            for name in names {
                writeln!(out, "  {name}")?;
            }
        } else {
            let features = names.iter().map(|name| (name.feature.as_str(), ()));
            let features = gathered(features).into_iter();
            let counted = features.map(|(feature, all)| format!("{feature} ({})", all.len()));
            writeln!(out, "  {}", counted.collect::<Vec<_>>().join(", "))?;
        }
    }
    Ok(())
}

/// Puts together what has the same key, in the order of first mention.
fn gathered<'a, T>(pairs: impl Iterator<Item = (&'a str, T)>) -> Vec<(&'a str, Vec<T>)> {
    let mut groups: Vec<(&str, Vec<T>)> = Vec::new();
    for (key, value) in pairs {
        match groups.iter_mut().find(|(have, _)| *have == key) {
            Some((_, values)) => values.push(value),
            None => groups.push((key, vec![value])),
        }
    }
    groups
}

/// So many scenarios are told by name.
const BY_NAME: usize = 4;
