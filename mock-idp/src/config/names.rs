//! Names that somebody may have meant.

/// Banno's names of scopes and claims differ in what stands behind these.
const PREFIXES: [&str; 3] = [
    "https://api.banno.com/consumer/claim/",
    "https://api.banno.com/consumer/auth/",
    "https://jackhenry.com/",
];

/// Refuses a name that is not among the `known` ones, which stand in `place`.
pub(super) fn known(name: &str, place: &str, known: &[&str]) -> Result<(), String> {
    if known.contains(&name) {
        return Ok(());
    }
    // Of so many names one is always a little like it.
    Err(match nearest(name, known, 0.85) {
        Some(nearest) => format!("`{name}` is not among {place}; did you mean `{nearest}`?"),
        None => format!("`{name}` is not among {place}"),
    })
}

/// The known name that looks most like an unknown one, if one does at least that
/// much; Banno's prefixes do not count.
pub(super) fn nearest<'k>(unknown: &str, known: &[&'k str], at_least: f64) -> Option<&'k str> {
    let likeness = |name: &str| strsim::jaro_winkler(short(unknown), short(name));
    let nearest = known
        .iter()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    nearest
        .copied()
        .filter(|nearest| likeness(nearest) > at_least)
}

fn short(name: &str) -> &str {
    let behind = PREFIXES
        .into_iter()
        .find_map(|prefix| name.strip_prefix(prefix));
    behind.unwrap_or(name)
}
