//! What the banner says about two sides: a table of addresses and listeners.

use insta::assert_snapshot;
use mock_idp::cli::sides::Sides;
use serde_json::Value;

use super::folder;
use super::process::Serving;

/// What needs attention, each on one line.
fn attention(issuer: &str, back_channel: Option<&str>, listener: &str) -> Vec<String> {
    let (scheme, listening) = listener.split_once("://").unwrap();
    let sides = Sides {
        issuer,
        back_channel,
        tls: scheme == "https",
        listening: listening.parse().unwrap(),
    };
    let lines = sides.lines();
    let texts = lines
        .iter()
        .filter_map(|it| it.strip_prefix("  Attention  "));
    texts.map(|it| it.replace("\n             ", " ")).collect()
}

#[test]
fn what_fits_needs_no_attention() {
    for (issuer, back_channel, listener) in [
        ("https://localhost:8443", None, "https://127.0.0.1:8443"),
        (
            "https://bank.localhost:8443",
            None,
            "https://127.0.0.1:8443",
        ),
        ("https://[::1]:8443", None, "https://[::1]:8443"),
        ("http://localhost:8443", None, "http://127.0.0.1:8443"),
        ("http://mock", None, "http://0.0.0.0:80"),
        (
            "http://localhost:8443",
            Some("http://mock:8443"),
            "http://0.0.0.0:8443",
        ),
    ] {
        let told = attention(issuer, back_channel, listener);
        assert!(told.is_empty(), "{issuer} {back_channel:?}: {told:?}");
    }
}

#[test]
fn what_does_not_fit_is_told_with_its_mend() {
    let rows: [(&str, Option<&str>, &str, &[&str]); 9] = [
        (
            "https://mock.example",
            None,
            "https://127.0.0.1:8443",
            &[
                "no client can verify the certificate at mock.example: the local authority vouches for \
               localhost only. Put a proxy with a certificate of its own in front, and add --no-tls",
            ],
        ),
        (
            "https://localhost:8443",
            Some("https://mock:8443"),
            "https://0.0.0.0:8443",
            &[
                "no client can verify the certificate at mock: the local authority vouches for localhost \
               only. Put a proxy with a certificate of its own in front, and add --no-tls",
            ],
        ),
        (
            "https://bank.example",
            Some("http://mock:8443"),
            "http://0.0.0.0:8443",
            &[
                "https://bank.example is https, and the listener speaks plain HTTP: a proxy has to end \
               TLS there and lead to port 8443",
            ],
        ),
        (
            "https://localhost:8443",
            Some("http://mock:8443"),
            "https://0.0.0.0:8443",
            &[
                "http://mock:8443 is plain HTTP, and the listener speaks TLS: nothing answers there; \
               write https, or add --no-tls",
            ],
        ),
        (
            "https://localhost:9443",
            None,
            "https://127.0.0.1:8443",
            &[
                "https://localhost:9443 has port 9443, and the listener port 8443: a port mapping has to \
               lead from one to the other",
            ],
        ),
        (
            "http://localhost:8443",
            Some("http://mock"),
            "http://127.0.0.1:8443",
            &[
                "http://mock has port 80, and the listener port 8443: a port mapping has to lead from \
                 one to the other",
                "the listener is for this machine only, and mock may be called from others: add \
                 --listen 0.0.0.0:8443 --allow-remote",
            ],
        ),
        (
            "http://bank.example:8443",
            Some("http://127.0.0.1:8443"),
            "http://0.0.0.0:8443",
            &[
                "to servers in other containers 127.0.0.1 is their own container; --back-channel-url \
               tells what they call this one, such as http://mock:8443",
            ],
        ),
        (
            "https://localhost:8443",
            None,
            "https://0.0.0.0:8443",
            &[
                "to servers in other containers localhost is their own container; --back-channel-url \
               tells what they call this one, such as http://mock:8443",
            ],
        ),
        (
            "http://no-such-name.invalid:8443",
            None,
            "http://0.0.0.0:8443",
            &[],
        ),
    ];
    for (issuer, back_channel, listener, expected) in rows {
        let told = attention(issuer, back_channel, listener);
        assert_eq!(told, expected, "{issuer} {back_channel:?} {listener}");
    }
}

#[test]
fn both_sides_stand_in_the_banner() {
    let sides = Sides {
        issuer: "https://bank.example/a/consumer/api/v0/oidc",
        back_channel: Some("http://mock:8443/a/consumer/api/v0/oidc"),
        tls: false,
        listening: "0.0.0.0:8443".parse().unwrap(),
    };
    assert_snapshot!(sides.lines().join("\n"), @r#"
        Browsers   https://bank.example/a/consumer/api/v0/oidc  (issuer, /auth, /logout, pages)
        Servers    http://mock:8443/a/consumer/api/v0/oidc  (/token, /jwks, /me, /request, metadata)
        Cookies    Secure and SameSite=None, since browsers come by https
        Attention  https://bank.example is https, and the listener speaks plain HTTP: a proxy has to end TLS there
                   and lead to port 8443
        "#);
    let plain = Sides {
        issuer: "http://localhost:8443/a/consumer/api/v0/oidc",
        ..sides
    };
    assert_snapshot!(plain.lines().join("\n"), @r#"
        Browsers   http://localhost:8443/a/consumer/api/v0/oidc  (issuer, /auth, /logout, pages)
        Servers    http://mock:8443/a/consumer/api/v0/oidc  (/token, /jwks, /me, /request, metadata)
        Cookies    SameSite=Lax and not Secure, since browsers come by plain HTTP: not for frames on other sites
        "#);
}

#[test]
fn the_back_channel_stands_in_banner_and_ready_line() {
    let data_dir = folder();
    let args = [
        "--listen",
        "127.0.0.1:0",
        "--no-tls",
        "--back-channel-url=http://mock:8443",
    ];
    let banner = Serving::start(data_dir.path(), &args).lines_until("Ctrl-C ends it.");
    let back_channel = "http://mock:8443/a/consumer/api/v0/oidc";
    assert!(
        banner.contains(&format!("  Servers    {back_channel}  (")),
        "{banner}"
    );
    assert!(
        banner.contains("\n  Attention  http://mock:8443 has port"),
        "{banner}"
    );
    let args = [&args[..], &["--output", "json"]].concat();
    let ready = Serving::start(data_dir.path(), &args).first_line();
    let ready: Value = serde_json::from_str(&ready).unwrap();
    assert_eq!(ready["back_channel"], back_channel);
}
