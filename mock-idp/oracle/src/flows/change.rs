//! A request that is yet to be filled in, and the changes of it.
//!
//! | change | meaning |
//! |---|---|
//! | `name=value` | the parameter has this value |
//! | `+name=value` | the parameter comes once more |
//! | `-name` | without the parameter |
//! | `?name=value` | in the query, whatever the method |
//! | `name: value` | the header has this value |
//! | `+name: value` | the header comes once more |
//! | `-name:` | without the header |
//! | `POST`, `POST /path` | another method, another path |
//! | `< text` | this body instead of the parameters |
//!
//! `${name}` is a value of `bases.toml` or the newest one of what the answers brought: `code`,
//! `access_token`, `refresh_token`, `id_token`, `request_uri`, `xsrf`, `page`. `${issuer}` and
//! `${api}` are the provider's own addresses. `${name#1}` is the
//! first of them, `${basic:id:secret}` what HTTP Basic makes of id and secret, `${repeat:x:9}`
//! the text nine times and `${hash:name}` the SHA-256 of `${name}`. A name of `[jwts]`, with more words
//! behind it, is a JWT of these words; of a key of `keys.json` there are `${public:key}`,
//! `${private:key}` and `${thumbprint:key}`.

use anyhow::{Context as _, bail};
use reqwest::Method;

/// A request with `${…}` in it.
#[derive(Clone, Debug)]
pub struct Template {
    /// How.
    pub method: Method,
    /// Where: below the issuer, or with a leading `~` below the origin.
    pub path: String,
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// Parameters in the query, whatever the method.
    pub query: Vec<(String, String)>,
    /// Parameters, in the form of a POST and the query of others.
    pub params: Vec<(String, String)>,
    /// A body that takes the place of the form.
    pub body: Option<String>,
}

impl Template {
    /// A request with nothing but method and path, `GET /path`.
    pub(super) fn to(send: &str) -> anyhow::Result<Self> {
        let (method, path) = send
            .split_once(' ')
            .with_context(|| format!("`{send}` is not METHOD /path"))?;
        Ok(Self {
            method: method.parse()?,
            path: path.to_owned(),
            headers: Vec::new(),
            query: Vec::new(),
            params: Vec::new(),
            body: None,
        })
    }

    /// Changes it.
    pub(super) fn change(&mut self, change: &str) -> anyhow::Result<()> {
        let (sign, rest) = change.split_at(change.chars().next().map_or(0, char::len_utf8));
        match sign {
            "<" => self.body = Some(rest.trim_start().to_owned()),
            "?" => self.query.push(pair(rest)?),
            "+" if is_header(rest) => self.headers.push(header(rest)?),
            "+" => self.params.push(pair(rest)?),
            "-" => match rest.strip_suffix(':') {
                Some(header) => self.headers.retain(|(name, _)| name != header),
                None => self.params.retain(|(name, _)| name != rest),
            },
            _ if self.redirect(change)? => {}
            _ if is_header(change) => {
                let (name, value) = header(change)?;
                set(&mut self.headers, name, value);
            }
            _ if change.contains('=') => {
                let (name, value) = pair(change)?;
                set(&mut self.params, name, value);
            }
            _ => bail!("`{change}` is no change of a request"),
        }
        Ok(())
    }

    /// Another method or path, if the change is one.
    fn redirect(&mut self, change: &str) -> anyhow::Result<bool> {
        let (method, path) = change.split_once(' ').unwrap_or((change, ""));
        if method.is_empty() || !method.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Ok(false);
        }
        self.method = method.parse()?;
        if !path.is_empty() {
            path.clone_into(&mut self.path);
        }
        Ok(true)
    }
}

/// Whether it is `name: value` and not `name=value`.
fn is_header(text: &str) -> bool {
    let colon = text.find(": ");
    colon.is_some_and(|colon| text.find('=').is_none_or(|equals| colon < equals))
}

fn header(text: &str) -> anyhow::Result<(String, String)> {
    let (name, value) = text.split_once(": ").context("a header")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn set(pairs: &mut Vec<(String, String)>, name: String, value: String) {
    match pairs.iter_mut().find(|(known, _)| *known == name) {
        Some((_, known)) => *known = value,
        None => pairs.push((name, value)),
    }
}

pub(super) fn pair(text: &str) -> anyhow::Result<(String, String)> {
    let (name, value) = text
        .split_once('=')
        .with_context(|| format!("`{text}` is not name=value"))?;
    Ok((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::Template;

    fn changed(changes: &[&str]) -> Template {
        let mut template = Template::to("POST /token").unwrap();
        template.change("code=1").unwrap();
        template.change("accept: text/html").unwrap();
        for change in changes {
            template.change(change).unwrap();
        }
        template
    }

    fn params(template: &Template) -> String {
        let shown = |(name, value): &(String, String)| format!("{name}={value}");
        let params: Vec<_> = template.params.iter().map(shown).collect();
        params.join("&")
    }

    #[test]
    fn parameters_are_set_added_and_taken_out() {
        assert_eq!(params(&changed(&["code=2", "+code=3"])), "code=2&code=3");
        assert_eq!(params(&changed(&["-code"])), "");
        assert_eq!(changed(&["?a=b"]).query.len(), 1);
    }

    #[test]
    fn a_value_may_look_like_a_header_and_a_header_like_a_parameter() {
        let json = r#"claims={"a": 1}"#;
        assert_eq!(params(&changed(&["-code", json])), json);
        let template = changed(&["authorization: Basic YQ=="]);
        assert_eq!(template.headers[1].1, "Basic YQ==");
        assert!(changed(&["-accept:"]).headers.is_empty());
    }

    #[test]
    fn method_path_and_body_can_be_others() {
        let template = changed(&["PUT ~/x", "< {}"]);
        assert_eq!((template.method.as_str(), &*template.path), ("PUT", "~/x"));
        assert_eq!(template.body.as_deref(), Some("{}"));
        assert_eq!(changed(&["DELETE"]).path, "/token");
    }

    #[test]
    fn anything_else_is_a_mistake() {
        let mut template = Template::to("GET /").unwrap();
        assert!(template.change("nonsense").is_err());
        assert!(Template::to("GET").is_err());
    }
}
