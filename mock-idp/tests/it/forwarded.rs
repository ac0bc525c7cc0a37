//! What a switch in front says of the host (RFC 7239), where it is believed and where it is not.

use crate::support::{Mock, builder};

const CONFIG: &str = r#"
[[institutions]]
id = "by-name"
host = "by-name.localhost"

[[institutions]]
id = "below"
"#;

/// The id of the institution that answers.
async fn found(mock: &Mock, path: &str, headers: &[(&str, &str)]) -> &'static str {
    let url = format!("http://localhost:{}{path}", mock.port());
    let metadata = mock.get(&url, headers).await;
    let issuer = metadata.text("issuer");
    let known = ["mock-bank", "by-name", "below"];
    let is = |id: &&&str| mock.of_institution(id).issuer() == issuer;
    known.iter().find(is).unwrap()
}

const METADATA: &str = "/.well-known/openid-configuration";

#[tokio::test]
async fn where_it_is_trusted_the_first_element_names_the_host() {
    let mock = Mock::of(builder().config(CONFIG).trust_forwarded(true)).await;
    let (standard, older) = ("forwarded", "x-forwarded-host");
    for believed in [
        [(standard, "host=by-name.localhost")],
        [(standard, "HOST=BY-NAME.localhost")],
        [(standard, "host=\"by-name.localhost\"")],
        [(standard, "host=\"by-name.localhost:443\"")],
        [(
            standard,
            "for=192.0.2.60;proto=https;host=by-name.localhost;by=203.0.113.43",
        )],
        [(standard, ";for=_hidden;;host=by-name.localhost;")],
        [(standard, r#"for="a, host=x; \"b";host=by-name.localhost"#)],
        [(standard, "host=by-name.localhost , host=other.localhost")],
        [(standard, "host=by-name.localhost,=what=ever=")],
        [(older, "by-name.localhost")],
        [(older, "By-Name.localhost:8443, inner.localhost")],
    ] {
        assert_eq!(
            found(&mock, METADATA, &believed).await,
            "by-name",
            "{believed:?}"
        );
    }
    for ignored in [
        "",
        "host",
        "host=",
        "host=\"\"",
        "host = by-name.localhost",
        "host=by-name.localhost:443",
        "host=\"by-name.localhost",
        "host=\"by-name.localhost\"x",
        "host=\"by-name.localhost:port\"",
        "host=\"by-name.localhost:99999\"",
        "host=\"by-name.localhost/path\"",
        r#"host="by-name\.localhost""#,
        "for=1; host=by-name.localhost",
        "host=by-name.localhost;host=by-name.localhost",
        "for=192.0.2.60, host=by-name.localhost",
        "by-name.localhost",
    ] {
        let sent = [(standard, ignored)];
        assert_eq!(
            found(&mock, METADATA, &sent).await,
            "mock-bank",
            "{ignored}"
        );
    }
    for ignored in [
        "",
        "other.localhost, by-name.localhost",
        "user@by-name.localhost",
        "by-name.localhost:",
        "[::1",
    ] {
        let sent = [(older, ignored)];
        assert_eq!(
            found(&mock, METADATA, &sent).await,
            "mock-bank",
            "{ignored}"
        );
    }
}

#[tokio::test]
async fn the_standard_s_header_wins_and_the_path_wins_over_any_host() {
    let mock = Mock::of(builder().config(CONFIG).trust_forwarded(true)).await;
    let named = ("x-forwarded-host", "by-name.localhost");
    for (standard, id) in [
        ("host=other.localhost", "mock-bank"),
        ("host=\"[::1]:8443\"", "mock-bank"),
        ("for=192.0.2.60", "by-name"),
        ("host=mal formed", "by-name"),
    ] {
        let sent = [("forwarded", standard), named];
        assert_eq!(found(&mock, METADATA, &sent).await, id, "{standard}");
    }
    let host = ("host", "by-name.localhost");
    assert_eq!(found(&mock, METADATA, &[host]).await, "by-name");
    let elsewhere = [host, ("forwarded", "host=localhost")];
    assert_eq!(found(&mock, METADATA, &elsewhere).await, "mock-bank");
    let below = format!("/fi/below{METADATA}");
    assert_eq!(found(&mock, &below, &[named]).await, "below");
}

#[tokio::test]
async fn unless_that_was_asked_for_nobody_is_believed() {
    let mock = Mock::of(builder().config(CONFIG)).await;
    for sent in [
        ("forwarded", "host=by-name.localhost"),
        ("x-forwarded-host", "by-name.localhost"),
    ] {
        assert_eq!(found(&mock, METADATA, &[sent]).await, "mock-bank");
    }
}
