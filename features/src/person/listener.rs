use std::io::{self, ErrorKind};
use std::sync::Arc;

use anyhow::Context as _;
use local_ca::{Folder, LocalCa, default_data_dir};
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use url::Url;

use super::visit::{Stream, Visit, answer, state_of};

/// Where a redirect URI of this machine leads; it listens as long as the value lives.
#[derive(Debug)]
pub(super) struct Listener {
    redirect_uri: Url,
    visits: UnboundedReceiver<Visit>,
    /// Since somebody is waited for, somebody else has come.
    pub(super) turned_away: bool,
    accepting: JoinHandle<()>,
}

impl Listener {
    /// The one from before, if it is for this redirect URI, or a new one.
    pub(super) async fn at(redirect_uri: &Url, before: Option<Self>) -> anyhow::Result<Self> {
        match before {
            Some(before) if before.redirect_uri == *redirect_uri => Ok(before),
            Some(mut before) => {
                before.accepting.abort();
                // The port is free once the task has ended.
                let _ = (&mut before.accepting).await;
                Self::bind(redirect_uri).await
            }
            None => Self::bind(redirect_uri).await,
        }
    }

    /// Sends away who came while nobody was waited for, such as a tab that was loaded again.
    pub(super) async fn clear(&mut self) {
        while let Ok(visit) = self.visits.try_recv() {
            // They may have hung up.
            let _ = visit.end().await;
        }
        self.turned_away = false;
    }

    /// Waits for the browser that is sent back with this state. One with another comes from another sign-in; one
    /// without is this provider's fault, or its right.
    pub(super) async fn visit(&mut self, state: Option<&str>) -> anyhow::Result<Visit> {
        loop {
            let visit = self.visits.recv().await;
            let visit = visit.context("nobody listens at the redirect URI any more")?;
            if state_of(&visit.address).is_none_or(|it| Some(it.as_ref()) == state) {
                return Ok(visit);
            }
            self.turned_away = true;
            // They may have hung up.
            let _ = visit.end().await;
        }
    }

    /// Listens at the port of the redirect URI; where it is https, with a certificate of the local authority, as
    /// Mock Banno and the companion do.
    async fn bind(redirect_uri: &Url) -> anyhow::Result<Self> {
        let port = redirect_uri
            .port()
            .context("a redirect URI of this machine has a port")?;
        let tls = (redirect_uri.scheme() == "https")
            .then(acceptor)
            .transpose()?;
        let cannot = |host: &str| {
            format!(
                "cannot listen at {redirect_uri}; end what listens on {host}:{port}, or register another port"
            )
        };
        let socket = TcpListener::bind(("127.0.0.1", port)).await;
        let socket = socket.with_context(|| cannot("127.0.0.1"))?;
        let by_ipv6 = match TcpListener::bind(("::1", port)).await {
            // The browser may go there first.
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                return Err(error).context(cannot("[::1]"));
            }
            // Where there is no IPv6, nobody comes by it.
            bound => bound.ok(),
        };
        let (found, visits) = unbounded_channel();
        let accepting = accept(socket, by_ipv6, tls, redirect_uri.clone(), found);
        Ok(Self {
            redirect_uri: redirect_uri.clone(),
            visits,
            turned_away: false,
            accepting: tokio::spawn(accepting),
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Lets everybody in, and hands on who comes with an answer.
async fn accept(
    socket: TcpListener,
    by_ipv6: Option<TcpListener>,
    tls: Option<TlsAcceptor>,
    redirect_uri: Url,
    found: UnboundedSender<Visit>,
) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = match &by_ipv6 {
            Some(by_ipv6) => tokio::select! {
                accepted = socket.accept() => accepted,
                accepted = by_ipv6.accept() => accepted,
            },
            None => socket.accept().await,
        };
        let Ok((stream, _)) = accepted else { continue };
        let (tls, redirect_uri, found) = (tls.clone(), redirect_uri.clone(), found.clone());
        connections.spawn(async move {
            // Whoever hangs up comes again.
            let _ = greet(stream, tls, &redirect_uri, &found).await;
        });
    }
}

async fn greet(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    redirect_uri: &Url,
    found: &UnboundedSender<Visit>,
) -> io::Result<()> {
    let mut stream: Box<dyn Stream> = match tls {
        Some(tls) => Box::new(tls.accept(stream).await?),
        None => Box::new(stream),
    };
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut bytes = [0; 4096];
        let count = stream.read(&mut bytes).await?;
        if count == 0 || request.len() > LONGEST_REQUEST {
            return Ok(());
        }
        request.extend_from_slice(&bytes[..count]);
    }
    let request = String::from_utf8_lossy(&request);
    let mut words = request.split(' ');
    let is_get = words.next() == Some("GET");
    let address = redirect_uri.join(words.next().unwrap_or_default()).ok();
    match address {
        Some(address)
            if is_get && address.path() == redirect_uri.path() && address.query().is_some() =>
        {
            let _ = found.send(Visit { address, stream });
            Ok(())
        }
        _ => answer(stream, "404 Not Found", "").await,
    }
}

fn acceptor() -> anyhow::Result<TlsAcceptor> {
    #[expect(
        clippy::disallowed_methods,
        reason = "certificates are judged by the system's clock; nothing else reads it"
    )]
    let now = std::time::SystemTime::now();
    let folder = Folder::new(default_data_dir().join("ca"));
    let leaf = LocalCa::open(&folder, now)?.issue(now)?;
    Ok(TlsAcceptor::from(Arc::new(leaf.server_config()?)))
}

const LONGEST_REQUEST: usize = 64 * 1024;

#[cfg(test)]
mod tests;
