use std::io;

use super::record::{Name, Record, Verdict};

/// Tells what was skipped: the reasons, the most frequent first, and for each the scenarios by name or, where they
/// are many, how many of which feature.
pub(super) fn write(out: &mut impl io::Write, records: &[Record]) -> io::Result<()> {
    let skipped = records.iter().filter_map(|record| match &record.verdict {
        Verdict::Skipped(why) => Some((why.as_str(), &record.name)),
        _ => None,
    });
    let mut reasons = gathered(skipped);
    reasons.sort_by_key(|(_, names)| std::cmp::Reverse(names.len()));
    for (why, names) in reasons {
        writeln!(
            out,
            "\n{} skipped: {}",
            names.len(),
            why.lines().collect::<Vec<_>>().join("; ")
        )?;
        if names.len() <= BY_NAME {
            for name in names {
                writeln!(out, "  {name}")?;
            }
        } else {
            let features = names.iter().map(|name: &&Name| (name.feature.as_str(), ()));
            let features = gathered(features).into_iter();
            let counted = features.map(|(feature, all)| format!("{feature} ({})", all.len()));
            writeln!(out, "  {}", counted.collect::<Vec<_>>().join(", "))?;
        }
    }
    Ok(())
}

/// Puts together what has the same key, in the order of first mention.
pub(super) fn gathered<K: PartialEq, T>(pairs: impl Iterator<Item = (K, T)>) -> Vec<(K, Vec<T>)> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
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
