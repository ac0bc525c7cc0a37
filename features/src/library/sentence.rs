use std::iter::Peekable;
use std::str::Chars;

/// A step's expression as a reader writes the sentence: `"…"` is text in quotes, `N` a number, `…` a word or more, of
/// `(a / b)` one is chosen, and `[…]` may be left out.
pub(super) fn sentence(regex: &str) -> String {
    let regex = regex.replace(INTEGER, r"(\d+)");
    let mut reader = Reader(regex.chars().peekable());
    one_of(reader.alternatives())
}

/// Reads as much of regular expressions as steps are made of.
struct Reader<'a>(Peekable<Chars<'a>>);

impl Reader<'_> {
    /// What stands between bars, up to the end of the group.
    fn alternatives(&mut self) -> Vec<String> {
        let mut all = vec![String::new()];
        while let Some(letter) = self.0.next() {
            let part = match letter {
                ')' => break,
                '|' => {
                    all.push(String::new());
                    continue;
                }
                '^' | '$' => continue,
                '.' => ANYTHING.to_owned(),
                '[' => self.class(),
                '(' => self.group(),
                '\\' => self.escaped(),
                other => other.to_string(),
            };
            let part = self.repeated(part);
            if let Some(last) = all.last_mut() {
                last.push_str(&part);
            }
        }
        all
    }

    /// A group is what it may contain; one that a step takes as its argument is anything, where it may be.
    fn group(&mut self) -> String {
        let mut is_taken = true;
        if self.0.next_if_eq(&'?').is_some() {
            is_taken = self.0.next_if_eq(&':').is_none();
            if is_taken {
                self.0.by_ref().find(|letter| *letter == '>');
            }
        }
        let all = self.alternatives();
        if is_taken && all.iter().any(|it| it.contains(ANYTHING)) {
            return ANYTHING.to_owned();
        }
        one_of(all)
    }

    fn class(&mut self) -> String {
        while let Some(letter) = self.0.next() {
            match letter {
                ']' => break,
                '\\' => drop(self.0.next()),
                _ => {}
            }
        }
        ANYTHING.to_owned()
    }

    fn escaped(&mut self) -> String {
        match self.0.next() {
            Some('d') => "N".to_owned(),
            Some('s' | 'S' | 'w' | 'W') => ANYTHING.to_owned(),
            other => other.map(String::from).unwrap_or_default(),
        }
    }

    fn repeated(&mut self, part: String) -> String {
        match self.0.next_if(|letter| ['+', '*', '?'].contains(letter)) {
            Some('?') => format!("[{part}]"),
            _ => part,
        }
    }
}

/// One of these; quotes of either kind are one thing.
fn one_of(mut all: Vec<String>) -> String {
    all.dedup_by(|right, left| right.replace('\'', "\"") == *left);
    match &all[..] {
        [only] => only.clone(),
        several => format!("({})", several.join(" / ")),
    }
}

/// The parameter `{int}` of a cucumber expression.
const INTEGER: &str = r"((?:-?\d+)|(?:\d+))";
const ANYTHING: &str = "…";

#[cfg(test)]
mod tests {
    use cucumber::codegen::Expression;

    use super::sentence;

    #[test]
    fn expressions_are_told_as_they_are_written() {
        for (expression, told) in [
            ("the user signs in", "the user signs in"),
            ("the user {string} enters {int}", "the user \"…\" enters N"),
            ("{int} second(s) pass(es)", "N second[s] pass[es]"),
            ("the same name as \\/me", "the same name as /me"),
            ("the {word} is a dog/cat", "the … is a (dog / cat)"),
        ] {
            let regex = Expression::regex(expression).unwrap();
            assert_eq!(sentence(regex.as_str()), told);
        }
    }

    #[test]
    fn regular_expressions_are_told_as_sentences() {
        for (regex, told) in [
            (r"^it is asked with (.+)$", "it is asked with …"),
            (r"^the (first|newest) token$", "the (first / newest) token"),
            (r"^it is good( for nothing)?$", "it is good[ for nothing]"),
            (r"^a (\d+) by (\d+) window$", "a N by N window"),
            (r#"^"([^"\\]+)" is read$"#, "\"…\" is read"),
            (
                r"^it asks(?: again)?(?: with ((?:no |[a-z_]+ = ).+))?$",
                "it asks[ again][ with …]",
            ),
        ] {
            assert_eq!(sentence(regex), told);
        }
    }
}
