use crate::target::{Login, Target};

/// Why a target cannot be judged by a scenario with these tags, if it cannot.
///
/// # Errors
/// A `@needs-…` tag that names nothing a target could have.
pub(crate) fn lacking<'a>(
    target: &Target,
    tags: impl Iterator<Item = &'a String>,
) -> anyhow::Result<Option<String>> {
    for need in tags.filter_map(|tag| tag.strip_prefix("needs-")) {
        if need == "stand-in" {
            // It stands beside the target; whether it is there, `StandIn` knows.
        } else if let Some(name) = need.strip_prefix("client-") {
            if !target.clients.contains_key(name) {
                return Ok(Some(format!("the target has no client \"{name}\"")));
            }
        } else if let Some(claim) = need.strip_prefix("claim-") {
            if !target.user.claims.contains_key(claim) {
                return Ok(Some(format!("the target's user has no {claim}")));
            }
        } else if need == "offline-without-prompt" {
            if target.offline_access.prompt.is_some() {
                return Ok(Some(
                    "the target's scope for a refresh token needs a prompt".to_owned(),
                ));
            }
        } else if need == "post-logout" {
            let client = target.clients.get("default");
            if client.is_none_or(|client| client.post_logout_redirect_uris.is_empty()) {
                let why = "the target's application has nowhere to come back to from a logout";
                return Ok(Some(why.to_owned()));
            }
        } else if need == "optional-pkce" {
            if target.requires_pkce {
                return Ok(Some(
                    "the target takes no request without a code challenge".to_owned(),
                ));
            }
        } else if need == "another-user" {
            if target.another_user.is_none() {
                return Ok(Some("the target has no second user".to_owned()));
            }
        } else if ["application", "login-form"].contains(&need) && target.clients.is_empty() {
            let why = "no application is known there (--client-id)";
            return Ok(Some(why.to_owned()));
        } else if need == "application" {
            // There is one.
        } else if need == "login-form" {
            if let Login::Person(_) = target.login {
                return Ok(Some("a person signs in, in their own browser".to_owned()));
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
        "noise" => "wish for thousands of malformed requests",
        "rotation" => "refresh tokens that are good for one use",
        "scope-claims-in-id-token" => "claims of scopes in the ID token",
        "dpop" => "access tokens that are bound to keys",
        "security-levels" => "security levels of its users",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use cucumber::gherkin::{Feature, GherkinEnv};

    /// How sentences begin in which the harness does in the place of a person what they do on the provider's own pages.
    const ON_PAGES: [&str; 20] = [
        "the user signs",
        "the user allows",
        "the user cancels",
        "the user denies",
        "the user enters",
        "the user confirms",
        "the user stays",
        "the user takes another",
        "the user goes",
        "the user opens another",
        "the user is asked",
        "the user does not have",
        "somebody else signs in",
        "another browser",
        "a login page in one browser",
        "the application sends the user to sign",
        "the page says",
        "the page goes on",
        // Answers that no listener of the harness hears.
        "the application asks with response_mode = form_post",
        "the application asks with response_mode = fragment",
    ];
    /// The same, in the middle of a sentence.
    const OF_SOMEBODY: [&str; 4] = [
        "\" signs in",
        "\" has signed in",
        "browser's cookies",
        "the provider says that the user",
    ];
    const SIGNED_IN: [&str; 6] = [
        "the user is signed in",
        "the user has signed in and allowed",
        "the application has a code",
        "the application has a new code",
        "the application holds tokens",
        "the application has redeemed",
    ];
    /// With the session of a browser that a person has, and the harness has not.
    const GOES_ON: [&str; 2] = ["the browser asks", "the browser posts"];

    #[test]
    fn what_no_person_can_do_in_their_own_browser_is_tagged() {
        let begins = |step: &str, with: &[&str]| with.iter().any(|it| step.starts_with(it));
        let on_pages =
            |step: &&str| begins(step, &ON_PAGES) || OF_SOMEBODY.iter().any(|it| step.contains(it));
        let mut wrong = Vec::new();
        let mut tagged = 0;
        for file in features(&Path::new(env!("CARGO_MANIFEST_DIR")).join("op")) {
            let feature = Feature::parse_path(&file, GherkinEnv::default()).unwrap();
            let background = feature.background.iter().flat_map(|it| &it.steps);
            let background: Vec<_> = background.map(|step| step.value.as_str()).collect();
            for scenario in &feature.scenarios {
                let steps = scenario.steps.iter().map(|step| step.value.as_str());
                let steps: Vec<_> = background.iter().copied().chain(steps).collect();
                let since = steps.iter().position(|step| begins(step, &SIGNED_IN));
                let since = since.map_or(&[][..], |since| &steps[since..]);
                let goes_on = since.iter().any(|step| begins(step, &GOES_ON));
                let needs_form = goes_on || steps.iter().any(on_pages);
                let tags = feature.tags.iter().chain(&scenario.tags);
                let is_tagged = tags.into_iter().any(|tag| tag == "needs-login-form");
                tagged += usize::from(is_tagged);
                if is_tagged != needs_form {
                    wrong.push(format!("{}: {}", feature.name, scenario.name));
                }
            }
        }
        assert!(wrong.is_empty(), "@needs-login-form is wrong at {wrong:#?}");
        assert!(tagged > 100, "{tagged} are tagged");
    }

    fn features(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .flat_map(|path| {
                if path.is_dir() {
                    features(&path)
                } else {
                    vec![path]
                }
            })
            .collect()
    }
}
