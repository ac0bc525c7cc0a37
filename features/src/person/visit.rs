use std::borrow::Cow;
use std::fmt;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;
use url::Url;

/// A browser that was sent back, and has no answer yet.
pub(super) struct Visit {
    /// The redirect URI, with the provider's answer in its query.
    pub(super) address: Url,
    pub(super) stream: Box<dyn Stream>,
}

/// The connection that it came by.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin> Stream for S {}

impl Visit {
    /// Sends the browser to another address; no, where it has not waited.
    pub(super) async fn send_on(mut self, to: &Url) -> bool {
        // Whoever waits says nothing; whoever has closed the tab has ended the connection.
        let said = timeout(Duration::ZERO, self.stream.read_u8()).await;
        let head = format!("303 See Other\r\nLocation: {to}");
        said.is_err() && answer(self.stream, &head, "").await.is_ok()
    }

    /// Tells the person that this was all.
    pub(super) async fn end(self) -> io::Result<()> {
        let head = "200 OK\r\nContent-Type: text/html; charset=utf-8";
        answer(self.stream, head, END).await
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Visit(masked)")
    }
}

/// The `state` that an address carries (RFC 6749 4.1.1, 4.1.2).
pub(super) fn state_of(address: &Url) -> Option<Cow<'_, str>> {
    let mut parameters = address.query_pairs();
    parameters.find_map(|(name, value)| (name == "state").then_some(value))
}

/// Answers, with a status and its first headers, and ends the connection.
pub(super) async fn answer(mut stream: Box<dyn Stream>, head: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {head}\r\nCache-Control: no-store\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

pub(super) const END: &str = "<!doctype html><html lang=\"en\"><meta name=\"viewport\" content=\"width=device-width\">\
     <title>Done</title><h1>Done</h1><p>Nothing more is to be done here. Close this tab and look at the terminal.</html>";
