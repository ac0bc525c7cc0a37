use std::fmt::Write as _;
use std::time::Duration;

use super::summary::{Name, Verdict};

/// The verdicts in the XML of `JUnit`, one suite for each feature.
pub(crate) fn document(target: &str, verdicts: &[(Name, Duration, Verdict)]) -> String {
    let mut features: Vec<_> = verdicts
        .iter()
        .map(|(name, ..)| name.feature.as_str())
        .collect();
    features.sort_unstable();
    features.dedup();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\">\n",
        escape(target)
    );
    for feature in features {
        let cases: Vec<_> = verdicts
            .iter()
            .filter(|(name, ..)| name.feature == feature)
            .collect();
        let count = |wanted: fn(&Verdict) -> bool| {
            cases
                .iter()
                .filter(|(_, _, verdict)| wanted(verdict))
                .count()
        };
        let _ = writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">",
            escape(feature),
            cases.len(),
            count(|verdict| matches!(verdict, Verdict::Failed(_) | Verdict::Warned(_))),
            count(|verdict| matches!(verdict, Verdict::Skipped(_))),
        );
        for case in cases {
            test_case(&mut out, case);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn test_case(out: &mut String, (name, took, verdict): &(Name, Duration, Verdict)) {
    let _ = write!(
        out,
        "    <testcase classname=\"{}\" name=\"{} (line {})\" time=\"{:.3}\"",
        escape(&name.feature),
        escape(&name.scenario),
        name.line,
        took.as_secs_f32(),
    );
    let _ = match verdict {
        Verdict::Passed => writeln!(out, "/>"),
        Verdict::Skipped(why) => {
            writeln!(out, "><skipped message=\"{}\"/></testcase>", escape(why))
        }
        Verdict::Warned(why) => {
            let why = escape(why);
            writeln!(
                out,
                "><failure type=\"warning\" message=\"{why}\"/></testcase>"
            )
        }
        Verdict::Failed(why) => {
            let first = escape(why.lines().nth(1).unwrap_or(why));
            let all = escape(why);
            writeln!(
                out,
                "><failure message=\"{first}\">{all}</failure></testcase>"
            )
        }
    };
}

/// Escapes text for XML, and drops what XML 1.0 cannot hold.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Name, Verdict, document};
    use std::time::Duration;

    #[test]
    fn a_report_counts_each_kind_and_escapes_its_text() {
        let name = |scenario: &str| Name {
            feature: "Login".to_owned(),
            scenario: scenario.to_owned(),
            line: 3,
            module: None,
        };
        let verdicts = [
            (name("a < b"), Duration::from_millis(1500), Verdict::Passed),
            (
                name("b"),
                Duration::ZERO,
                Verdict::Failed("step\n\"x\" & y".to_owned()),
            ),
            (
                name("c"),
                Duration::ZERO,
                Verdict::Skipped("no clock".to_owned()),
            ),
        ];
        let xml = document("mock-idp", &verdicts);
        for expected in [
            r#"<testsuite name="Login" tests="3" failures="1" skipped="1">"#,
            r#"name="a &lt; b (line 3)" time="1.500"/>"#,
            r#"<failure message="&quot;x&quot; &amp; y">"#,
            r#"<skipped message="no clock"/>"#,
        ] {
            assert!(xml.contains(expected), "{expected} in {xml}");
        }
    }
}
