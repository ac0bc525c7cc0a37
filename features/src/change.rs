use crate::params::Params;

/// Applies a change in words, such as `no state; prompt = none; scope twice`, to a request.
///
/// A value may be `43 letters` for that many, and may name a fact of the scenario in braces, such as
/// `{client_id}`, which `fact` looks up.
///
/// # Errors
/// Words that say none of the three, or a fact that nobody knows: the feature file is wrong.
pub(crate) fn apply(
    params: &mut Params,
    words: &str,
    fact: impl Fn(&str) -> Option<String>,
) -> anyhow::Result<()> {
    for word in words
        .split(';')
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        if let Some(name) = word.strip_prefix("no ") {
            params.remove(name);
        } else if let Some(name) = word.strip_suffix(" twice") {
            params.repeat(name);
        } else if let Some((name, value)) = word.split_once('=') {
            params.set(name.trim(), value_of(value.trim(), &fact)?);
        } else {
            anyhow::bail!("\"{word}\" is neither `no NAME`, `NAME twice` nor `NAME = VALUE`");
        }
    }
    Ok(())
}

/// Replaces `{fact}` by what the scenario knows; braces that hold no plain name stay, as in JSON.
pub(crate) fn expand(text: &str, fact: impl Fn(&str) -> Option<String>) -> anyhow::Result<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, tail)) if is_name(name) => {
                let value = fact(name);
                out.push_str(&value.ok_or_else(|| anyhow::anyhow!("nobody knows {{{name}}}"))?);
                rest = tail;
            }
            _ => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn value_of(words: &str, fact: impl Fn(&str) -> Option<String>) -> anyhow::Result<String> {
    match words.strip_suffix(" letters").map(str::parse) {
        Some(Ok(count)) => Ok("a".repeat(count)),
        _ => expand(words, fact),
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::{apply, expand};
    use crate::params::Params;

    #[test]
    fn words_leave_out_repeat_and_set() {
        let mut params = Params::from([("state", "s"), ("nonce", "n"), ("scope", "openid")]);
        apply(
            &mut params,
            "no nonce; state twice; scope = {more}; x = 3 letters",
            |name| (name == "more").then(|| "openid email".to_owned()),
        )
        .unwrap();
        assert_eq!(params.encoded(), "state=s&scope=openid+email&state=s&x=aaa");
    }

    #[test]
    fn unclear_words_and_unknown_facts_are_refused() {
        apply(&mut Params::default(), "nonsense", |_| None).unwrap_err();
        apply(&mut Params::default(), "a = {b}", |_| None).unwrap_err();
    }

    #[test]
    fn the_braces_of_json_stay() {
        let json = r#"{"id_token":{"name":null}}"#;
        assert_eq!(expand(json, |_| None).unwrap(), json);
    }
}
