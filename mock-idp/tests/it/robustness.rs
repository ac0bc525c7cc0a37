//! Ten thousand random and malformed requests: none of them may make the provider fail.

mod generator;
mod vocabulary;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use oidc::entropy::SeededEntropy;

use self::generator::{Generator, Request};
use crate::support::{Ask, Browser, Mock, builder};

const CONNECTIONS: u64 = 4;
const REQUESTS: usize = 2500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_random_and_malformed_requests_do_no_harm() {
    let start = builder()
        .entropy(Arc::new(SeededEntropy::new(5)))
        .workers(2);
    let mock = Mock::of(start).await;
    let known = Arc::new(known_values(&mock).await);
    let address = mock.base_url().strip_prefix("http://").unwrap().to_owned();
    let runs = (0..CONNECTIONS).map(|seed| {
        let (known, address) = (known.clone(), address.clone());
        tokio::task::spawn_blocking(move || run(&address, Generator::new(seed, &known)))
    });
    let mut statuses = [0_usize; 6];
    for run in runs.collect::<Vec<_>>() {
        for status in run.await.unwrap() {
            statuses[usize::from(status / 100)] += 1;
        }
    }
    // Each class has been reached, so the requests were not all alike.
    assert!(
        statuses[2] > 100 && statuses[3] > 100 && statuses[4] > 1000,
        "{statuses:?}"
    );
    assert_eq!(statuses[5], 0, "{statuses:?}");
    assert_eq!(mock.journal().entries().len(), 1024);
    let entries = mock.journal().entries();
    let largest = entries
        .iter()
        .map(|entry| serde_json::to_string(entry).unwrap().len());
    assert!(largest.max().unwrap() < 100_000);
    let discovery = mock.get("/.well-known/openid-configuration", &[]).await;
    assert_eq!(discovery.status, 200);
    let code = Browser::new(&mock).code(&Ask::full()).await;
    assert_eq!(mock.redeem(&code).await.status, 200);
}

/// Values that lead deeper than random ones would.
async fn known_values(mock: &Mock) -> Vec<String> {
    let mut browser = Browser::new(mock);
    let page = browser.page(&Ask::offline()).await;
    let xsrf = page.body.split("name=\"xsrf\" value=\"").nth(1).unwrap();
    let mut known = vec![
        page.url.rsplit('/').next().unwrap().to_owned(),
        xsrf.split('"').next().unwrap().to_owned(),
    ];
    known.extend(
        browser
            .cookies()
            .iter()
            .map(|it| format!("{}={}", it.name, it.value)),
    );
    let code = Browser::new(mock).code(&Ask::offline()).await;
    known.push(Browser::new(mock).code(&Ask::offline()).await);
    let tokens = mock.redeem(&code).await;
    for member in ["access_token", "id_token", "refresh_token"] {
        known.push(tokens.text(member));
    }
    known
}

/// Sends requests over one connection, or over a new one where the last was closed.
fn run(address: &str, mut generator: Generator<'_>) -> Vec<u16> {
    let mut statuses = Vec::new();
    let mut connection = None;
    for _ in 0..REQUESTS {
        let request = generator.request();
        let mut stream = connection.take().unwrap_or_else(|| connect(address));
        let answer = exchange(&mut stream, &request);
        let Some((status, keeps)) = answer else {
            // Nothing but a request that is no HTTP may be hung up on.
            assert!(request.malformed, "no answer to {}", request.shown());
            continue;
        };
        assert!(status < 500, "{status} for {}", request.shown());
        statuses.push(status);
        if keeps && !request.malformed {
            connection = Some(stream);
        }
    }
    statuses
}

fn connect(address: &str) -> BufReader<TcpStream> {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    BufReader::new(stream)
}

/// The status of the answer, and whether the connection stays; nothing where it was closed.
fn exchange(stream: &mut BufReader<TcpStream>, request: &Request) -> Option<(u16, bool)> {
    // An early answer may have closed the connection before all has been sent.
    let sent = stream.get_mut().write_all(&request.bytes);
    if request.malformed {
        let _ = stream.get_mut().shutdown(Shutdown::Write);
    }
    let line = read_line(stream)?;
    let status: u16 = line.split(' ').nth(1)?.parse().ok()?;
    let mut length = 0;
    let mut keeps = sent.is_ok();
    loop {
        let header = read_line(stream)?.to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length: ") {
            length = value.parse().ok()?;
        }
        keeps &= header != "connection: close";
        assert_ne!(
            header, "transfer-encoding: chunked",
            "bodies are built once"
        );
    }
    if !request.is_head && status != 204 {
        let mut body = vec![0; length];
        stream.read_exact(&mut body).ok()?;
    }
    Some((status, keeps))
}

/// A line without its end; nothing where the connection was closed. Origins are echoed as they come,
/// text or not.
fn read_line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = Vec::new();
    stream
        .read_until(b'\n', &mut line)
        .ok()
        .filter(|read| *read > 0)?;
    Some(String::from_utf8_lossy(&line).trim_end().to_owned())
}
