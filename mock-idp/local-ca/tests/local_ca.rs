//! The authority as its two users see it: kept, private, constrained, and good for a TLS handshake.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod handshake;

use std::sync::{Arc, Barrier};
use std::time::{Duration, SystemTime};

use handshake::today;
use local_ca::{Error, Folder, LocalCa};

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000)
}

#[test]
fn a_second_opening_finds_the_same_authority() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().join("data"));
    let first = LocalCa::open(&folder, now()).unwrap();
    let second = LocalCa::open(&folder, now()).unwrap();
    assert_eq!(first.certificate_pem(), second.certificate_pem());
    assert_eq!(
        std::fs::read_to_string(second.certificate_path().unwrap()).unwrap(),
        first.certificate_pem()
    );
}

#[test]
fn programs_that_start_at_once_share_one_authority() {
    let dir = tempfile::tempdir().unwrap();
    let barrier = Arc::new(Barrier::new(8));
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let (folder, barrier) = (Folder::new(dir.path()), barrier.clone());
            std::thread::spawn(move || {
                barrier.wait();
                LocalCa::open(&folder, now())
                    .unwrap()
                    .certificate_pem()
                    .to_owned()
            })
        })
        .collect();
    let mut seen: Vec<_> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    seen.dedup();
    assert_eq!(seen.len(), 1);
}

#[test]
fn an_authority_near_its_end_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path());
    let old = LocalCa::open(&folder, now()).unwrap();
    let later = now() + Duration::from_secs(5 * 365 * 86_400 - 10 * 86_400);
    let new = LocalCa::open(&folder, later).unwrap();
    assert_ne!(old.certificate_pem(), new.certificate_pem());
}

#[test]
fn a_damaged_file_is_named_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path());
    folder
        .write("local-ca.pem", "not-after: 99999999999\nrubbish")
        .unwrap();
    let error = LocalCa::open(&folder, now()).unwrap_err();
    assert!(matches!(&error, Error::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("local-ca.pem"), "{error}");
    assert_eq!(
        folder.read("local-ca.pem").unwrap().unwrap(),
        "not-after: 99999999999\nrubbish"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_key() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    LocalCa::open(&Folder::new(dir.path()), now()).unwrap();
    let mode = std::fs::metadata(dir.path().join("local-ca.pem"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_client_that_trusts_the_authority_shakes_hands_with_localhost_and_with_nobody_else() {
    let kept = tempfile::tempdir().unwrap();
    let folder = Folder::new(kept.path());
    LocalCa::open(&folder, today()).unwrap();
    let reopened = LocalCa::open(&folder, today()).unwrap();
    for name in [
        "localhost",
        "127.0.0.1",
        "::1",
        "bank.localhost",
        "127.0.0.2",
    ] {
        assert!(LocalCa::vouches_for(name), "{name}");
        handshake(&reopened, name).unwrap();
    }
    for name in ["example.com", "localhost.example.com", "10.0.0.1"] {
        assert!(!LocalCa::vouches_for(name), "{name}");
        handshake(&reopened, name).unwrap_err();
    }
}

fn handshake(ca: &LocalCa, name: &str) -> Result<(), rustls::Error> {
    let leaf = ca.issue_for(&[name], today()).unwrap();
    handshake::between(ca.certificate_pem(), &leaf, name)
}
