//! Random and malformed requests from a seed: the same every time, so a finding can be found again.

use reqwest::Method;
use url::Url;

use crate::params::Params;
use crate::user_agent::Request;

/// Makes requests that are wrong in many ways at once.
#[derive(Debug)]
pub(crate) struct Noise {
    state: u64,
    issuer: String,
    /// A right request's parameters, to be wrong only here and there.
    right: Params,
}

impl Noise {
    pub(crate) fn new(seed: u64, issuer: &str, right: Params) -> Self {
        Self {
            state: seed,
            issuer: issuer.to_owned(),
            right,
        }
    }

    /// The next request.
    pub(crate) fn request(&mut self) -> anyhow::Result<Request> {
        let path = self.one_of(&PATHS).replace("{value}", &self.value());
        let mut url = Url::parse(&format!("{}{path}", self.issuer))?;
        if self.chance(50) {
            url.set_query(Some(&self.parameters()));
        }
        let method = self.one_of(&["GET", "GET", "POST", "POST", "POST", "PUT", "HEAD", "BREW"]);
        let mut request = Request::new(method.parse::<Method>()?, url);
        if method == "POST" || self.chance(10) {
            request.body = Some(self.parameters());
            let kind = self.one_of(&CONTENT_TYPES);
            request = request.header("content-type", kind);
        }
        for name in ["authorization", "cookie", "accept", "origin", "dpop"] {
            if self.chance(25) {
                let scheme = self.one_of(&["Bearer ", "Basic ", "DPoP ", "", "bearer"]);
                let printable: String = self
                    .value()
                    .chars()
                    .filter(char::is_ascii_graphic)
                    .collect();
                request = request.header(name, format!("{scheme}{printable}"));
            }
        }
        Ok(request)
    }

    /// A query or body: the right parameters, some of them wrong, missing or repeated, or rubbish.
    fn parameters(&mut self) -> String {
        if self.chance(10) {
            return self.value();
        }
        let mut pairs = Vec::new();
        for name in self.right.clone().names() {
            let right = self.right.get(name).unwrap_or_default().to_owned();
            match self.below(8) {
                0 => {}
                1 => pairs.push(format!("{name}={}", self.value())),
                2 => pairs.extend([format!("{name}={right}"), format!("{name}={right}")]),
                3 => pairs.push(name.to_owned()),
                _ => pairs.push(format!("{name}={right}")),
            }
        }
        for _ in 0..self.below(4) {
            let name = self.one_of(&NAMES);
            pairs.push(format!("{name}={}", self.value()));
        }
        pairs.join("&")
    }

    fn value(&mut self) -> String {
        match self.below(4) {
            0 => {
                let length = self.below(200);
                (0..length).map(|_| self.character()).collect()
            }
            1 => {
                let length = self.below(300);
                self.one_of(&["a", "%00", "{", "[", "☃"]).repeat(length)
            }
            _ => self.one_of(&VALUES).to_owned(),
        }
    }

    fn character(&mut self) -> char {
        let range = if self.chance(80) { 0x80 } else { 0xd7ff };
        u32::try_from(self.below(range))
            .ok()
            .and_then(char::from_u32)
            .unwrap_or('?')
    }

    fn one_of(&mut self, choices: &[&'static str]) -> &'static str {
        let place = self.below(choices.len());
        choices.get(place).copied().unwrap_or_default()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or_default()
    }

    /// `SplitMix64`.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

const PATHS: [&str; 18] = [
    "/auth",
    "/auth",
    "/auth",
    "/token",
    "/token",
    "/token",
    "/me",
    "/me",
    "/jwks",
    "/.well-known/openid-configuration",
    "/request",
    "/token/introspection",
    "/token/revocation",
    "/logout",
    "/logout/confirm",
    "/logout/success",
    "/interaction/{value}",
    "/{value}",
];

const CONTENT_TYPES: [&str; 6] = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=latin1",
    "application/json",
    "multipart/form-data",
    "rubbish",
];

const NAMES: [&str; 24] = [
    "access_token",
    "acr_values",
    "claims",
    "client_assertion",
    "client_assertion_type",
    "code_verifier",
    "id_token_hint",
    "login_hint",
    "logout",
    "max_age",
    "password",
    "post_logout_redirect_uri",
    "prompt",
    "refresh_token",
    "request",
    "request_uri",
    "resource",
    "response_mode",
    "response_type",
    "token",
    "token_type_hint",
    "ui_locales",
    "username",
    "xsrf",
];

const VALUES: [&str; 24] = [
    "",
    "%",
    "%zz",
    "%ff%fe",
    "%00",
    "%0d%0aLocation:%20https://evil.example",
    "null",
    "-1",
    "18446744073709551616",
    "1e309",
    "{\"id_token\":{\"sub\":null}}",
    "{\"id_token\":[],\"userinfo\":7}",
    "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
    "eyJhbGciOiJub25lIn0.e30.",
    "eyJhbGciOiJFUzI1NiJ9.e30.AAAA",
    "..",
    "../../../etc/passwd",
    "<script>alert(1)</script>",
    "' OR '1'='1",
    "none login consent none",
    "none",
    "form_post",
    "fragment",
    "urn:ietf:params:oauth:request_uri:",
];
