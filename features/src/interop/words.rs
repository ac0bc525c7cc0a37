/// A text in one line without what may be a token or a code in it.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    let line = masked(&words.join(" "));
    match line.char_indices().nth(LONGEST_LINE) {
        Some((at, _)) => format!("{} …", &line[..at]),
        None => line,
    }
}

/// A text without what may be a token or a code in it: what is as long as one, and has no gap, is cut.
pub(super) fn masked(text: &str) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if is_of_a_token(first) {
            rest.find(|next| !is_of_a_token(next)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (run, after) = rest.split_at(length);
        if run.len() >= SHORTEST_SECRET {
            masked.push_str(&run[..SHOWN]);
            masked.push_str("***");
        } else {
            masked.push_str(run);
        }
        rest = after;
    }
    masked
}

/// The alphabet of base64url (RFC 4648 5).
const fn is_of_a_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

/// 256 bits in base64url; the identifiers of clients and users are shorter.
const SHORTEST_SECRET: usize = 43;
const SHOWN: usize = 6;
const LONGEST_LINE: usize = 300;

#[cfg(test)]
mod tests {
    use super::{masked, one_line};

    #[test]
    fn what_may_be_a_token_is_cut_wherever_it_stands() {
        let token = "a1_-".repeat(11);
        let shown = format!("got: {token}, é (https://localhost:1/cb?code={token}.{token})");
        let cut = "got: a1_-a1***, é (https://localhost:1/cb?code=a1_-a1***.a1_-a1***)";
        assert_eq!(masked(&shown), cut);
        let identifier = "5cad5c30-6d24-11e9-870c-0242b78f8571";
        assert_eq!(masked(identifier), identifier);
    }

    #[test]
    fn a_text_becomes_a_line_that_is_not_too_long() {
        assert_eq!(one_line(" two\n\twords "), "two words");
        assert_eq!(one_line(&"é ".repeat(400)).chars().count(), 302);
    }
}
