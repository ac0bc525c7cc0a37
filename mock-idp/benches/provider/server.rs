//! The program under measurement, in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ClientConfig;

use crate::connection::{Connection, trust};

pub(crate) struct Server {
    process: Child,
    started: Instant,
    listening: Duration,
    pub(crate) port: u16,
    /// Address and port of the control plane.
    pub(crate) control: String,
    pub(crate) trust: Arc<ClientConfig>,
}

impl Server {
    pub(crate) fn start(program: &str, data_dir: &Path) -> Self {
        let mut command = pinned_to_core_0(program);
        command
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--output",
                "json",
                "--log",
                "error",
            ])
            .arg("--data-dir")
            .arg(data_dir)
            .stdout(Stdio::piped());
        let started = Instant::now();
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let listening = started.elapsed();
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
        let issuer = ready["issuer"].as_str().unwrap();
        let port = issuer.split(['/', ':']).nth(4).unwrap().parse().unwrap();
        let ca = std::fs::read_to_string(ready["ca"].as_str().unwrap()).unwrap();
        Self {
            process,
            started,
            listening,
            port,
            control: ready["control"].as_str().unwrap().replace("http://", ""),
            trust: trust(&ca),
        }
    }

    /// When it listened, and when it had answered discovery over TLS, both from its exec on.
    pub(crate) fn ready(&self) -> (Duration, Duration) {
        let mut connection = self.connect();
        let answer = connection.get("/.well-known/openid-configuration", "");
        assert_eq!(answer.status, 200);
        (self.listening, self.started.elapsed())
    }

    pub(crate) fn connect(&self) -> Connection {
        Connection::open(self.port, &self.trust)
    }

    pub(crate) fn resident_mib(&self) -> f64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .unwrap();
        line.split_whitespace()
            .next()
            .unwrap()
            .parse::<f64>()
            .unwrap()
            / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `taskset` replaces itself by the program, so the process is the program's own.
pub(crate) fn pinned_to_core_0(program: &str) -> Command {
    let known = Command::new("taskset")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    if !known.is_ok_and(|status| status.success()) {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["-c", "0", program]);
    command
}
