use url::Url;

/// The cookies of one browser, as far as RFC 6265 matters to a login: a cookie goes to its host and
/// below its path, a Secure one only over TLS, and a new one takes the place of the old.
#[derive(Debug, Default)]
pub(crate) struct Jar(Vec<Cookie>);

#[derive(Debug)]
struct Cookie {
    name: String,
    value: String,
    host: String,
    path: String,
    secure: bool,
}

impl Jar {
    /// Keeps what an answer sets; an emptied or expired cookie is forgotten.
    pub(crate) fn store<'a>(&mut self, url: &Url, headers: impl Iterator<Item = &'a str>) {
        for header in headers {
            let mut parts = header.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            let mut cookie = Cookie {
                name: name.to_owned(),
                value: value.to_owned(),
                host: url.host_str().unwrap_or_default().to_owned(),
                path: default_path(url),
                secure: false,
            };
            let mut gone = value.is_empty();
            for attribute in parts {
                let (key, value) = attribute.split_once('=').unwrap_or((attribute, ""));
                match key.to_ascii_lowercase().as_str() {
                    "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
                    "secure" => cookie.secure = true,
                    "max-age" => gone |= value.parse().is_ok_and(|age: i64| age <= 0),
                    "expires" => gone |= value.contains(" 1970 "),
                    _ => {}
                }
            }
            // A browser does not take a Secure cookie from plain HTTP (RFC 6265bis 5.7).
            if cookie.secure && url.scheme() != "https" {
                continue;
            }
            self.0.retain(|old| {
                (&old.name, &old.host, &old.path) != (&cookie.name, &cookie.host, &cookie.path)
            });
            if !gone {
                self.0.push(cookie);
            }
        }
    }

    /// The `Cookie` header for a request to `url`, longer paths first.
    pub(crate) fn header(&self, url: &Url) -> Option<String> {
        let mut sent: Vec<_> = self.0.iter().filter(|cookie| cookie.goes_to(url)).collect();
        sent.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<_> = sent
            .iter()
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

impl Cookie {
    fn goes_to(&self, url: &Url) -> bool {
        let below = url.path().strip_prefix(&self.path).is_some_and(|rest| {
            rest.is_empty() || self.path.ends_with('/') || rest.starts_with('/')
        });
        below && url.host_str() == Some(&self.host) && (!self.secure || url.scheme() == "https")
    }
}

/// The folder of the address (RFC 6265 5.1.4).
fn default_path(url: &Url) -> String {
    match url.path().rsplit_once('/') {
        Some((folder, _)) if !folder.is_empty() => folder.to_owned(),
        _ => "/".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Jar;
    use url::Url;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn a_cookie_goes_below_its_path_only() {
        let mut jar = Jar::default();
        let cookies = ["a=1; Path=/fi; HttpOnly", "b=2"];
        jar.store(&url("https://localhost/fi/x/y"), cookies.into_iter());
        let sent = |at| jar.header(&url(at));
        assert_eq!(sent("https://localhost/fi").as_deref(), Some("a=1"));
        assert_eq!(
            sent("https://localhost/fi/x/z").as_deref(),
            Some("b=2; a=1")
        );
        assert_eq!(sent("https://localhost/fine"), None);
        assert_eq!(sent("https://app.example/fi"), None);
    }

    #[test]
    fn a_secure_cookie_never_goes_over_plain_http() {
        let mut jar = Jar::default();
        jar.store(&url("https://localhost/"), ["a=1; Secure"].into_iter());
        jar.store(&url("http://localhost/"), ["b=1; Secure"].into_iter());
        assert_eq!(jar.header(&url("http://localhost/")), None);
        assert_eq!(
            jar.header(&url("https://localhost/")).as_deref(),
            Some("a=1")
        );
    }

    #[test]
    fn an_expired_cookie_is_forgotten() {
        let mut jar = Jar::default();
        for set in ["a=1", "a=1; Max-Age=0"] {
            jar.store(&url("https://localhost/"), [set].into_iter());
        }
        assert_eq!(jar.header(&url("https://localhost/")), None);
    }
}
