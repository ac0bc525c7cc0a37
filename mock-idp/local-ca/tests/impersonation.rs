//! The authority that lets a server pose as another machine: for that host, for a day, and nowhere kept.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod handshake;

use std::path::Path;
use std::time::{Duration, SystemTime};

use handshake::today;
use local_ca::{Error, Impersonation, NotAHost};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

const HOST: &str = "digital.garden-fi.com";
const HOUR: Duration = Duration::from_secs(60 * 60);

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000)
}

#[test]
fn a_client_that_trusts_it_shakes_hands_with_that_host_and_with_nobody_else() {
    let authority = Impersonation::of(HOST, today()).unwrap();
    let leaf = authority.issue(today()).unwrap();
    let trusted = authority.certificate_pem();
    handshake::between(trusted, &leaf, HOST).unwrap();
    for other in ["www.garden-fi.com", "localhost", "127.0.0.1"] {
        handshake::between(trusted, &leaf, other).unwrap_err();
    }
    let another = Impersonation::of(HOST, today()).unwrap();
    handshake::between(another.certificate_pem(), &leaf, HOST).unwrap_err();
}

#[test]
fn its_name_is_constrained_to_the_host_and_no_address_is_left() {
    let authority = Impersonation::of(HOST, now()).unwrap();
    let pem = authority.certificate_pem();
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
    // RFC 5280 4.2.1.10, written out: permitted `dNSName`, excluded `iPAddress` 0.0.0.0/0 and ::/0.
    let host = tagged(0x30, &tagged(0x82, HOST.as_bytes()));
    let v4 = tagged(0x30, &tagged(0x87, &[0; 8]));
    let v6 = tagged(0x30, &tagged(0x87, &[0; 32]));
    let excluded = tagged(0xa1, &[v4, v6].concat());
    let constraints = tagged(0x30, &[tagged(0xa0, &host), excluded].concat());
    let (name_constraints, critical) = ([0x06, 0x03, 0x55, 0x1d, 0x1e], [0x01, 0x01, 0xff]);
    let extension = [
        &name_constraints[..],
        &critical,
        &tagged(0x04, &constraints),
    ]
    .concat();
    assert!(contains(&certificate, &extension));
    assert!(contains(
        &certificate,
        b"Mock Banno posing as digital.garden-fi.com"
    ));
}

fn tagged(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u8::try_from(contents.len()).unwrap();
    assert!(length < 0x80, "a short length");
    [&[tag, length], contents].concat()
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

#[test]
fn it_is_good_for_a_day() {
    let still = Impersonation::of(HOST, today() - 24 * HOUR).unwrap();
    let leaf = still.issue(today()).unwrap();
    handshake::between(still.certificate_pem(), &leaf, HOST).unwrap();
    let over = Impersonation::of(HOST, today() - 26 * HOUR).unwrap();
    let leaf = over.issue(today()).unwrap();
    handshake::between(over.certificate_pem(), &leaf, HOST).unwrap_err();
    assert!(over.not_after() < today() && today() < still.not_after());
}

#[test]
fn each_one_is_new() {
    let [one, two] = [now(), now()].map(|now| Impersonation::of(HOST, now).unwrap());
    assert_ne!(one.certificate_pem(), two.certificate_pem());
}

#[test]
fn only_another_machine_s_name_can_be_posed_as() {
    use NotAHost::{Address, Name, ThisMachine};
    let longest = format!("{}.example", "a".repeat(63));
    let longer = format!("{}.example", "a".repeat(64));
    let rows = [
        (HOST, Ok(HOST)),
        ("Digital.Garden-FI.com", Ok(HOST)),
        ("xn--bcher-kva.example", Ok("xn--bcher-kva.example")),
        (&longest, Ok(&longest)),
        (&longer, Err(Name)),
        ("localhost", Err(ThisMachine)),
        ("bank.LOCALHOST", Err(ThisMachine)),
        ("127.0.0.1", Err(Address)),
        ("10.1.2.3", Err(Address)),
        ("::1", Err(Address)),
        ("[::1]", Err(Address)),
        ("bank", Err(Name)),
        ("com.", Err(Name)),
        ("digital.garden-fi.com.", Err(Name)),
        (".garden-fi.com", Err(Name)),
        ("*.garden-fi.com", Err(Name)),
        ("-a.example", Err(Name)),
        ("digital.garden-fi.com:443", Err(Name)),
        ("https://digital.garden-fi.com", Err(Name)),
        ("b\u{fc}cher.example", Err(Name)),
        ("127.1", Err(Name)),
        ("bank.0x7f", Err(Name)),
        ("../bank.example", Err(Name)),
        ("", Err(Name)),
    ];
    for (host, expected) in rows {
        let got = Impersonation::of(host, now());
        let got = got.as_ref().map(Impersonation::host);
        let got = got.map_err(|error| match error {
            Error::Host { why, .. } => *why,
            other => panic!("{host}: {other}"),
        });
        assert_eq!(got, expected, "{host}");
    }
}

#[test]
fn a_host_with_a_long_name_can_be_posed_as() {
    let host = [&"a".repeat(63), &*"b".repeat(63), "example"].join(".");
    let authority = Impersonation::of(&host, today()).unwrap();
    let leaf = authority.issue(today()).unwrap();
    handshake::between(authority.certificate_pem(), &leaf, &host).unwrap();
}

#[test]
fn its_certificate_stands_in_a_file_of_its_own_until_the_end() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("impersonation");
    let authority = Impersonation::of(HOST, now()).unwrap();
    let file = authority.publish(&folder).unwrap();
    let path = file.path().to_owned();
    assert_eq!(path, folder.join(HOST).join("ca.pem"));
    assert_eq!(read(&path), authority.certificate_pem());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    drop(file);
    assert!(!folder.exists(), "and nothing is left");
}

#[test]
fn whoever_comes_later_keeps_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let [first, second] = [now(), now()].map(|now| Impersonation::of(HOST, now).unwrap());
    let file = first.publish(dir.path()).unwrap();
    let path = file.path().to_owned();
    let later = second.publish(dir.path()).unwrap();
    drop(file);
    assert_eq!(read(&path), second.certificate_pem());
    drop(later);
    assert!(!path.exists());
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
