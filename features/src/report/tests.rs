use std::time::Duration;

use time::{Date, Month};

use super::console;
use super::evidence::{Evidence, Step};
use super::record::{Failure, Known, Name, Record, Verdict};
use super::rule::{Citation, Rule};
use super::summary::Summary;
use super::{json, junit};
use crate::gaps::Gaps;

pub(super) fn record(scenario: &str, verdict: Verdict) -> Record {
    Record {
        name: Name {
            feature: "Login".to_owned(),
            scenario: scenario.to_owned(),
            line: 3,
            module: None,
            is_of_plan: false,
        },
        rule: Rule {
            sentence: "Nobody signs in twice.".to_owned(),
            citations: vec![Citation {
                title: "RFC 1, section 2".to_owned(),
                url: "https://rfc.example/1#2".to_owned(),
            }],
        },
        took: Duration::from_millis(1500),
        verdict,
        expected: None,
        evidence: Evidence {
            steps: vec![Step {
                sentence: "When the user signs in".to_owned(),
                has_held: true,
            }],
            ..Evidence::default()
        },
    }
}

pub(super) fn failed() -> Verdict {
    Verdict::Failed(Failure {
        step: "line 7: Then it fails".to_owned(),
        why: "\"x\" & y".to_owned(),
        trace: "> GET /auth\n< 400".to_owned(),
    })
}

fn warned() -> Verdict {
    Verdict::Warned("it is late".to_owned())
}

fn skipped(why: &str) -> Verdict {
    Verdict::Skipped(why.to_owned())
}

/// The last day of the gaps below.
fn last_day() -> Date {
    Date::from_calendar_date(2027, Month::November, 30).unwrap()
}

fn summary(today: Date) -> Summary {
    let gaps = r#"
        [[gap]]
        scenario = "a known gap"
        target = "mock-idp"
        reason = "not built"
        closed_by = "building it"
        expires = 2027-11-30

        [[gap]]
        module = "oidcc-late"
        verdict = "warning"
        reason = "it is slow"
        expires = 2027-11-30

        [[gap]]
        module = "oidcc-slow"
        verdict = "warning"
        conditions = ["IsInTime"]
        reason = "it is slow"
        expires = 2027-11-30

        [[gap]]
        scenario = "a gap of another target"
        target = "garden"
        reason = "r"
        expires = 2027-11-30
    "#;
    let gaps = Gaps::parse(gaps).unwrap();
    Summary::new("mock-idp", gaps, today, std::io::sink())
}

fn closing_line(summary: &Summary) -> String {
    console::closing_line(&summary.records)
}

#[test]
fn what_ends_as_it_is_known_to_is_expected_and_what_passes_is_an_error() {
    let mut summary = summary(last_day());
    summary.add(record("a known gap", failed()));
    assert_eq!(closing_line(&summary), "0 passed, 0 failed, 1 skipped");
    let mut late = record("another", warned());
    late.name.module = Some("oidcc-late".to_owned());
    summary.add(late);
    assert_eq!(closing_line(&summary), "0 passed, 0 failed, 2 skipped");
    assert!(!summary.has_unexpected());
    summary.add(record("a known gap", Verdict::Passed));
    assert_eq!(closing_line(&summary), "0 passed, 1 failed, 2 skipped");
    summary.add(record("a gap of another target", failed()));
    assert_eq!(closing_line(&summary), "0 passed, 2 failed, 2 skipped");
}

#[test]
fn what_ends_otherwise_than_it_is_known_to_is_not_expected() {
    let mut summary = summary(last_day());
    summary.add(record("a known gap", warned()));
    assert_eq!(
        closing_line(&summary),
        "0 passed, 1 warning, 0 failed, 0 skipped"
    );
    assert!(summary.has_unexpected());
}

#[test]
fn from_the_day_after_its_last_on_a_gap_excuses_nothing() {
    let mut summary = summary(last_day().next_day().unwrap());
    summary.add(record("a known gap", failed()));
    assert_eq!(closing_line(&summary), "0 passed, 1 failed, 0 skipped");
    let why = summary.records[0].verdict.why().unwrap();
    assert!(why.ends_with("this was expected until 2027-11-30: not built; closed by: building it"));
}

#[test]
fn a_known_gap_that_names_no_scenario_is_an_error() {
    let mut summary = summary(last_day());
    let names = [record("a known gap", Verdict::Passed).name];
    summary.fail_stale_gaps(&names);
    assert_eq!(closing_line(&summary), "0 passed, 2 failed, 0 skipped");
    assert_eq!(summary.records[0].name.scenario, "oidcc-late");
    summary.fail_stale_gaps(&[]);
    assert_eq!(closing_line(&summary), "0 passed, 5 failed, 0 skipped");
}

#[test]
fn what_is_known_excuses_neither_another_finding_nor_a_scene_that_could_not_be_set() {
    let mut summary = summary(last_day());
    let late = |why: &str| {
        let mut late = record("another", Verdict::Warned(why.to_owned()));
        late.name.module = Some("oidcc-slow".to_owned());
        late
    };
    summary.add(late("IsInTime: it is late"));
    assert!(!summary.has_unexpected());
    summary.add(late("IsInTime: it is late\nIsRight: it is wrong"));
    assert!(summary.has_unexpected());
    let mut down = record("a known gap", failed());
    if let Verdict::Failed(failure) = &mut down.verdict {
        failure.step = super::record::BEFORE.to_owned();
    }
    summary.add(down);
    let told = closing_line(&summary);
    assert_eq!(told, "0 passed, 1 warning, 1 failed, 1 skipped");
}

