use std::time::Duration;

use serde_json::{Value, json};

use super::summary::{Name, Verdict};

/// The verdicts for programs: whom, and each scenario with its module, if it is one of a certification plan.
pub(super) fn document(target: &str, verdicts: &[(Name, Duration, Verdict)]) -> Value {
    let scenarios: Vec<_> = verdicts.iter().map(scenario).collect();
    json!({ "target": target, "scenarios": scenarios })
}

fn scenario((name, took, verdict): &(Name, Duration, Verdict)) -> Value {
    let (word, why) = match verdict {
        Verdict::Passed => ("passed", None),
        Verdict::Warned(why) => ("warning", Some(why)),
        Verdict::Failed(why) => ("failed", Some(why)),
        Verdict::Skipped(why) => ("skipped", Some(why)),
    };
    json!({
        "feature": name.feature,
        "scenario": name.scenario,
        "line": name.line,
        "module": name.module,
        "verdict": word,
        "why": why,
        "seconds": took.as_secs_f32(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_verdict_has_its_word_and_its_reason() {
        let name = |module: Option<&str>| Name {
            feature: "Basic OP".to_owned(),
            scenario: "A user signs in".to_owned(),
            line: 7,
            module: module.map(str::to_owned),
        };
        let why = || "why".to_owned();
        let verdicts = [
            Verdict::Passed,
            Verdict::Warned(why()),
            Verdict::Failed(why()),
            Verdict::Skipped(why()),
        ];
        let verdicts =
            verdicts.map(|verdict| (name(Some("oidcc-server")), Duration::ZERO, verdict));
        let document = document("bank", &verdicts);
        assert_eq!(document["target"], "bank");
        let told: Vec<_> = (0..4)
            .map(|at| &document["scenarios"][at])
            .map(|it| (it["verdict"].as_str().unwrap(), it["why"].as_str()))
            .collect();
        let expected = [
            ("passed", None),
            ("warning", Some("why")),
            ("failed", Some("why")),
            ("skipped", Some("why")),
        ];
        assert_eq!(told, expected);
        assert_eq!(document["scenarios"][0]["module"], "oidcc-server");
        let verdicts = [(name(None), Duration::ZERO, Verdict::Passed)];
        assert!(super::document("bank", &verdicts)["scenarios"][0]["module"].is_null());
    }
}
