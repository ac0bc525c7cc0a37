use crate::target::Target;

/// Why a target cannot be judged by a scenario with these tags, if it cannot.
///
/// # Errors
/// A `@needs-…` tag that names nothing a target could have.
pub(crate) fn lacking<'a>(
    target: &Target,
    tags: impl Iterator<Item = &'a String>,
) -> anyhow::Result<Option<String>> {
    for need in tags.filter_map(|tag| tag.strip_prefix("needs-")) {
        if let Some(name) = need.strip_prefix("client-") {
            if !target.clients.contains_key(name) {
                return Ok(Some(format!("the target has no client \"{name}\"")));
            }
        } else if !target.capabilities.has(need)? {
            return Ok(Some(format!("the target has no {}", describe(need))));
        }
    }
    Ok(None)
}

fn describe(need: &str) -> &str {
    match need {
        "clock" => "clock that a test may move",
        "journal" => "journal of the true reasons",
        "fresh" => "fresh provider for each scenario",
        "companion" => "place for the companion application",
        "picture" => "picture of the user on its own host",
        other => other,
    }
}
