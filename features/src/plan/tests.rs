use std::collections::BTreeSet;
use std::path::Path;

use cucumber::gherkin::{Feature, GherkinEnv, Scenario};

use crate::gaps::Gaps;
use crate::mutations::Mutations;
use crate::report::{Name, Rule, Verdict};

const PLANS: [&str; 5] = [
    "basic.feature",
    "form_post_basic.feature",
    "config.feature",
    "rp_initiated_logout.feature",
    "hardening.feature",
];

fn plan(file: &str) -> Feature {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("plans")
        .join(file);
    Feature::parse_path(file, GherkinEnv::default()).unwrap()
}

/// The suite's name of what a scenario is, with nothing of the scenario's own place in its file.
fn module(scenario: &Scenario) -> String {
    let mut modules = scenario
        .tags
        .iter()
        .filter_map(|tag| tag.strip_prefix("oidf:"));
    let module = modules
        .next()
        .unwrap_or_else(|| panic!("{} is no module", scenario.name));
    assert!(modules.next().is_none(), "{} is two", scenario.name);
    module.to_owned()
}

#[test]
fn each_module_of_the_suite_is_one_scenario_with_its_conditions_and_sections() {
    let rows = [
        ("basic.feature", 35),
        ("form_post_basic.feature", 35),
        ("config.feature", 1),
        ("rp_initiated_logout.feature", 11),
    ];
    for (file, count) in rows {
        let scenarios = plan(file).scenarios;
        let modules: BTreeSet<_> = scenarios.iter().map(module).collect();
        assert_eq!((modules.len(), scenarios.len()), (count, count), "{file}");
        for scenario in &scenarios {
            let has = |prefix: &str| scenario.tags.iter().any(|tag| tag.starts_with(prefix));
            assert!(has("cond:"), "{} names no condition", scenario.name);
            assert!(
                has("oidc-") || has("rfc"),
                "{} names no section",
                scenario.name
            );
        }
    }
}

#[test]
fn what_is_asked_of_answers_by_query_is_asked_of_posted_ones() {
    let told = |scenario: &Scenario| {
        let steps = scenario.steps.iter().map(ToString::to_string);
        // A form that is posted never reaches who waits for a person's browser, so that all of those need the form.
        let tags = scenario
            .tags
            .iter()
            .filter(|tag| *tag != "needs-login-form");
        (
            scenario.description.clone(),
            scenario.name.clone(),
            tags.cloned().collect::<Vec<_>>(),
            steps.collect::<Vec<_>>(),
        )
    };
    let all = |file: &str| -> Vec<_> { plan(file).scenarios.iter().map(told).collect() };
    let (by_query, posted) = (all("basic.feature"), all("form_post_basic.feature"));
    assert_eq!(by_query.len(), posted.len());
    for (by_query, posted) in by_query.iter().zip(&posted) {
        assert_eq!(by_query, posted);
    }
}

#[test]
fn each_scenario_has_its_rule_in_one_sentence_and_where_it_is_written() {
    for file in PLANS {
        let plan = plan(file);
        for scenario in &plan.scenarios {
            let rule = Rule::of(&plan, scenario);
            let text = &rule.sentence;
            assert_ne!(*text, scenario.name, "{file}: {text} has no rule");
            let is_sentence = text.ends_with('.') && text.matches(". ").count() == 0;
            assert!(is_sentence && text.len() <= 180, "{file}: {text}");
            assert!(!rule.citations.is_empty(), "{file}: {text}");
        }
    }
}

#[test]
fn what_is_our_own_says_whether_it_is_a_must_and_of_which_section() {
    for scenario in plan("hardening.feature").scenarios {
        let tags = |wanted: &[&str]| {
            let is_wanted = |tag: &&String| wanted.iter().any(|it| tag.starts_with(it));
            scenario.tags.iter().filter(is_wanted).count()
        };
        assert_eq!(tags(&["must", "should"]), 1, "{}", scenario.name);
        assert!(tags(&["rfc", "oidc-"]) >= 1, "{}", scenario.name);
    }
}

#[test]
fn each_scenario_names_a_mutation_and_each_mutation_has_a_scenario() {
    let known = Mutations::known().unwrap();
    let known: BTreeSet<_> = known.iter().map(|it| it.name.clone()).collect();
    assert!(known.len() >= 60, "{}", known.len());
    let gaps = Gaps::known().unwrap();
    let mut named = BTreeSet::new();
    let plans = PLANS.map(plan);
    let scenarios = plans
        .iter()
        .flat_map(|plan| plan.scenarios.iter().map(move |scenario| (plan, scenario)));
    for (plan, scenario) in scenarios {
        let tags = scenario.tags.iter();
        let mutations: Vec<_> = tags
            .filter_map(|tag| tag.strip_prefix("mutation:"))
            .collect();
        // What is known to be wrong needs nobody to make it so.
        let is_gap = gaps
            .find(&Name::of(plan, scenario), &Verdict::Passed, time::Date::MIN)
            .is_some();
        assert!(is_gap || !mutations.is_empty(), "{}", scenario.name);
        named.extend(mutations.into_iter().map(str::to_owned));
    }
    assert_eq!(named, known);
}
