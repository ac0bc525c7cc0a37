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
        } else if need == "another-user" {
            if target.another_user.is_none() {
                return Ok(Some("the target has no second user".to_owned()));
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
        "control" => "control plane to change it by while it runs",
        "journal" => "journal of the true reasons",
        "fresh" => "fresh provider for each scenario",
        "companion" => "place for the companion application",
        "back-end" => "place for an application with a back end on any port",
        "picture" => "picture of the user on its own host",
        "jwt-access-tokens" => "access tokens that are JSON Web Tokens",
        "pages" => "pages of this workspace",
        "user-switch" => "way from one user to another that needs no script",
        "personas" => "users of this workspace's fixtures",
        "consumer-api" => "Consumer API with accounts of this workspace",
        "dpop" => "access tokens that are bound to keys",
        "security-levels" => "security levels of its users",
        other => other,
    }
}
