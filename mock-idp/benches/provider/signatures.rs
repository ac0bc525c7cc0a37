//! The bare signature, as the provider makes it: what no token can be cheaper than.

use std::time::{Duration, Instant};

use mock_idp::keys::{KeySet, TokenType};
use oidc::client::SigningAlg;
use serde_json::json;

use crate::server::pinned_to_core_0;

const ALGORITHMS: [SigningAlg; 3] = [SigningAlg::Es256, SigningAlg::Rs256, SigningAlg::Ps256];

/// Measures in a process on the server's core, in turns.
pub(crate) fn measure_on_core_0(rounds: usize) -> Vec<(String, Vec<f64>)> {
    let own = std::env::current_exe().unwrap();
    let mut all: Vec<(String, Vec<f64>)> = ALGORITHMS
        .iter()
        .map(|alg| (format!("bare signature, {}", alg.as_str()), Vec::new()))
        .collect();
    for _ in 0..rounds {
        let output = pinned_to_core_0(own.to_str().unwrap())
            .arg("--signatures")
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        for ((_, rates), line) in all.iter_mut().zip(printed.lines()) {
            rates.push(line.parse().unwrap());
        }
    }
    all
}

/// Prints signatures per second, a line per algorithm.
pub(crate) fn print() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let keys = KeySet::ephemeral().unwrap();
        keys.prepare().await.unwrap();
        let payload = json!({
            "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571", "name": "Riley Doe", "email": "rileydoe@jackhenry.dev",
            "at_hash": "meToBgo7UfatG825BaaClQ", "aud": "05166b79-4f61-484d-a4b4-2a225926bf4b",
            "exp": 1_571_253_248, "iat": 1_571_249_648, "iss": "https://localhost:8443/a/consumer/api/v0/oidc",
        });
        for alg in ALGORITHMS {
            let start = Instant::now();
            let mut done = 0_u32;
            while start.elapsed() < Duration::from_millis(500) {
                keys.sign(alg, TokenType::Jwt, &payload).await.unwrap();
                done += 1;
            }
            println!("{:.0}", f64::from(done) / start.elapsed().as_secs_f64());
        }
    });
}
