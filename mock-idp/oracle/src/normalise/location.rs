//! Where a redirect leads, member by member.

use url::Url;

use super::{Line, Memory, json};

pub(super) fn lines(asked: &Url, location: &str, memory: &mut Memory, lines: &mut Vec<Line>) {
    let Ok(url) = asked.join(location) else {
        lines.push(Line::new("location", location));
        return;
    };
    let mut target = url.clone();
    target.set_query(None);
    target.set_fragment(None);
    let target = without_id(&memory.without_host(target.as_str()), memory);
    lines.push(Line::new("location", target));
    for (part, encoded) in [("query", url.query()), ("fragment", url.fragment())] {
        let Some(encoded) = encoded else { continue };
        let pairs: Vec<_> = url::form_urlencoded::parse(encoded.as_bytes())
            .into_owned()
            .collect();
        for (name, value) in &pairs {
            let value = json::text(name, value, memory);
            lines.push(Line::new(format!("location.{part}.{name}"), value));
        }
        // Clients may decode by another rule than forms do.
        let expected = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&pairs)
            .finish();
        if encoded != expected {
            let encoded = memory.without_host(encoded);
            lines.push(Line::new(format!("location.{part}"), encoded));
        }
    }
}

/// The address of an interaction ends with its id.
fn without_id(target: &str, memory: &mut Memory) -> String {
    for page in ["{issuer}/interaction/", "{issuer}/auth/"] {
        if let Some(rest) = target.strip_prefix(page) {
            let (id, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            return format!("{page}{}{rest}", memory.random("interaction", id));
        }
    }
    target.to_owned()
}
