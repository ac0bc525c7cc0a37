//! What the stock library answers, recorded: a file in `golden/` for each in `requests/`.

use std::fs;

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use crate::normalise::Line;
use crate::paths::of_package;
use crate::runner::Record;

/// The answers to the flows of a file, by the flow's name.
pub type Answers = Vec<(String, Vec<Record>)>;

/// Reads the recorded answers.
///
/// # Errors
/// There are none, or they are not what [`write()`] writes.
pub fn read(file: &str) -> anyhow::Result<Answers> {
    let path = of_package("golden").join(format!("{file}.json"));
    let text = fs::read_to_string(path)
        .with_context(|| format!("golden/{file}.json; scripts/oracle --record makes it"))?;
    parse(&text).with_context(|| format!("golden/{file}.json"))
}

/// Records answers.
///
/// # Errors
/// The file cannot be written.
pub fn write(file: &str, answers: &Answers) -> anyhow::Result<()> {
    let path = of_package("golden").join(format!("{file}.json"));
    fs::write(path, render(answers)?).with_context(|| format!("golden/{file}.json"))
}

/// What was asked.
#[must_use]
pub fn requests(answers: &Answers) -> Vec<(&str, &str)> {
    answers
        .iter()
        .flat_map(|(flow, records)| {
            let requests = records.iter().map(|record| record.request.as_str());
            requests.map(move |request| (flow.as_str(), request))
        })
        .collect()
}

fn render(answers: &Answers) -> anyhow::Result<String> {
    let record = |record: &Record| {
        let answer: Vec<_> = record.answer.iter().map(ToString::to_string).collect();
        json!({ "request": record.request, "answer": answer })
    };
    let flows = answers.iter().map(|(flow, records)| {
        let records: Vec<_> = records.iter().map(record).collect();
        (flow.clone(), Value::from(records))
    });
    let text = serde_json::to_string_pretty(&flows.collect::<Map<_, _>>())?;
    Ok(text + "\n")
}

fn parse(text: &str) -> anyhow::Result<Answers> {
    let flows: Map<String, Value> = serde_json::from_str(text)?;
    let record = |record: &Value| {
        let lines = record["answer"].as_array()?.iter();
        let answer = lines.map(|line| Line::parse(line.as_str()?));
        Some(Record {
            request: record["request"].as_str()?.to_owned(),
            answer: answer.collect::<Option<_>>()?,
        })
    };
    let flows = flows.into_iter().map(|(flow, records)| {
        let records = records.as_array().map(|records| records.iter().map(record));
        let records = records.and_then(|records| records.collect::<Option<Vec<_>>>());
        let records = records.with_context(|| format!("`{flow}` is damaged"))?;
        Ok((flow, records))
    });
    flows.collect()
}

#[cfg(test)]
mod tests {
    use super::{parse, render};
    use crate::normalise::Line;
    use crate::runner::Record;

    #[test]
    fn what_is_written_is_read() {
        let record = Record {
            request: "token, -code".to_owned(),
            answer: vec![Line::new("status", "400"), Line::new("body.a", "b: \"c\"")],
        };
        let answers = vec![("a flow".to_owned(), vec![record.clone(), record])];
        assert_eq!(parse(&render(&answers).unwrap()).unwrap(), answers);
    }

    #[test]
    fn what_is_damaged_is_refused() {
        assert!(parse(r#"{"a flow": [{"request": "r", "answer": ["no field"]}]}"#).is_err());
        assert!(parse(r#"{"a flow": [{"answer": []}]}"#).is_err());
    }
}
