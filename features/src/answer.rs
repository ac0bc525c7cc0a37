use std::fmt;

use serde_json::Value;

use crate::user_agent;

/// What somebody was answered over HTTP. Shown, its secrets are masked.
#[derive(Clone, Copy)]
pub struct Answer<'a>(&'a user_agent::Answer);

impl<'a> Answer<'a> {
    pub(crate) const fn of(answer: &'a user_agent::Answer) -> Self {
        Self(answer)
    }

    /// The address that was asked.
    #[must_use]
    pub fn url(self) -> &'a str {
        self.0.url.as_str()
    }

    /// The status code.
    #[must_use]
    pub const fn status(self) -> u16 {
        self.0.status
    }

    /// A header by its name, whatever its case; the first where it stands more than once.
    #[must_use]
    pub fn header(self, name: &str) -> Option<&'a str> {
        self.0.header(name)
    }

    /// The body as it came.
    #[must_use]
    pub fn body(self) -> &'a str {
        &self.0.body
    }

    /// The body as JSON.
    pub fn json(self) -> anyhow::Result<Value> {
        self.0.json()
    }
}

impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderValue, LOCATION, SET_COOKIE};
    use url::Url;

    use super::Answer;
    use crate::user_agent;

    const SECRET: &str = "abcdefghijklmnopqrstuvwxyz";

    fn answer(body: &str) -> user_agent::Answer {
        let location = format!("https://app.example/cb?code={SECRET}");
        user_agent::Answer {
            url: Url::parse("https://bank.example/token").unwrap(),
            status: 200,
            headers: HeaderMap::from_iter([
                (SET_COOKIE, HeaderValue::from_static(SECRET)),
                (LOCATION, HeaderValue::from_str(&location).unwrap()),
            ]),
            body: body.to_owned(),
        }
    }

    #[test]
    fn shown_it_masks_what_it_hands_over() {
        let body = format!(r#"{{"access_token":"{SECRET}","refresh_token":"{SECRET}"}}"#);
        let answer = answer(&body);
        let answer = Answer::of(&answer);
        for shown in [format!("{answer}"), format!("{answer:?}")] {
            assert!(!shown.contains(SECRET), "{shown}");
            assert_eq!(shown.matches("abcdef***").count(), 4, "{shown}");
        }
        assert_eq!(answer.header("Set-Cookie"), Some(SECRET));
        assert_eq!(answer.json().unwrap()["access_token"], SECRET);
        assert_eq!((answer.status(), answer.body()), (200, &*body));
        assert_eq!(answer.url(), "https://bank.example/token");
    }

    #[test]
    fn what_is_not_json_is_told_without_its_secrets() {
        let page = format!(r#"<form><input type="hidden" name="code" value="{SECRET}"></form>"#);
        let answer = answer(&page);
        let told = Answer::of(&answer).json().unwrap_err().to_string();
        assert!(told.starts_with("the body is not JSON"), "{told}");
        assert!(!told.contains(SECRET), "{told}");
    }
}
