use serde_json::Value;
use time::Date;

use super::{Config, Error};

impl Config {
    /// A configuration with users of the institution at the root, their accounts and every transaction of a
    /// year up to that day, to be read, edited and served. Without a seed, that of the institution counts.
    ///
    /// # Errors
    /// [`Error`] where there is no such user.
    pub fn data_set(
        &self,
        usernames: &[String],
        seed: Option<u64>,
        today: Date,
    ) -> Result<String, Error> {
        let consumer_api = self.default.consumer_api.build();
        let consumer_api = consumer_api.map_err(|what| self.error(what))?;
        let seed = seed.unwrap_or(consumer_api.seed);
        let mut text = format!(
            "# Users with their accounts and transactions, made from seed {seed} up to {today}.\n\
             # Serve it with `mock-idp serve --config FILE`.\n"
        );
        let names: Vec<_> = self
            .default
            .users
            .iter()
            .map(|user| user.username.as_str())
            .collect();
        for username in usernames {
            super::names::known(username, "users.username", &names)
                .map_err(|what| self.error(what))?;
        }
        let chosen = |username: &String| usernames.is_empty() || usernames.contains(username);
        for user in self
            .default
            .users
            .iter()
            .filter(|user| chosen(&user.username))
        {
            let mut section = serde_json::to_value(user).unwrap_or_default();
            if let Value::Object(members) = &mut section {
                if user.accounts.of(&user.sub).is_empty() {
                    members.insert("accounts".to_owned(), Value::Array(Vec::new()));
                } else {
                    members.shift_remove("accounts");
                }
            }
            let table = serde_json::json!({ "users": [section] });
            text.push('\n');
            text.push_str(&toml::to_string(&table).unwrap_or_default());
            let accounts = user.accounts.of(&user.sub);
            if accounts.is_empty() {
                continue;
            }
            text.push('\n');
            text.push_str(&bank::readable(&accounts, seed, today));
        }
        Ok(text)
    }
}
