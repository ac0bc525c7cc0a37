use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{interval, timeout};

use super::serve::DEFAULT_CONTROL;
use super::{Failure, HealthcheckArgs};
use crate::config::Config;
use crate::start::{Error, control_on_this_machine};

pub(super) async fn run(args: &HealthcheckArgs) -> Result<(), Failure> {
    let address = address(args)?;
    let mut verdict = check(address, args.timeout_seconds).await;
    let patience = Duration::from_secs(args.wait_seconds);
    if !patience.is_zero() {
        // Where time runs out in the middle of a question, the answer before it counts.
        let _ = timeout(patience, async {
            let mut turns = interval(BETWEEN);
            while verdict.is_err() {
                turns.tick().await;
                verdict = check(address, args.timeout_seconds).await;
            }
        })
        .await;
    }
    verdict?;
    // A pipe that is closed early is no failure.
    let _ = std::io::stdout().write_all(b"ready\n");
    Ok(())
}

/// Whether the provider is ready; asked once.
async fn check(address: SocketAddr, seconds: u64) -> Result<(), Failure> {
    let not = |why: String| Failure::Runtime(format!("not ready: {address} {why}"));
    let answer = timeout(Duration::from_secs(seconds), ask(address)).await;
    let answer = answer
        .map_err(|_| not(format!("has not answered within {seconds} s")))?
        .map_err(|error| not(format!("does not answer: {error}")))?;
    if answer.split(' ').nth(1) != Some("200") {
        return Err(not(format!("says: {}", reason(&answer))));
    }
    Ok(())
}

/// Where `serve` listens for the control plane, if both are told the same.
fn address(args: &HealthcheckArgs) -> Result<SocketAddr, Failure> {
    let file = match &args.config {
        Some(path) => Config::from_file(path)?.server.control,
        None => None,
    };
    let control = args.control.as_ref().or(file.as_ref());
    let control = control.map_or(DEFAULT_CONTROL, String::as_str);
    let refused = |mend| Failure::Usage(format!("control `{control}` cannot be asked; {mend}"));
    if control == "off" {
        return Err(refused("the provider has to run with --control, too"));
    }
    let address = control_on_this_machine(control).map_err(Error::Listen)?;
    if address.port() == 0 {
        return Err(refused("name the port that `serve` has taken"));
    }
    Ok(address)
}

/// The whole answer; over loopback, plain HTTP and once, a client library would do no more.
async fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(LONGEST).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// The problem's detail, or else the first line.
fn reason(answer: &str) -> String {
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let problem: Value = serde_json::from_str(body).unwrap_or_default();
    let first = || answer.lines().next().unwrap_or_default();
    let reason = problem["detail"].as_str().unwrap_or_else(first);
    // Whatever listens there may not be a provider.
    crate::journal::short(reason)
}

/// More than a problem document ever has.
const LONGEST: u64 = 64 * 1024;

/// Short beside a start, long beside a question.
const BETWEEN: Duration = Duration::from_millis(50);
