use std::fmt;

use actix_web::http::header::{HeaderMap, HeaderName};
use actix_web::web::Bytes;

/// What went over the wire: with secrets, so it never stands in a log line.
#[derive(Clone)]
pub struct Messages {
    /// `http` or `https`.
    pub scheme: &'static str,
    /// The path with the query.
    pub target: String,
    /// The request.
    pub request: Message,
    /// The response.
    pub response: Message,
}

/// The headers and the body of a request or a response.
#[derive(Clone)]
pub struct Message {
    headers: Vec<(HeaderName, Box<[u8]>)>,
    /// The body; nothing where none was read.
    pub body: Bytes,
}

/// The most of a header that is kept, in bytes.
const LONGEST_HEADER: usize = 8 * 1024;

impl Messages {
    /// About how much memory they hold, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.target.len() + self.request.weight() + self.response.weight()
    }
}

impl Message {
    /// A message with those headers. They are copied: as they came, each would hold on to all that was
    /// read from the socket at once.
    #[must_use]
    pub fn new(headers: &HeaderMap, body: Bytes) -> Self {
        let kept = |value: &[u8]| value[..value.len().min(LONGEST_HEADER)].into();
        let headers = headers.iter();
        Self {
            headers: headers
                .map(|(name, value)| (name.clone(), kept(value.as_bytes())))
                .collect(),
            body,
        }
    }

    /// The headers, names in lower case, values as far as they are text.
    pub fn headers(&self) -> impl Iterator<Item = (&str, String)> {
        self.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value).into_owned();
            (name.as_str(), value)
        })
    }

    /// The value of the first header of that name, in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let mut headers = self.headers();
        headers.find_map(|(known, value)| (known == name).then_some(value))
    }

    fn weight(&self) -> usize {
        let header = |(name, value): &(HeaderName, Box<[u8]>)| name.as_str().len() + value.len();
        self.body.len() + self.headers.iter().map(header).sum::<usize>()
    }
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Messages(…)")
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Message(…)")
    }
}
