//! The conditions of the OpenID Foundation's suite, by which what is found is called (`conditions.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::rule::{Citation, Rule};

/// The rule of the condition that a finding begins with.
pub(super) fn rule(finding: &str) -> Option<&'static Rule> {
    let (condition, _) = finding.split_once(':')?;
    RULES.get(condition)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Condition {
    rule: String,
    /// Sections, as tags name them.
    see: Vec<String>,
}

impl From<Condition> for Rule {
    fn from(it: Condition) -> Self {
        Self {
            sentence: it.rule,
            citations: it.see.iter().filter_map(|tag| Citation::of(tag)).collect(),
        }
    }
}

static RULES: LazyLock<BTreeMap<String, Rule>> = LazyLock::new(|| {
    let read: Result<BTreeMap<String, Condition>, _> = toml::from_str(KNOWN);
    let read = read.unwrap_or_default().into_iter();
    read.map(|(name, it)| (name, it.into())).collect()
});

const KNOWN: &str = include_str!("../../conditions.toml");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use cucumber::codegen::Regex;

    use super::*;

    #[test]
    fn a_finding_is_told_with_the_rule_of_its_condition() {
        let found = rule("ValidateIdTokenNonce: nonce is \"a\", and b was sent").unwrap();
        let section = "OpenID Connect Core 1.0, section 3.1.3.7";
        assert_eq!(found.citations[0].title, section);
        for other in ["the status is 400: 400", "", "Nobody: knows"] {
            assert_eq!(rule(other), None, "{other}");
        }
    }

    #[test]
    fn every_condition_that_is_checked_has_a_rule_and_every_rule_is_checked() {
        let named = Regex::new(r#""([A-Z][A-Za-z0-9]+)[:"]"#).unwrap();
        let is_condition = |name: &&str| {
            let is_mixed = name.contains(char::is_lowercase);
            is_mixed && name.matches(char::is_uppercase).count() >= 3
        };
        let mut checked = BTreeSet::new();
        for folder in ["src/plan", "src/steps/plan"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            for file in std::fs::read_dir(folder).unwrap() {
                let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
                let found = named
                    .captures_iter(&source)
                    .map(|it| it.extract::<1>().1[0]);
                checked.extend(found.filter(is_condition).map(str::to_owned));
            }
        }
        let known: BTreeSet<_> = RULES.keys().cloned().collect();
        assert!(known.len() > 60, "{}", known.len());
        assert_eq!(checked, known);
        for (name, rule) in RULES.iter() {
            let text = &rule.sentence;
            assert!(text.ends_with('.') && !rule.citations.is_empty(), "{name}");
            assert_eq!(text.matches(". ").count(), 0, "{name}: one sentence");
        }
    }
}
