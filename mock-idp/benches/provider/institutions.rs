//! Institutions that are made and dropped by the control plane.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use crate::server::Server;

const INSTITUTIONS: usize = 1000;

/// What a thousand institutions cost a provider that has had none before.
pub(crate) struct Cost {
    /// Milliseconds for making each, sorted.
    pub(crate) millis: Vec<f64>,
    /// Resident memory before, with all of them, and after they have been dropped, in MiB.
    pub(crate) resident: [f64; 3],
}

/// Makes a thousand institutions one after the other, and drops them. The server has just been started and
/// its keys are there: nothing has come and gone for which the allocator would hold memory already.
pub(crate) fn measure(server: &Server) -> Cost {
    let mut control = Control::open(server);
    let before = server.resident_mib();
    let made: Vec<_> = (0..INSTITUTIONS).map(|_| control.make()).collect();
    let full = server.resident_mib();
    for (_, id) in &made {
        control.drop_institution(id);
    }
    let mut millis: Vec<_> = made.into_iter().map(|(millis, _)| millis).collect();
    millis.sort_by(f64::total_cmp);
    Cost {
        millis,
        resident: [before, full, server.resident_mib()],
    }
}

/// A kept connection to the control plane.
struct Control(BufReader<TcpStream>);

impl Control {
    fn open(server: &Server) -> Self {
        let stream = TcpStream::connect(&server.control).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    fn make(&mut self) -> (f64, String) {
        let started = Instant::now();
        let (status, body) = self.send("POST", "/institutions");
        let millis = started.elapsed().as_secs_f64() * 1000.0;
        assert_eq!(status, 201, "{body}");
        let made: serde_json::Value = serde_json::from_str(&body).unwrap();
        (millis, made["id"].as_str().unwrap().to_owned())
    }

    fn drop_institution(&mut self, id: &str) {
        let (status, body) = self.send("DELETE", &format!("/institutions/{id}"));
        assert_eq!(status, 204, "{body}");
    }

    fn send(&mut self, method: &str, path: &str) -> (u16, String) {
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n");
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            self.0.read_line(&mut head).unwrap();
        }
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head
            .to_ascii_lowercase()
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
            .unwrap_or(0);
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        (status, String::from_utf8(body).unwrap())
    }
}
