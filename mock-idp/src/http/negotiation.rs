use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT;

/// Whether the client would rather have a page than JSON (RFC 9110 12.5.1); JSON where it does not
/// care.
pub(super) fn prefers_html(req: &HttpRequest) -> bool {
    let Some(accept) = accepted(req) else {
        return false;
    };
    match (
        preference(&accept, "text", "html"),
        preference(&accept, "application", "json"),
    ) {
        (Some(html), Some(json)) => html > json,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Whether the client takes HTML at all.
pub(super) fn accepts_html(req: &HttpRequest) -> bool {
    accepted(req).is_none_or(|accept| preference(&accept, "text", "html").is_some())
}

/// What the client says that it takes; nothing where it says nothing.
fn accepted(req: &HttpRequest) -> Option<String> {
    let accept: Vec<_> = req
        .headers()
        .get_all(ACCEPT)
        .filter_map(|value| value.to_str().ok())
        .collect();
    (!accept.is_empty()).then(|| accept.join(","))
}

/// How much a media type is wanted: quality in thousandths, then how exactly it is named, then how
/// early. `None` where it is not accepted.
fn preference(accept: &str, main: &str, sub: &str) -> Option<(u16, u8, i32)> {
    let ranges = accept.split(',').enumerate().filter_map(|(place, range)| {
        let mut parts = range.split(';').map(str::trim);
        let exactness = match parts.next()?.split_once('/')? {
            (m, s) if m.eq_ignore_ascii_case(main) && s.eq_ignore_ascii_case(sub) => 2,
            (m, "*") if m.eq_ignore_ascii_case(main) => 1,
            ("*", "*") => 0,
            _ => return None,
        };
        let quality = parts
            .find_map(|part| part.strip_prefix("q="))
            .map_or(1000, thousandths);
        Some((
            quality,
            exactness,
            -i32::try_from(place).unwrap_or(i32::MAX),
        ))
    });
    // The range that names it most exactly is the one that counts.
    let best = ranges.max_by_key(|(_, exactness, place)| (*exactness, *place))?;
    (best.0 > 0).then_some(best)
}

/// `0.8` is 800; what is no quality counts as none.
fn thousandths(quality: &str) -> u16 {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    match whole {
        "1" => 1000,
        "0" => format!("{fraction:0<3}")
            .get(..3)
            .and_then(|it| it.parse().ok())
            .unwrap_or(0),
        _ => 0,
    }
}
