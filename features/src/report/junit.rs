use std::fmt::Write as _;

use super::record::{Known, Record, Verdict};

/// The verdicts in the XML of `JUnit`, one suite for each feature.
pub(super) fn document(target: &str, records: &[Record]) -> String {
    let mut features: Vec<_> = records
        .iter()
        .map(|record| record.name.feature.as_str())
        .collect();
    features.sort_unstable();
    features.dedup();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\">\n",
        escape(target)
    );
    for feature in features {
        let cases: Vec<_> = records
            .iter()
            .filter(|record| record.name.feature == feature)
            .collect();
        let count = |is_it: fn(&Record) -> bool| cases.iter().filter(|it| is_it(it)).count();
        let _ = writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">",
            escape(feature),
            cases.len(),
            count(|it| it.is_failed() || it.is_warned()),
            count(Record::is_skipped),
        );
        for case in cases {
            test_case(&mut out, case);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn test_case(out: &mut String, record: &Record) {
    let name = &record.name;
    let _ = write!(
        out,
        "    <testcase classname=\"{}\" name=\"{} (line {})\" time=\"{:.3}\"",
        escape(&name.feature),
        escape(&name.scenario),
        name.line,
        record.took.as_secs_f32(),
    );
    let _ = match (&record.verdict, &record.expected) {
        (Verdict::Passed, _) => writeln!(out, "/>"),
        (verdict, Some(Known::Listed { reason, until })) => writeln!(
            out,
            "><skipped message=\"{}, expected until {until}: {}\"/></testcase>",
            verdict.word(),
            escape(reason)
        ),
        (Verdict::Skipped(why), _) => {
            writeln!(out, "><skipped message=\"{}\"/></testcase>", escape(why))
        }
        (Verdict::Warned(why), _) => {
            let why = escape(why);
            writeln!(
                out,
                "><failure type=\"warning\" message=\"{why}\"/></testcase>"
            )
        }
        (Verdict::Failed(failure), _) => {
            let first = escape(failure.why.lines().next().unwrap_or_default());
            let all = escape(&format!(
                "{}\n{}\nrule: {}\n{}",
                failure.step,
                failure.why,
                record.broken_rule(),
                failure.trace
            ));
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
