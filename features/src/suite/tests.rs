use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

use serde_json::Value;
use tempfile::TempDir;

use super::Suite;

#[test]
fn a_suite_in_which_nothing_fails_is_a_success() {
    let mine = Mine::with(KEYS);
    assert_eq!(mine.run(&[]), (SUCCESS, vec!["passed Keys (1+1)".into()]));
}

#[test]
fn a_sentence_that_is_not_true_or_that_nobody_knows_is_a_failure() {
    for wrong in ["there is no ID token", "the application is a teapot"] {
        let mine = Mine::with(&KEYS.replace(EVERY_KEY, wrong));
        let (code, told) = mine.run(&[]);
        assert_eq!(code, FAILURE, "{wrong}");
        assert!(
            told[0].starts_with("failed Keys (1+1): line 5: Then"),
            "{told:?}"
        );
    }
}

#[test]
fn what_the_target_lacks_is_skipped_with_its_reason() {
    let mine = Mine::with(&KEYS.replace("  Scenario", "  @needs-journal\n  Scenario"));
    let target = mine.folder.path().join("bank.toml");
    fs::write(&target, BANK).unwrap();
    let (code, told) = mine.run_as(mine.suite().target(&target), &[]);
    let reason = "skipped Keys (1+1): the target has no journal of the true reasons";
    assert_eq!((code, told), (SUCCESS, vec![reason.into()]));
    let (code, told) = mine.run_as(mine.suite().target(&target), &["--target", "mock"]);
    assert_eq!((code, told), (SUCCESS, vec!["passed Keys (1+1)".into()]));
}

#[test]
fn a_tag_that_nothing_could_have_is_wrong_usage() {
    let mine = Mine::with(&KEYS.replace("  Scenario", "  @needs-luck\n  Scenario"));
    assert_eq!(mine.run(&[]).0, ExitCode::from(2));
}

#[test]
fn the_tags_of_a_rule_are_those_of_its_scenarios() {
    let mine = Mine::with(
        "Feature: Rules
  @needs-companion
  Rule: With the companion
    Scenario: It has asked for no keys so far
      Then the companion has fetched the keys 0 times
",
    );
    let (code, told) = mine.run(&[]);
    assert_eq!(code, SUCCESS, "{told:?}");
}

#[test]
fn names_select_as_cargo_test_has_them() {
    let mine = Mine::with(KEYS);
    let passed = vec!["passed Keys (1+1)".to_owned()];
    assert_eq!(mine.run(&["(1+"]), (SUCCESS, passed.clone()));
    assert_eq!(mine.run(&["another", "Keys"]), (SUCCESS, passed.clone()));
    assert_eq!(mine.run(&["another"]), (SUCCESS, Vec::new()));
    let flags = ["--quiet", "--nocapture", "--test-threads", "1"];
    assert_eq!(mine.run(&flags), (SUCCESS, passed));
    assert_eq!(mine.run(&["--name", "another"]).0, ExitCode::from(2));
    assert_eq!(mine.run(&["--flag-of-nobody"]).0, ExitCode::from(2));
}

#[test]
fn features_that_are_not_there_are_wrong_usage() {
    let mine = Mine::with(KEYS);
    let elsewhere = Suite::new(mine.folder.path().join("elsewhere"));
    assert_eq!(mine.run_as(elsewhere, &[]).0, ExitCode::from(2));
}

#[test]
fn the_guide_shows_the_example_that_is_run() {
    let guide = include_str!("../../guides/cucumber/rust/README.md");
    for (language, file, text) in [
        (
            "rust",
            "main.rs",
            include_str!("../../tests/my_application/main.rs"),
        ),
        (
            "gherkin",
            "my_application.feature",
            include_str!("../../tests/my_application/my_application.feature"),
        ),
    ] {
        let block = format!("```{language} file=tests/my_application/{file}\n{text}```\n");
        assert!(guide.contains(&block), "{file} is another in the guide");
    }
}

/// Somebody's features, in a folder whose name means something in this repository.
struct Mine {
    folder: TempDir,
}

impl Mine {
    fn with(feature: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("plans")).unwrap();
        fs::write(folder.path().join("plans/mine.feature"), feature).unwrap();
        Self { folder }
    }

    fn suite(&self) -> Suite {
        Suite::new(self.folder.path().join("plans"))
    }

    fn run(&self, args: &[&str]) -> (ExitCode, Vec<String>) {
        self.run_as(self.suite(), args)
    }

    /// The exit code, and the verdicts with their reasons.
    fn run_as(&self, suite: Suite, args: &[&str]) -> (ExitCode, Vec<String>) {
        let report = self.folder.path().join("report.json");
        let _ = fs::remove_file(&report);
        let json = ["mine", "--json", report.to_str().unwrap()];
        let args = json.iter().chain(args).map(Into::into);
        (suite.run_as(args, io::sink()), verdicts(&report))
    }
}

fn verdicts(report: &Path) -> Vec<String> {
    let text = fs::read_to_string(report).unwrap_or_else(|_| "{}".into());
    let report: Value = serde_json::from_str(&text).unwrap();
    let scenarios = report["scenarios"].as_array().into_iter().flatten();
    let told = scenarios.map(|it| {
        let word = |name: &str| it[name].as_str().unwrap().to_owned();
        let why = it["step"].as_str().or_else(|| it["why"].as_str());
        let why = why.map(|why| format!(": {why}"));
        format!(
            "{} {}{}",
            word("verdict"),
            word("scenario"),
            why.unwrap_or_default()
        )
    });
    told.collect()
}

const SUCCESS: ExitCode = ExitCode::SUCCESS;
const FAILURE: ExitCode = ExitCode::FAILURE;
const EVERY_KEY: &str = "every key is a public signing key with a name of its own";
const KEYS: &str = "Feature: Keys

  Scenario: Keys (1+1)
    When anybody asks for the keys
    Then every key is a public signing key with a name of its own
";
const BANK: &str = r#"
name = "my bank"
[user]
username = "rileydoe"
password = "banno"
claims = { sub = "5cad5c30-6d24-11e9-870c-0242b78f8571" }
[clients.default]
client_id = "mine"
client_secret = "only for tests"
redirect_uris = ["http://localhost:3000/callback"]
"#;
