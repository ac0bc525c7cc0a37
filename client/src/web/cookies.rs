use actix_web::HttpRequest;
use actix_web::http::header::COOKIE;

/// The value of a cookie that a browser has brought. Other programs' cookies come along, since
/// cookies know no ports: one that cannot be read is passed over.
pub(super) fn find<'a>(request: &'a HttpRequest, wanted: &str) -> Option<&'a str> {
    request
        .headers()
        .get_all(COOKIE)
        .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| std::str::from_utf8(pair).ok()?.trim().split_once('='))
        .find_map(|(name, value)| (name == wanted).then_some(value))
}
