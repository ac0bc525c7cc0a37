use serde_json::Value;

use super::Values;
use crate::jwts::{Draft, Key, Moment};

impl Values {
    /// What a key tells of itself; `None` for another kind of value.
    pub(super) fn of_key(&self, kind: &str, key: &str) -> Option<anyhow::Result<String>> {
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
    pub(super) fn signed(&self, words: &str) -> anyhow::Result<String> {
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
}
