use reqwest::Method;

/// The segments of a path behind the API's `/users`, in whichever institution.
pub(super) fn below_users(path: &str) -> Option<Vec<&str>> {
    let (_, rest) = path.split_once(USERS)?;
    match rest.strip_prefix('/') {
        Some(rest) => Some(rest.split('/').collect()),
        None if rest.is_empty() => Some(Vec::new()),
        None => None,
    }
}

/// The schema of what an endpoint answers.
pub(super) fn schema(method: &Method, path: &[&str]) -> Option<&'static str> {
    Some(match (method.as_str(), path) {
        ("PUT", [_, "fetch"]) => "fetch",
        ("GET", [_]) => "user",
        ("GET", [_, "accounts"]) => "accounts",
        ("GET", [_, "accounts", _]) => "account",
        ("GET", [_, "accounts", _, "number"]) => "account-number",
        ("GET", [_, "accounts", _, "transactions"]) => "transactions",
        ("GET", [_, "accounts", _, "transactions", _]) => "transaction",
        ("GET", [_, "institutions", _]) => "user-institution",
        ("GET", [_, "tasks", _]) => "task",
        _ => return None,
    })
}

/// Whether an endpoint has nothing to tell.
pub(super) fn answers_nothing(method: &Method, path: &[&str]) -> bool {
    matches!((method.as_str(), path), ("PATCH" | "PUT", [_]))
}

const USERS: &str = "/a/consumer/api/v0/users";
