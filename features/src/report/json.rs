use serde_json::{Value, json};

use super::record::{Known, Record};

/// The verdicts for programs: whom, and each scenario with its module, if it is one of a certification plan.
pub(super) fn document(target: &str, records: &[Record]) -> Value {
    let scenarios: Vec<_> = records.iter().map(scenario).collect();
    json!({ "target": target, "scenarios": scenarios })
}

fn scenario(record: &Record) -> Value {
    let (name, rule) = (&record.name, record.broken_rule());
    let citations = rule.citations.iter();
    json!({
        "feature": name.feature,
        "scenario": name.scenario,
        "line": name.line,
        "module": name.module,
        "verdict": record.verdict.word(),
        "expected": record.expected.as_ref().map(expected),
        "step": record.verdict.step(),
        "why": record.verdict.why(),
        "rule": {
            "sentence": rule.sentence,
            "citations": citations.map(|it| json!({ "title": it.title, "url": it.url })).collect::<Vec<_>>(),
        },
        "seconds": record.took.as_secs_f32(),
    })
}

/// Why nobody has to look at it.
fn expected(known: &Known) -> Value {
    match known {
        Known::Lacking => json!({ "reason": "the target lacks what it needs" }),
        Known::Listed { reason, until } => {
            json!({ "reason": reason, "expires": until.to_string() })
        }
    }
}