#[test]
fn what_the_target_lacks_is_expected_and_what_is_skipped_otherwise_is_not() {
    let mut summary = summary(last_day());
    let lacking = Record {
        expected: Some(Known::Lacking),
        ..record("a known gap", skipped("no clock"))
    };
    summary.add_lacking(vec![lacking]);
    assert!(!summary.has_unexpected());
    summary.add(record("another", skipped("it offers no scope")));
    assert_eq!(closing_line(&summary), "0 passed, 0 failed, 2 skipped");
    assert!(summary.has_unexpected());
}

#[test]
fn what_was_skipped_is_told_by_reason_and_by_feature_where_it_is_much() {
    let mut records = vec![record("a", skipped("no picture"))];
    records.extend(["b", "c", "d", "e", "f"].map(|it| record(it, skipped("no clock"))));
    let mut told = Vec::new();
    super::skipped::write(&mut told, &records).unwrap();
    assert_eq!(
        String::from_utf8(told).unwrap(),
        "\n5 skipped: no clock\n  Login (5)\n\n1 skipped: no picture\n  Login: a (line 3)\n"
    );
}

#[test]
fn a_failure_is_told_with_its_rule_and_what_was_said() {
    let mut told = anstream::StripStream::new(Vec::new());
    console::write_record(&mut told, &record("a", failed())).unwrap();
    let told = String::from_utf8(told.into_inner()).unwrap();
    let expected = "\
FAILED   Login: a (line 3)
         line 7: Then it fails
         \"x\" & y
         rule: Nobody signs in twice.
         see:  RFC 1, section 2 https://rfc.example/1#2
         > GET /auth
         < 400
";
    assert_eq!(told, expected);
}

#[test]
fn a_run_is_told_by_plan_and_module_and_what_nobody_expected_by_what_was_found() {
    let of_plan = |line: usize, module: &str, verdict: Verdict| {
        let mut record = record(module, verdict);
        record.name.line = line;
        record.name.module = Some(module.to_owned());
        record.name.is_of_plan = true;
        record
    };
    let records = [
        of_plan(9, "oidcc-b", Verdict::Passed),
        of_plan(5, "oidcc-a", Verdict::Passed),
        of_plan(11, "oidcc-c", failed()),
        of_plan(12, "oidcc-d", failed()),
    ];
    let mut told = Vec::new();
    console::write_summary(&mut told, "bank", &records).unwrap();
    let expected = "
Login
  passed     2  oidcc-a, oidcc-b
  failed     2  oidcc-c, oidcc-d

Not expected of bank:
  failed: \"x\" & y
    Login: oidcc-c (line 11) [oidcc-c]
    Login: oidcc-d (line 12) [oidcc-d]
What has to stay so can be listed, with a reason and its last day, in a file for --expected.

2 passed, 2 failed, 0 skipped
";
    assert_eq!(String::from_utf8(told).unwrap(), expected);
}

#[test]
fn junit_counts_each_kind_and_escapes_its_text() {
    let listed = Record {
        expected: Some(Known::Listed {
            reason: "slow".to_owned(),
            until: last_day(),
        }),
        ..record("d", warned())
    };
    let records = [
        record("a < b", Verdict::Passed),
        record("b", failed()),
        record("c", skipped("no clock")),
        listed,
    ];
    let xml = junit::document("mock-idp", &records);
    for expected in [
        r#"<testsuite name="Login" tests="4" failures="1" skipped="2">"#,
        r#"name="a &lt; b (line 3)" time="1.500"/>"#,
        r#"<failure message="&quot;x&quot; &amp; y">line 7: Then it fails"#,
        "rule: Nobody signs in twice. (RFC 1, section 2 https://rfc.example/1#2)",
        "&gt; GET /auth",
        r#"<skipped message="no clock"/>"#,
        r#"<skipped message="warning, expected until 2027-11-30: slow"/>"#,
    ] {
        assert!(xml.contains(expected), "{expected} in {xml}");
    }
}

#[test]
fn json_has_verdict_reason_rule_and_what_was_expected() {
    let mut passed = record("a", Verdict::Passed);
    passed.name.module = Some("oidcc-server".to_owned());
    let lacking = Record {
        expected: Some(Known::Lacking),
        ..record("d", skipped("no clock"))
    };
    let records = [
        passed,
        record("b", warned()),
        record("c", failed()),
        lacking,
    ];
    let document = json::document("bank", &records);
    assert_eq!(document["target"], "bank");
    let told: Vec<_> = (0..4)
        .map(|at| &document["scenarios"][at])
        .map(|it| (it["verdict"].as_str().unwrap(), it["why"].as_str()))
        .collect();
    let expected = [
        ("passed", None),
        ("warning", Some("it is late")),
        ("failed", Some("\"x\" & y")),
        ("skipped", Some("no clock")),
    ];
    assert_eq!(told, expected);
    let scenarios = &document["scenarios"];
    assert_eq!(scenarios[0]["module"], "oidcc-server");
    assert_eq!(scenarios[2]["step"], "line 7: Then it fails");
    assert!(scenarios[1]["module"].is_null() && scenarios[1]["expected"].is_null());
    assert_eq!(
        scenarios[1]["rule"]["citations"][0]["title"],
        "RFC 1, section 2"
    );
    assert_eq!(
        scenarios[3]["expected"]["reason"],
        "the target lacks what it needs"
    );
}
