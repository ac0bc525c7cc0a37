use serde_json::Value;

use crate::mask;
use crate::params::Params;
use crate::user_agent::{Answer, Request, text};

/// What a request is called in a diagram, and what it carries.
pub(super) fn of_request(request: &Request) -> (String, String) {
    let label = format!("{} {}", request.method, short(request.url.path()));
    let query = mask::form(request.url.query().unwrap_or_default());
    let body = request.body.as_deref().unwrap_or_default();
    let form = if body.starts_with('{') {
        String::new()
    } else {
        mask::typed(body, &request.typed)
    };
    let fragment = mask::form(request.url.fragment().unwrap_or_default());
    let carried = [query, fragment, form].map(|it| parameters(&it));
    let carried: Vec<_> = carried.into_iter().filter(|it| !it.is_empty()).collect();
    (label, carried.join(", "))
}

/// The same of an answer.
pub(super) fn of_answer(answer: &Answer) -> (String, String) {
    let status = answer.status.to_string();
    if let Some(to) = answer.redirect() {
        let host = to.host_str().unwrap_or_default();
        return (status, format!("to {host}{}", short(to.path())));
    }
    if let Ok(Value::Object(members)) = serde_json::from_str(&answer.body) {
        let error = members.get("error").and_then(Value::as_str);
        let names: Vec<_> = members.keys().map(String::as_str).collect();
        let carries = error.map_or_else(|| names.join(", "), |error| format!("error = {error}"));
        return (status, clipped(&carries, LONGEST_LIST));
    }
    let title = text(answer, "title").unwrap_or_default();
    (status, clipped(title.trim(), LONGEST_LIST))
}

/// `name = value` of each parameter.
fn parameters(encoded: &str) -> String {
    let params = Params::decode(encoded);
    let named = params.names().into_iter().map(|name| {
        let value = params.get(name).unwrap_or_default();
        format!("{name} = {}", clipped(value, LONGEST_VALUE))
    });
    named.collect::<Vec<_>>().join(", ")
}

/// The end of a long path.
fn short(path: &str) -> String {
    let segments: Vec<_> = path.split('/').filter(|it| !it.is_empty()).collect();
    match segments[..] {
        [.., before, last] if segments.len() > 3 => format!("…/{before}/{last}"),
        _ => path.to_owned(),
    }
}

fn clipped(text: &str, length: usize) -> String {
    let begin: String = text.chars().take(length).collect();
    if begin.len() < text.len() {
        format!("{begin}…")
    } else {
        begin
    }
}

/// So many characters of a parameter are shown.
const LONGEST_VALUE: usize = 40;
const LONGEST_LIST: usize = 160;
