use std::collections::HashMap;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::Answer;
use super::form::Form;
use crate::subject::{API_PATH, ISSUER_PATH};

/// What `${name}` stands for.
#[derive(Debug)]
pub(super) struct Values {
    constants: HashMap<String, String>,
    /// Oldest first.
    learned: HashMap<&'static str, Vec<String>>,
    strict: bool,
}

impl Values {
    pub(super) fn new(constants: &[(String, String)], origin: &str, strict: bool) -> Self {
        let mut constants: HashMap<_, _> = constants.iter().cloned().collect();
        constants.insert("api".to_owned(), format!("{origin}{API_PATH}"));
        constants.insert("issuer".to_owned(), format!("{origin}{ISSUER_PATH}"));
        Self {
            constants,
            learned: HashMap::new(),
            strict,
        }
    }

    /// Puts values where a text refers to them.
    pub(super) fn fill(&self, text: &str) -> anyhow::Result<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').context("a `${` without `}`")?;
            filled.push_str(before);
            filled.push_str(&self.value(name)?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn value(&self, name: &str) -> anyhow::Result<String> {
        if let Some(credentials) = name.strip_prefix("basic:") {
            return Ok(STANDARD.encode(credentials));
        }
        if let Some((text, times)) = name
            .strip_prefix("repeat:")
            .and_then(|rest| rest.split_once(':'))
        {
            return Ok(text.repeat(times.parse()?));
        }
        if let Some(constant) = self.constants.get(name) {
            return self.fill(constant);
        }
        let (name, index) = match name.split_once('#') {
            Some((name, index)) => (name, Some(index.parse::<usize>()?)),
            None => (name, None),
        };
        let learned = self.learned.get(name).map_or(&[][..], Vec::as_slice);
        let value = match index {
            Some(index) => learned.get(index.saturating_sub(1)),
            None => learned.last(),
        };
        match value {
            Some(value) => Ok(value.clone()),
            None if self.strict => bail!("no answer has brought {name}"),
            None => Ok(format!("no-{name}")),
        }
    }

    /// Takes what an answer brings.
    pub(super) fn learn(&mut self, answer: &Answer, origin: &str) {
        let mut found = Vec::new();
        if let Ok(Value::Object(members)) = serde_json::from_str(&answer.body) {
            for name in ["access_token", "id_token", "refresh_token", "request_uri"] {
                found.push((
                    name,
                    members.get(name).and_then(Value::as_str).map(str::to_owned),
                ));
            }
        }
        if let Some(url) = answer.redirect() {
            let fragment = url.fragment().unwrap_or_default().to_owned();
            let fragment = url::form_urlencoded::parse(fragment.as_bytes());
            let mut pairs = url.query_pairs().chain(fragment);
            let code = pairs.find(|(name, _)| name == "code");
            found.push(("code", code.map(|(_, code)| code.into_owned())));
        }
        if answer.is_html() && answer.redirect().is_none() {
            let path = answer.url.as_str().strip_prefix(origin);
            let path = path.and_then(|path| path.strip_prefix(ISSUER_PATH));
            found.push(("page", path.map(str::to_owned)));
            if let Some(form) = Form::of(answer) {
                for name in ["code", "xsrf"] {
                    found.push((name, form.value(name).map(str::to_owned)));
                }
            }
        }
        for (name, value) in found {
            if let Some(value) = value {
                self.learned.entry(name).or_default().push(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderValue, LOCATION};
    use url::Url;

    use super::{Answer, Values};

    const ORIGIN: &str = "http://127.0.0.1:4000";

    fn values(strict: bool) -> Values {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let constants = [
            pair("auth", "https://banno"),
            pair("offline", "${auth}/offline"),
        ];
        Values::new(&constants, ORIGIN, strict)
    }

    fn answer(location: Option<&'static str>, body: &str) -> Answer {
        let location = location.map(|uri| (LOCATION, HeaderValue::from_static(uri)));
        Answer {
            url: Url::parse(ORIGIN).unwrap(),
            status: 200,
            headers: HeaderMap::from_iter(location),
            body: body.to_owned(),
        }
    }

    #[test]
    fn constants_may_refer_to_others_and_functions_are_applied() {
        let values = values(true);
        let filled = |text| values.fill(text).unwrap();
        assert_eq!(
            filled("a ${offline} ${auth}"),
            "a https://banno/offline https://banno"
        );
        assert_eq!(filled("${basic:a:b}"), "YTpi");
        assert_eq!(filled("${repeat:ab:3}"), "ababab");
        assert_eq!(filled("${api}"), format!("{ORIGIN}/a/consumer/api/v0"));
        assert_eq!(filled(r#"{"claims":null}"#), r#"{"claims":null}"#);
        assert!(values.fill("${open").is_err());
    }

    #[test]
    fn the_newest_value_counts_unless_one_is_numbered() {
        let mut values = values(true);
        assert!(values.fill("${code}").is_err());
        for location in [
            "https://app.example/cb?code=first",
            "https://app.example/cb#code=second",
        ] {
            values.learn(&answer(Some(location), ""), ORIGIN);
        }
        values.learn(
            &answer(None, r#"{"access_token":"t","expires_in":600}"#),
            ORIGIN,
        );
        let text = "${code} ${code#1} ${access_token}";
        assert_eq!(values.fill(text).unwrap(), "second first t");
        assert!(values.fill("${code#3}").is_err());
    }

    #[test]
    fn what_the_mock_has_not_brought_is_something_wrong_not_a_failure() {
        assert_eq!(values(false).fill("${code}").unwrap(), "no-code");
    }
}
