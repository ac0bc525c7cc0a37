//! What is told at the end.

use std::fmt;

use serde_json::Value;

use crate::compare::{Difference, compare};
use crate::differences::Reviewed;
use crate::golden::Answers;

/// The outcome of a comparison.
#[derive(Debug)]
pub struct Report {
    /// The reviewed list, with its counts.
    pub reviewed: Reviewed,
    /// Entries of the list that cover nothing.
    pub stale: Vec<String>,
    /// What nobody has reviewed, by request.
    pub unreviewed: Vec<(String, Vec<Difference>)>,
    identical: usize,
    requests: usize,
    requests_reviewed: usize,
}

impl Report {
    /// Nothing compared yet.
    #[must_use]
    pub const fn new(reviewed: Reviewed) -> Self {
        Self {
            reviewed,
            stale: Vec::new(),
            unreviewed: Vec::new(),
            identical: 0,
            requests: 0,
            requests_reviewed: 0,
        }
    }

    /// Compares the answers to the flows of a file.
    pub fn add(&mut self, file: &str, stock: &Answers, mock: &Answers) {
        for (flow, stock) in stock {
            let mock = mock.iter().find(|(name, _)| name == flow);
            let mock = mock.map(|(_, records)| records.as_slice());
            for (index, stock) in stock.iter().enumerate() {
                let name = format!("{file}: {flow}: {}", stock.request);
                let mock = mock.and_then(|records| records.get(index));
                let same = mock.filter(|mock| mock.request == stock.request);
                let mock = same.map(|mock| mock.answer.as_slice()).unwrap_or_default();
                self.count(name, compare(&stock.answer, mock));
            }
        }
    }

    fn count(&mut self, request: String, found: Vec<Difference>) {
        self.requests += 1;
        if found.is_empty() {
            self.identical += 1;
            return;
        }
        let found_any = found.len();
        let left = self.reviewed.unreviewed(&request, found);
        self.requests_reviewed += usize::from(left.len() < found_any);
        if !left.is_empty() {
            self.unreviewed.push((request, left));
        }
    }

    /// Ends a comparison of all flows: what of the list has covered nothing is stale.
    pub fn end(&mut self) {
        self.stale = self.reviewed.stale();
    }

    /// Whether every difference is reviewed and nothing is stale.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.unreviewed.is_empty() && self.stale.is_empty()
    }

    /// How many requests were compared.
    #[must_use]
    pub const fn requests(&self) -> usize {
        self.requests
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.unreviewed.is_empty() {
            writeln!(f, "Not reviewed (- stock, + mock):\n")?;
        }
        for (request, differences) in &self.unreviewed {
            writeln!(f, "{request}\n{}", Diff(differences))?;
        }
        let shown = self
            .reviewed
            .entries
            .iter()
            .filter(|entry| entry.requests > 0);
        let shown: Vec<_> = shown.collect();
        if !shown.is_empty() {
            writeln!(f, "Reviewed:\n")?;
        }
        for entry in &shown {
            writeln!(f, "{:4}  {}: {}", entry.requests, entry.name, entry.reason)?;
        }
        for stale in &self.stale {
            writeln!(f, "stale, it covers nothing: {stale}")?;
        }
        writeln!(f, "\n{} of {} identical", self.identical, self.requests)?;
        let (count, requests) = (shown.len(), self.requests_reviewed);
        writeln!(f, "{count} reviewed differences in {requests} requests")
    }
}

/// Differences, line under line.
#[derive(Debug)]
pub struct Diff<'a>(pub &'a [Difference]);

impl fmt::Display for Diff<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Difference { field, stock, mock } in self.0 {
            let lists = (
                stock.as_deref().and_then(list),
                mock.as_deref().and_then(list),
            );
            if let (Some(stock), Some(mock)) = lists {
                items(f, field, ('-', &stock), ('+', &mock))?;
                continue;
            }
            if let Some(stock) = stock {
                writeln!(f, "  - {field}: {stock}")?;
            }
            if let Some(mock) = mock {
                writeln!(f, "  + {field}: {mock}")?;
            }
        }
        Ok(())
    }
}

