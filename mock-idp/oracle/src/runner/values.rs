use std::cell::Cell;
use std::collections::HashMap;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Answer;
use super::form::Form;
use crate::flows::Constants;
use crate::institution::NOW;
use crate::jwts::{Draft, Key, Moment};
use crate::recipients::Recipients;
use crate::subject::{API_PATH, ISSUER_PATH};

/// What `${name}` stands for.
#[derive(Debug)]
pub(super) struct Values {
    constants: Constants,
    recipients: Recipients,
    /// Oldest first.
    learned: HashMap<&'static str, Vec<String>>,
    now: i64,
    /// How many JWTs there have been.
    signed: Cell<u64>,
    strict: bool,
}

impl Values {
    pub(super) fn new(
        constants: &Constants,
        recipients: &Recipients,
        origin: &str,
        strict: bool,
    ) -> Self {
        let mut constants = constants.clone();
        for (name, path) in [("api", API_PATH), ("issuer", ISSUER_PATH), ("origin", "")] {
            let address = format!("{origin}{path}");
            constants.values.insert(name.to_owned(), address);
        }
        let host = origin.split("//").last().unwrap_or_default();
        constants.values.insert("host".to_owned(), host.to_owned());
        Self {
            constants,
            recipients: recipients.clone(),
            learned: HashMap::new(),
            now: NOW,
            signed: Cell::new(0),
            strict,
        }
    }

    /// The provider's clock has been moved.
    pub(super) const fn advance(&mut self, seconds: u64) {
        self.now = self.now.saturating_add_unsigned(seconds);
    }

    /// Puts values where a text refers to them.
    pub(super) fn fill(&self, text: &str) -> anyhow::Result<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_at(end(after).context("a `${` without `}`")?);
            let after = &after[1..];
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
        if let Some(name) = name.strip_prefix("hash:") {
            return Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(self.value(name)?)));
        }
        if let Some((kind, key)) = name.split_once(':')
            && let Some(told) = self.of_key(kind, key)
        {
            return told;
        }
        if let Some(constant) = self.constants.values.get(name) {
            return self.fill(constant);
        }
        if let Some(word) = name.split(' ').next()
            && self.constants.jwts.contains_key(word)
        {
            return self.signed(name);
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

    fn of_key(&self, kind: &str, key: &str) -> Option<anyhow::Result<String>> {
        let key = self.recipients.keys.key(key);
        let json = |members| Value::Object(members).to_string();
        match kind {
            "public" => Some(key.map(|key| json(key.public()))),
            "private" => Some(key.map(|key| json(key.private()))),
            "thumbprint" => Some(key.map(Key::thumbprint)),
            _ => None,
        }
    }

    /// The JWT of these words.
    fn signed(&self, words: &str) -> anyhow::Result<String> {
        self.signed.set(self.signed.get() + 1);
        let mut draft = Draft::default();
        self.apply(&mut draft, words)?;
        draft.sign(&self.recipients.keys)
    }

    fn apply(&self, draft: &mut Draft, words: &str) -> anyhow::Result<()> {
        let moment = Moment {
            now: self.now,
            unique: self.signed.get(),
        };
        for word in self.fill(words)?.split(' ') {
            match self.constants.jwts.get(word) {
                Some(words) => self.apply(draft, words)?,
                None => draft.apply(word, moment)?,
            }
        }
        Ok(())
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
                if name == "id_token"
                    && let Ok(inside) = self.recipients.open(&value)
                {
                    self.learned.entry("inside").or_default().push(inside);
                }
                self.learned.entry(name).or_default().push(value);
            }
        }
    }
}

/// Where the `}` is that ends a placeholder, in which there may be others.
fn end(text: &str) -> Option<usize> {
    let mut open = 0;
    text.char_indices().find_map(|(index, character)| {
        match character {
            '}' if open == 0 => return Some(index),
            '}' => open -= 1,
            '{' => open += 1,
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use reqwest::header::{HeaderMap, HeaderValue, LOCATION};
    use serde_json::json;
    use url::Url;

    use super::{Answer, NOW, Values};
    use crate::flows::Constants;
    use crate::jwts::Keys;
    use crate::recipients::Recipients;

    const ORIGIN: &str = "http://127.0.0.1:4000";

    fn values(strict: bool) -> Values {
        let named = |pairs: &[(&str, &str)]| {
            let owned = pairs.iter();
            owned
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect()
        };
        let constants = Constants {
            values: named(&[("auth", "https://banno"), ("offline", "${auth}/offline")]),
            jwts: named(&[
                (
                    "assertion",
                    "alg:own aud=${issuer}/token jti=new exp=now+60",
                ),
                ("ed", "assertion @ed sub=${auth}"),
            ]),
        };
        let recipients = Recipients {
            keys: Keys::read().unwrap(),
            ..Recipients::default()
        };
        Values::new(&constants, &recipients, ORIGIN, strict)
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
    fn placeholders_may_contain_others() {
        let values = values(true);
        assert_eq!(values.fill("a${repeat:{}:2}b").unwrap(), "a{}{}b");
    }

    #[test]
    fn a_name_of_a_jwt_signs_one() {
        let mut values = values(true);
        values.advance(5);
        let read = |words: &str| -> serde_json::Value {
            let token = values.fill(words).unwrap();
            let claims = token.split('.').nth(1).unwrap();
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
        };
        let expected = json!({
            "aud": format!("{ORIGIN}/a/consumer/api/v0/oidc/token"),
            "jti": "jti-1",
            "exp": NOW + 65,
            "sub": "https://banno",
        });
        assert_eq!(read("${ed}"), expected);
        let claims = read("${ed -aud exp=now-5 sub=${hash:auth}}");
        assert_eq!(
            claims,
            json!({ "jti": "jti-2", "exp": NOW, "sub": claims["sub"] })
        );
        assert!(values.fill("${ed nonsense}").is_err());
        assert!(values.fill("${ed @nobody}").is_err());
    }

    #[test]
    fn keys_tell_of_themselves() {
        let values = values(true);
        let read = |text: &str| -> serde_json::Value {
            serde_json::from_str(&values.fill(text).unwrap()).unwrap()
        };
        assert!(read("${private:ed}")["d"].is_string());
        assert!(read("${public:ed}")["d"].is_null());
        assert_eq!(values.fill("${thumbprint:ed}").unwrap().len(), 43);
        assert!(values.fill("${public:nobody}").is_err());
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
