//! How fast the provider is: ready time, memory, and requests per second beside the cost of the bare
//! signature, in one run. Started by `scripts/bench`.
//!
//! The server runs pinned to core 0 with one worker per core as in production, the load comes from
//! core 1, over TLS on kept connections. Where `taskset` is missing both share the machine.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "its output is the result")]
#![expect(
    clippy::disallowed_methods,
    reason = "measuring reads the system's clock"
)]

mod banking;
mod connection;
mod flow;
mod institutions;
mod server;
mod signatures;

use std::path::Path;
use std::time::{Duration, Instant};

use banking::Banking;
use flow::Flow;
use server::Server;

const STARTS: usize = 15;
const CONNECTIONS: usize = 8;
const ROUND: Duration = Duration::from_secs(2);
const ROUNDS: usize = 5;

fn main() {
    if std::env::args().any(|argument| argument == "--signatures") {
        return signatures::print();
    }
    let program = std::env::args()
        .nth(1)
        .filter(|argument| !argument.starts_with("--"));
    let program = program.unwrap_or_else(|| "target/release/mock-idp".to_owned());

    println!("## Ready\n");
    println!("| start | listening, median | discovery answered over TLS, median | slowest |");
    println!("|---|---|---|---|");
    let data = tempfile::tempdir().unwrap();
    let first: Vec<_> = (0..STARTS)
        .map(|number| Server::start(&program, &data.path().join(number.to_string())).ready())
        .collect();
    row("first, nothing kept", &first);
    let kept = data.path().join("0");
    let again: Vec<_> = (0..STARTS)
        .map(|_| Server::start(&program, &kept).ready())
        .collect();
    row("with kept keys", &again);

    let server = Server::start(&program, &kept);
    server.ready();
    println!("\nResident at rest: {:.1} MiB. ", server.resident_mib());
    let size = std::fs::metadata(&program).unwrap().len();
    println!("Binary: {:.1} MB.", megabytes(size));

    let cost = institutions::measure(&settled(&program, &kept));
    let [before, full, after] = cost.resident;
    println!("\n## Institutions\n");
    println!(
        "| a thousand made one by one | median | slowest | resident before | with them | dropped |"
    );
    println!("|---|---|---|---|---|---|");
    println!(
        "| `POST /institutions` | {:.2} ms | {:.2} ms | {before:.1} MiB | {full:.1} MiB | {after:.1} MiB |",
        cost.millis[cost.millis.len() / 2],
        cost.millis[cost.millis.len() - 1]
    );

    println!("\n## Requests per second, one core\n");
    println!("| what | per second, median | slowest to fastest round |");
    println!("|---|---|---|");
    for (name, rates) in signatures::measure_on_core_0(ROUNDS) {
        rate_row(&name, rates);
    }
    let flow = Flow::sign_in(&server);
    rate_row("`/.well-known/openid-configuration`", flow.discovery());
    rate_row("`/jwks`", flow.jwks());
    rate_row("`/me`", flow.userinfo());
    let banking = Banking::sign_in(&server);
    rate_row("`/accounts` of one account", banking.accounts());
    rate_row("`/transactions`, the first 100 of 10,000", banking.page(0));
    rate_row(
        "`/transactions`, the last 100 of 10,000",
        banking.page(9_900),
    );
    rate_row("`/token`, refresh_token (ES256 twice)", flow.refresh());
    rate_row("`/token`, authorization_code (ES256 twice)", flow.codes());
    println!(
        "\nResident after the load: {:.1} MiB.",
        server.resident_mib()
    );
}

/// A server that has just been started, with all its keys.
fn settled(program: &str, data_dir: &Path) -> Server {
    let server = Server::start(program, data_dir);
    let jwks = server.connect().get("/a/consumer/api/v0/oidc/jwks", "");
    assert_eq!(jwks.status, 200, "{}", jwks.head);
    server
}

fn row(name: &str, starts: &[(Duration, Duration)]) {
    let millis = |pick: fn(&(Duration, Duration)) -> Duration| {
        let mut all: Vec<_> = starts
            .iter()
            .map(|it| pick(it).as_secs_f64() * 1000.0)
            .collect();
        all.sort_by(f64::total_cmp);
        all
    };
    let (listening, answered) = (millis(|it| it.0), millis(|it| it.1));
    let slowest = answered.last().copied().unwrap_or_default();
    println!(
        "| {name} | {:.1} ms | {:.1} ms | {slowest:.1} ms |",
        listening[listening.len() / 2],
        answered[answered.len() / 2]
    );
}

fn rate_row(name: &str, mut rates: Vec<f64>) {
    rates.sort_by(f64::total_cmp);
    let (slowest, fastest) = (rates[0], rates[rates.len() - 1]);
    println!(
        "| {name} | {:.0} | {slowest:.0} to {fastest:.0} |",
        rates[rates.len() / 2]
    );
}

/// Calls `request` on each of several threads for a while, and answers with calls per second.
fn per_second(threads: usize, prepare: impl Fn(usize) -> Box<dyn FnMut() + Send> + Sync) -> f64 {
    let start = Instant::now();
    let done: u32 = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|thread| {
                let mut request = prepare(thread);
                scope.spawn(move || {
                    let mut done = 0_u32;
                    while start.elapsed() < ROUND {
                        request();
                        done += 1;
                    }
                    done
                })
            })
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    f64::from(done) / start.elapsed().as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "a size in megabytes")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
