use anyhow::Context as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::Addresses;

/// An application in two origins, both on this machine: a redirect URI that sends the browser on, and
/// the pages that it is sent to. It knows no protocol; both end with the value.
#[derive(Debug)]
pub(crate) struct BackEnd {
    redirect_uri: String,
    home: String,
    servers: [JoinHandle<()>; 2],
}

impl BackEnd {
    /// Starts both on free ports.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let (callback, pages) = (listen().await?, listen().await?);
        let redirect_uri = address(&callback, CALLBACK)?;
        let home = address(&pages, HOME)?;
        let further = format!(
            "HTTP/1.1 302 Found\r\nLocation: {home}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        let page = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{PAGE}",
            PAGE.len()
        );
        Ok(Self {
            redirect_uri,
            home,
            servers: [
                tokio::spawn(serve(callback, CALLBACK, further)),
                tokio::spawn(serve(pages, HOME, page)),
            ],
        })
    }

    /// What to register at the provider.
    pub(crate) fn addresses(&self) -> Addresses {
        Addresses {
            redirect_uri: Some(self.redirect_uri.clone()),
            post_logout_redirect_uri: None,
        }
    }

    /// Where the browser is sent back to.
    pub(crate) fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// Where the browser ends up.
    pub(crate) fn home(&self) -> &str {
        &self.home
    }
}

impl Drop for BackEnd {
    fn drop(&mut self) {
        for server in &self.servers {
            server.abort();
        }
    }
}

async fn listen() -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind("127.0.0.1:0").await;
    listener.context("no free port")
}

fn address(listener: &TcpListener, path: &str) -> anyhow::Result<String> {
    let port = listener.local_addr()?.port();
    Ok(format!("http://localhost:{port}{path}"))
}

/// Gives everybody who asks for the path the same answer. A browser opens connections ahead of need, so
/// none waits for another.
async fn serve(listener: TcpListener, path: &'static str, answer: String) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let answer = answer.clone();
        connections.spawn(async move {
            // A browser that hangs up misses its answer, and its scenario says so.
            let _ = reply(&stream, path, &answer).await;
        });
    }
}

async fn reply(stream: &TcpStream, path: &str, answer: &str) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        stream.readable().await?;
        let mut bytes = [0; 4096];
        match stream.try_read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(count) => request.extend_from_slice(&bytes[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    let request = String::from_utf8_lossy(&request);
    let target = request.split(' ').nth(1).unwrap_or_default();
    let mut rest = match target.split('?').next() {
        Some(asked) if asked == path => answer.as_bytes(),
        _ => NOT_FOUND.as_bytes(),
    };
    while !rest.is_empty() {
        stream.writable().await?;
        match stream.try_write(rest) {
            Ok(count) => rest = &rest[count..],
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

const CALLBACK: &str = "/cb";
const HOME: &str = "/home";
const PAGE: &str = "<!doctype html><html lang=\"en\"><meta name=\"viewport\" content=\"width=device-width\">\
     <title>Home</title><h1 id=\"home\">Home</h1></html>";
const NOT_FOUND: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
