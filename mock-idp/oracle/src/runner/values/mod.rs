mod signing;

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
mod tests;
