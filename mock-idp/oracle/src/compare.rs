//! What differs between two answers.

use crate::normalise::Line;

/// A detail that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub field: String,
    /// What stock says; `None` where it does not say it.
    pub stock: Option<String>,
    /// What the mock says.
    pub mock: Option<String>,
}

/// The differences of an answer, in the order of the details.
///
/// Details are found by name, a repeated name by its position among its likes. Where all that both
/// have agrees but for the order, the order is the difference.
#[must_use]
pub fn compare(stock: &[Line], mock: &[Line]) -> Vec<Difference> {
    let stock = numbered(stock);
    let mock = numbered(mock);
    let mut differences = Vec::new();
    for (key, stock_value) in &stock {
        let mock_value = value(&mock, *key);
        if mock_value != Some(*stock_value) {
            differences.push(difference(*key, Some(*stock_value), mock_value));
        }
    }
    for (key, mock_value) in &mock {
        if value(&stock, *key).is_none() {
            differences.push(difference(*key, None, Some(*mock_value)));
        }
    }
    let order = |these: &[Numbered<'_>], those: &[Numbered<'_>]| -> Vec<String> {
        let common = these.iter().filter(|(key, _)| value(those, *key).is_some());
        common.map(|((field, _), _)| (*field).to_owned()).collect()
    };
    let (stock_order, mock_order) = (order(&stock, &mock), order(&mock, &stock));
    if stock_order != mock_order {
        differences.push(Difference {
            field: "order".to_owned(),
            stock: Some(stock_order.join(" ")),
            mock: Some(mock_order.join(" ")),
        });
    }
    differences
}

/// A detail, with its position among those of the same name.
type Numbered<'a> = ((&'a str, usize), &'a str);

fn numbered(lines: &[Line]) -> Vec<Numbered<'_>> {
    let mut numbered: Vec<Numbered<'_>> = Vec::new();
    for line in lines {
        let before = numbered
            .iter()
            .filter(|((field, _), _)| *field == line.field);
        let key = (line.field.as_str(), before.count());
        numbered.push((key, &line.value));
    }
    numbered
}

fn value<'a>(lines: &[Numbered<'a>], key: (&str, usize)) -> Option<&'a str> {
    let found = lines.iter().find(|(known, _)| *known == key);
    found.map(|(_, value)| *value)
}

fn difference(key: (&str, usize), stock: Option<&str>, mock: Option<&str>) -> Difference {
    Difference {
        field: key.0.to_owned(),
        stock: stock.map(str::to_owned),
        mock: mock.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::{Difference, compare};
    use crate::normalise::Line;

    fn answer(lines: &[&str]) -> Vec<Line> {
        lines
            .iter()
            .map(|line| Line::parse(line).unwrap())
            .collect()
    }

    fn differences(stock: &[&str], mock: &[&str]) -> Vec<String> {
        let shown = |d: Difference| {
            let or = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
            format!("{}: {} / {}", d.field, or(d.stock), or(d.mock))
        };
        let found = compare(&answer(stock), &answer(mock));
        found.into_iter().map(shown).collect()
    }

    #[test]
    fn equal_answers_have_none() {
        let lines = [
            "status: 200",
            "body.a: 1",
            "page.asks for: x",
            "page.asks for: y",
        ];
        assert!(differences(&lines, &lines).is_empty());
    }

    #[test]
    fn a_changed_a_missing_and_a_new_detail_are_three() {
        let found = differences(&["a: 1", "b: 2"], &["a: 2", "c: 3"]);
        assert_eq!(found, ["a: 1 / 2", "b: 2 / -", "c: - / 3"]);
    }

    #[test]
    fn the_order_counts_and_what_one_side_lacks_does_not_disturb_it() {
        let found = differences(&["a: 1", "b: 2", "c: 3"], &["c: 3", "a: 1"]);
        assert_eq!(found, ["b: 2 / -", "order: a c / c a"]);
        assert_eq!(differences(&["a: 1", "b: 2"], &["b: 2"]), ["a: 1 / -"]);
    }

    #[test]
    fn a_repeated_detail_is_found_by_its_position() {
        let found = differences(&["a: 1", "a: 2"], &["a: 1", "a: 3", "a: 4"]);
        assert_eq!(found, ["a: 2 / 3", "a: - / 4"]);
    }
}
