use serde_json::{Map, Value};

use super::Money;

/// A JSON object of the institution's, kept as it came; members that this client does not know do
/// no harm.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Received(pub(super) Map<String, Value>);

impl Received {
    /// The object that one entry of a list is.
    pub(super) fn entry(value: Value, what: &str) -> Result<Self, String> {
        match value {
            Value::Object(object) => Ok(Self(object)),
            _ => Err(format!("{what} is not an object")),
        }
    }

    /// The list of that name; nothing where it is missing or null.
    pub(super) fn take_list(&mut self, member: &str) -> Result<Option<Vec<Value>>, String> {
        match self.0.remove(member) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(list)) => Ok(Some(list)),
            Some(_) => Err(format!("{member} is not a list")),
        }
    }

    /// The text of that name, which has to be there and has to be some.
    pub(super) fn required_text(&self, member: &str) -> Result<String, String> {
        match self.0.get(member) {
            Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
            _ => Err(format!("{member} is missing, empty or not a string")),
        }
    }

    /// The number of that name; nothing where it is missing or null.
    pub(super) fn count(&self, member: &str) -> Result<Option<u64>, String> {
        match self.0.get(member) {
            None | Some(Value::Null) => Ok(None),
            Some(number) => match number.as_u64() {
                Some(number) => Ok(Some(number)),
                None => Err(format!("{member} is not a whole number")),
            },
        }
    }

    /// The amount of that name; nothing where it is missing or null.
    pub(super) fn money(&self, member: &str) -> Result<Option<Money>, String> {
        match self.0.get(member) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(value) => match value.as_str().and_then(Money::parse) {
                Some(money) => Ok(Some(money)),
                None => Err(format!("{member} is not a decimal number in a string")),
            },
        }
    }

    /// Refuses texts that are something else.
    pub(super) fn check_texts(&self, members: &[&str]) -> Result<(), String> {
        let wrong = members.iter().find(|member| {
            let value = self.0.get(**member);
            value.is_some_and(|value| !value.is_string() && !value.is_null())
        });
        match wrong {
            Some(member) => Err(format!("{member} is not a string")),
            None => Ok(()),
        }
    }

    /// The text of that name, where there is some.
    pub(super) fn text(&self, member: &str) -> Option<&str> {
        let text = self.0.get(member)?.as_str()?;
        (!text.is_empty()).then_some(text)
    }
}
