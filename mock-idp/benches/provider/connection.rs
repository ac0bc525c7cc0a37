//! A kept connection over TLS that speaks just enough HTTP/1.1.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

pub(crate) struct Connection {
    stream: StreamOwned<ClientConnection, TcpStream>,
    buffer: Vec<u8>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// What a client trusts, made once.
pub(crate) fn trust(ca_pem: &str) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(ca_pem.as_bytes()).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    Arc::new(config)
}

impl Connection {
    pub(crate) fn open(port: u16, trust: &Arc<ClientConfig>) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let client = ClientConnection::new(trust.clone(), name).unwrap();
        Self {
            stream: StreamOwned::new(client, stream),
            buffer: vec![0; 256 * 1024],
        }
    }

    pub(crate) fn get(&mut self, path: &str, headers: &str) -> Answer {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"
        ))
    }

    pub(crate) fn post(&mut self, path: &str, headers: &str, form: &str) -> Answer {
        let length = form.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
        ))
    }

    fn send(&mut self, request: &str) -> Answer {
        self.stream.write_all(request.as_bytes()).unwrap();
        self.stream.flush().unwrap();
        let mut filled = 0;
        loop {
            let read = self.stream.read(&mut self.buffer[filled..]).unwrap();
            assert!(read > 0, "the server closed the connection");
            filled += read;
            let text = std::str::from_utf8(&self.buffer[..filled]).unwrap();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            if body.len() >= content_length(head) {
                let status = head.split(' ').nth(1).unwrap().parse().unwrap();
                return Answer {
                    status,
                    head: head.to_owned(),
                    body: body.to_owned(),
                };
            }
        }
    }
}

impl Answer {
    /// The values of a header, by its lower-case name.
    pub(crate) fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.head
            .lines()
            .filter_map(move |line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// A string member of the JSON body.
    pub(crate) fn member(&self, name: &str) -> String {
        let body: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        body[name].as_str().unwrap().to_owned()
    }
}

fn content_length(head: &str) -> usize {
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    length.map_or(0, |length| length.parse().unwrap())
}