fn list(value: &str) -> Option<Vec<Value>> {
    serde_json::from_str(value).ok()
}

/// Lists can be long: only the items that the other one has not, or else the whole, in its order.
fn items(
    f: &mut fmt::Formatter<'_>,
    field: &str,
    stock: (char, &[Value]),
    mock: (char, &[Value]),
) -> fmt::Result {
    let same_items = stock.1.iter().all(|item| mock.1.contains(item))
        && mock.1.iter().all(|item| stock.1.contains(item));
    for ((sign, these), (_, those)) in [(stock, mock), (mock, stock)] {
        for item in these {
            if same_items || !those.contains(item) {
                writeln!(f, "  {sign} {field}[]: {item}")?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Report;
    use crate::differences::Reviewed;
    use crate::golden::{self, Answers};
    use crate::normalise::Line;
    use crate::runner::Record;

    fn answers(status: &str) -> Answers {
        let answer = vec![Line::new("status", status)];
        let request = "token".to_owned();
        vec![("a flow".to_owned(), vec![Record { request, answer }])]
    }

    fn report(stock: &Answers, mock: &Answers, list: &str) -> Report {
        let mut report = Report::new(Reviewed::parse(list).unwrap());
        report.add("file", stock, mock);
        report.end();
        report
    }

    #[test]
    fn equal_answers_are_good() {
        let report = report(&answers("200"), &answers("200"), "");
        assert!(report.is_good());
        assert_eq!(
            report.to_string(),
            "\n1 of 1 identical\n0 reviewed differences in 0 requests\n"
        );
    }

    #[test]
    fn a_changed_a_missing_or_another_answer_is_not() {
        let shown = report(&answers("200"), &answers("400"), "").to_string();
        assert!(shown.contains("file: a flow: token\n  - status: 200\n  + status: 400\n"));
        assert!(!report(&answers("200"), &vec![], "").is_good());
        let mut other = answers("200");
        other[0].1[0].request = "refresh".to_owned();
        assert!(!report(&answers("200"), &other, "").is_good());
    }

    #[test]
    fn every_detail_of_a_recorded_answer_counts() {
        let recorded = golden::read("token").unwrap();
        assert!(report(&recorded, &recorded, "").is_good());
        let (flow, record) = (3, 0);
        for index in 0..recorded[flow].1[record].answer.len() {
            let mut mutated = recorded.clone();
            mutated[flow].1[record].answer[index].value += "x";
            assert!(
                !report(&mutated, &recorded, "").is_good(),
                "changed: {index}"
            );
            let mut mutated = recorded.clone();
            mutated[flow].1[record].answer.remove(index);
            assert!(
                !report(&mutated, &recorded, "").is_good(),
                "removed: {index}"
            );
            assert!(!report(&recorded, &mutated, "").is_good(), "added: {index}");
        }
    }

    #[test]
    fn of_long_lists_only_the_difference_is_shown() {
        let shown = |stock: &str, mock: &str| {
            let text = report(&answers(stock), &answers(mock), "").to_string();
            let lines = text.lines().filter(|line| line.contains("[]"));
            lines.map(str::trim).collect::<Vec<_>>().join(", ")
        };
        let found = shown(r#"["a","b"]"#, r#"["b","c"]"#);
        assert_eq!(found, r#"- status[]: "a", + status[]: "c""#);
        let found = shown("[1,2]", "[2,1]");
        assert_eq!(
            found,
            "- status[]: 1, - status[]: 2, + status[]: 2, + status[]: 1"
        );
    }

    #[test]
    fn a_reviewed_difference_is_good_and_a_stale_entry_is_not() {
        let list =
            "[[difference]]\nname = \"n\"\nreason = \"r\"\ncovers = [{ field = \"status\" }]";
        let covered = report(&answers("200"), &answers("400"), list);
        assert!(covered.is_good());
        let end = "0 of 1 identical\n1 reviewed differences in 1 requests\n";
        assert!(covered.to_string().ends_with(end));
        assert!(!report(&answers("200"), &answers("200"), list).is_good());
    }
}
