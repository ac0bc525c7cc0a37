use oidc::entropy::{Entropy as _, SeededEntropy};

use super::vocabulary::{ENDPOINTS, HEADERS, ISSUER, MEDIA_TYPES, METHODS, NAMES, OUTSIDE, VALUES};
use crate::support::{CALLBACK, CLIENT, SECRET};

/// A request as bytes.
pub(super) struct Request {
    pub(super) bytes: Vec<u8>,
    /// Whether it breaks HTTP itself, so that the connection may be closed without an answer.
    pub(super) malformed: bool,
    pub(super) is_head: bool,
}

impl Request {
    pub(super) fn shown(&self) -> String {
        let shown = &self.bytes[..self.bytes.len().min(2000)];
        String::from_utf8_lossy(shown).into_owned()
    }
}

/// Makes requests, the same ones from the same seed.
pub(super) struct Generator<'k> {
    entropy: SeededEntropy,
    known: &'k [String],
}

impl<'k> Generator<'k> {
    pub(super) const fn new(seed: u64, known: &'k [String]) -> Self {
        Self {
            entropy: SeededEntropy::new(seed),
            known,
        }
    }

    pub(super) fn request(&mut self) -> Request {
        let method = *self.pick(&METHODS);
        let mut bytes = format!("{method} ").into_bytes();
        bytes.extend(self.target());
        bytes.extend(b" HTTP/1.1\r\nHost: localhost\r\n");
        for _ in 0..self.below(4) {
            bytes.extend(self.header());
            bytes.extend(b"\r\n");
        }
        if method == "POST" || self.below(20) == 0 {
            let body = self.body();
            let media_type = *self.pick(&MEDIA_TYPES);
            if self.below(10) > 0 {
                bytes.extend(format!("Content-Type: {media_type}\r\n").bytes());
            }
            if self.below(6) == 0 {
                bytes.extend(b"Transfer-Encoding: chunked\r\n\r\n");
                bytes.extend(format!("{:x}\r\n", body.len().max(1)).bytes());
                bytes.extend(if body.is_empty() { &b"a"[..] } else { &body });
                bytes.extend(b"\r\n0\r\n\r\n");
            } else {
                bytes.extend(format!("Content-Length: {}\r\n\r\n", body.len()).bytes());
                bytes.extend(body);
            }
        } else {
            bytes.extend(b"\r\n");
        }
        let malformed = self.below(20) == 0;
        if malformed {
            self.break_one(&mut bytes);
        }
        Request {
            bytes,
            malformed,
            is_head: method == "HEAD" && !malformed,
        }
    }

    fn target(&mut self) -> Vec<u8> {
        let mut target = match self.below(10) {
            0 => self.pick(&OUTSIDE).to_string(),
            1 => format!("{ISSUER}/{}", self.random_escapes()),
            2 => format!("/{}", self.random_escapes()),
            _ => format!("{ISSUER}{}", self.pick(&ENDPOINTS)),
        };
        if target.ends_with('/') && target.len() > 3 {
            target += &self.value().replace(|c: char| !c.is_ascii_graphic(), "");
            target += *self.pick(&["", "/login", "/consent", "/x"]);
        }
        if self.below(3) > 0 {
            target.push('?');
            target += &self.form();
        }
        target.into_bytes()
    }

    fn header(&mut self) -> Vec<u8> {
        match self.below(12) {
            0 => [b"Authorization: Bearer ", self.known_value().as_bytes()].concat(),
            1 | 2 => [b"Cookie: ", self.known_value().as_bytes()].concat(),
            3 => [&b"Cookie: a="[..], &vec![b'a'; self.below(20_000)]].concat(),
            4 => {
                // Bytes that no text has (RFC 9110 5.5, obs-text).
                let mut garbage = vec![0; 1 + self.below(30)];
                self.entropy.fill(&mut garbage);
                for byte in &mut garbage {
                    *byte |= 0x80;
                }
                let name = self.pick(&["Cookie", "Origin", "Accept", "Authorization", "X-Odd"]);
                [name.as_bytes(), b": ", &garbage].concat()
            }
            _ => self.pick(&HEADERS).as_bytes().to_vec(),
        }
    }

    fn body(&mut self) -> Vec<u8> {
        match self.below(8) {
            0 => Vec::new(),
            1 => {
                let mut random = vec![0; self.below(70_000)];
                self.entropy.fill(&mut random);
                random
            }
            2 => "a=b&".repeat(self.below(17_000)).into_bytes(),
            _ => self.form().into_bytes(),
        }
    }

    /// Parameters, some broken.
    fn form(&mut self) -> String {
        let mut form = String::new();
        if self.below(3) > 0 {
            form = format!("client_id={CLIENT}&redirect_uri={CALLBACK}&client_secret={SECRET}");
        }
        if self.below(3) == 0 {
            form += "&response_type=code&scope=openid&code_challenge_method=S256";
            form += "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        }
        for _ in 0..self.below(8) {
            let value = self.value();
            let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            let name = *self.pick(&NAMES);
            form.extend(["&", name, "=", &encoded]);
        }
        if self.below(6) == 0 {
            form += &self.random_escapes();
        }
        form
    }

    fn value(&mut self) -> String {
        match self.below(6) {
            0 => self.known_value(),
            1 => self.random_escapes(),
            2 => "x".repeat(self.below(300)),
            _ => self.pick(&VALUES).to_string(),
        }
    }

    fn known_value(&mut self) -> String {
        let known = self.known;
        self.pick(known).clone()
    }

    /// Percent escapes, broken ones among them.
    fn random_escapes(&mut self) -> String {
        let parts = [
            "%", "%f", "%ff", "%00", "%zz", "%2F", "%2e%2e", "a", "..", "/", "&", "=", "+", ";",
        ];
        (0..self.below(12)).map(|_| *self.pick(&parts)).collect()
    }

    /// Breaks HTTP itself: any byte may be another, and the end may be missing.
    fn break_one(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        match self.below(3) {
            0 => bytes.truncate(at),
            1 => bytes[at] = u8::try_from(self.below(256)).unwrap(),
            _ => bytes.splice(at..at, *b"\r\n\0\r\n").for_each(drop),
        }
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn below(&mut self, end: usize) -> usize {
        let mut bytes = [0; 8];
        self.entropy.fill(&mut bytes);
        let random = usize::try_from(u64::from_be_bytes(bytes) >> 32).unwrap();
        random % end
    }
}
