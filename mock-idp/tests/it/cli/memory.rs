//! What institutions leave behind that have come and gone: nothing.

use serde_json::Value;

use super::folder;
use super::process::Serving;
use crate::support::trusting;

/// Kept, they would be more than three times what is allowed.
const INSTITUTIONS: usize = 500;
/// What a process may have grown by that has served its first requests.
const ALLOWED_KIB: u64 = 2048;

#[tokio::test]
async fn hundreds_of_institutions_leave_no_memory_behind() {
    let data_dir = folder();
    let args = ["--listen", "127.0.0.1:0", "--output", "json"];
    let mut serving = Serving::start(data_dir.path(), &[&args[..], &["--log", "error"]].concat());
    let ready: Value = serde_json::from_str(&serving.first_line()).unwrap();
    let http = trusting(&std::fs::read_to_string(ready["ca"].as_str().unwrap()).unwrap());
    let institutions = format!("{}/institutions", ready["control"].as_str().unwrap());
    // The key set waits for the RSA key, so nothing is in the making any more.
    let jwks = format!("{}/jwks", ready["issuer"].as_str().unwrap());
    http.get(jwks).send().await.unwrap();

    let before = serving.claimed_kib();
    let mut made = Vec::new();
    for _ in 0..INSTITUTIONS {
        let response = http.post(&institutions).send().await.unwrap();
        let institution: Value = response.json().await.unwrap();
        made.push(institution["id"].as_str().unwrap().to_owned());
    }
    for id in made {
        let dropped = http.delete(format!("{institutions}/{id}")).send().await;
        assert_eq!(dropped.unwrap().status(), 204);
    }
    let after = serving.claimed_kib();
    assert!(
        after < before + ALLOWED_KIB,
        "{before} KiB before, {after} KiB after"
    );
}
