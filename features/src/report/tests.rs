use std::time::Duration;

use super::summary::{Name, Skipped, Summary, Verdict};
use crate::gaps::Gaps;

fn name(scenario: &str) -> Name {
    Name {
        feature: "Login".to_owned(),
        scenario: scenario.to_owned(),
        line: 1,
        module: None,
    }
}

fn summary() -> Summary {
    let gaps = r#"
        [[gap]]
        scenario = "a known gap"
        target = "mock-idp"
        reason = "not built"
        closed_by = "building it"

        [[gap]]
        scenario = "a gap of another target"
        target = "garden"
        reason = "r"
        closed_by = "c"
    "#;
    let gaps: Gaps = toml::from_str(gaps).unwrap();
    Summary::new("mock-idp", gaps, std::io::sink())
}

#[test]
fn a_known_gap_that_fails_is_skipped_and_one_that_passes_is_an_error() {
    let mut summary = summary();
    let failed = || Verdict::Failed("why".to_owned());
    summary.add(name("a known gap"), Duration::ZERO, failed());
    assert_eq!(summary.closing_line(), "0 passed, 0 failed, 1 skipped");
    summary.add(name("a known gap"), Duration::ZERO, Verdict::Passed);
    assert_eq!(summary.closing_line(), "0 passed, 1 failed, 1 skipped");
    summary.add(name("a gap of another target"), Duration::ZERO, failed());
    assert_eq!(summary.closing_line(), "0 passed, 2 failed, 1 skipped");
}

#[test]
fn a_known_gap_that_names_no_scenario_is_an_error() {
    let mut summary = summary();
    summary.add(name("another"), Duration::ZERO, Verdict::Passed);
    summary.fail_stale_gaps();
    assert_eq!(summary.closing_line(), "1 passed, 1 failed, 0 skipped");
}

#[test]
fn what_the_target_lacks_counts_as_skipped() {
    let mut summary = summary();
    let why = "the target has no clock that a test may move".to_owned();
    let name = name("a known gap");
    summary.add_skipped(vec![Skipped { name, why }]);
    summary.fail_stale_gaps();
    assert_eq!(summary.closing_line(), "0 passed, 0 failed, 1 skipped");
}

#[test]
fn what_was_skipped_is_told_by_reason_and_by_feature_where_it_is_much() {
    let skipped = |scenario: &str, why: &str| {
        let verdict = Verdict::Skipped(why.to_owned());
        (name(scenario), Duration::ZERO, verdict)
    };
    let mut verdicts = vec![skipped("a", "no picture")];
    verdicts.extend(["b", "c", "d", "e", "f"].map(|scenario| skipped(scenario, "no clock")));
    let mut told = Vec::new();
    super::skipped::write(&mut told, &verdicts).unwrap();
    assert_eq!(
        String::from_utf8(told).unwrap(),
        "\n5 skipped: no clock\n  Login (5)\n\n1 skipped: no picture\n  Login: a (line 1)\n"
    );
}
