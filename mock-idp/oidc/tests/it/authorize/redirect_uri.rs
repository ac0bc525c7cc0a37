//! Which redirect URIs a request is accepted with, whatever it says: registered ones, byte for byte.

use oidc::client::Client;
use oidc::policy::Leniency;
use oidc::redirect_uri::check_registrable;
use proptest::prelude::*;

use super::{VALID, clients, parse_at};
use crate::given::{changed, lenient, native_client, profile};

/// A registered URI with something done to it.
fn near_misses() -> impl Strategy<Value = (Client, String)> {
    let client = prop::sample::select(clients().to_vec());
    (client, any::<prop::sample::Index>(), 0..20, 0..70_000_u32).prop_map(
        |(client, index, change, number)| {
            let uri = index.get(&client.redirect_uris).clone();
            let (scheme, rest) = uri.split_once("://").unwrap();
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            let digits = |c: char| c.is_ascii_digit();
            let host = authority.trim_end_matches(digits);
            let host = host.strip_suffix(':').unwrap_or(authority);
            let changed = match change {
                0..4 => format!("{scheme}://{host}:{number}{path}"),
                4 => format!("{scheme}://{host}{path}"),
                5 => format!("{scheme}://{host}:{path}"),
                6 => format!("{scheme}://{host}:0{number}{path}"),
                7 => format!("{scheme}://{authority}{path}/"),
                8 => format!("{scheme}://{authority}/.{path}"),
                9 => format!("{scheme}://{authority}/a/..{path}"),
                10 => format!(
                    "{}://{}:{number}{path}",
                    scheme.to_uppercase(),
                    host.to_uppercase()
                ),
                11 => format!("{scheme}://user@{host}:{number}{path}"),
                12 => format!("{scheme}://{host}:{number}@evil.example{path}"),
                13 => format!("{scheme}://{host}.evil.example:{number}{path}"),
                14 => format!("{scheme}://{host}:{number}{path}#"),
                15 => format!("{scheme}://{host}:{number}{path}?a=b"),
                16 => format!("{scheme}://{host}:{number}\\{path}"),
                17 => format!("{scheme}:{host}:{number}{path}"),
                18 => format!(" {scheme}://{host}:{number}{path}\t"),
                _ => uri.clone(),
            };
            (client, changed)
        },
    )
}

/// A URI without its port, as text, if it is one of a loopback address.
fn around_port(uri: &str) -> Option<String> {
    let hosts = ["http://localhost", "http://127.0.0.1", "https://[::1]"];
    let host = hosts.into_iter().find(|host| uri.starts_with(host))?;
    let rest = &uri[host.len()..];
    let (port, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let good = port.is_empty() || port.strip_prefix(':')?.parse::<u16>().is_ok();
    good.then(|| format!("{host}{path}"))
}

#[test]
fn what_is_registered_here_could_be_registered() {
    for uri in clients().iter().flat_map(|client| &client.redirect_uris) {
        assert_eq!(check_registrable(uri), Ok(()), "{uri}");
    }
}

#[test]
fn a_loopback_uri_written_otherwise_is_another_one() {
    let client = native_client();
    for registered in [
        "http://localhost:9/cb",
        "http://localhost/cb",
        "https://[::1]:65535/",
    ] {
        assert!(client.has_loopback_redirect_uri(registered), "{registered}");
    }
    for other in [
        "HTTP://localhost:9/cb",
        "http://LOCALHOST:9/cb",
        "http://localhost:9/./cb",
        "http://localhost:9/a/../cb",
        "http://localhost:9/c%62",
        "http://localhost:9\\cb",
        "http://localhost:/cb",
        "http://localhost:+9/cb",
        "http://localhost:9:9/cb",
        " http://localhost:9/cb",
        "http://localhost:9/cb\t",
        "http:localhost:9/cb",
        "http://127.1:9/cb?a=b",
        "https://[0:0::1]:9/",
        "https://[::1]:9",
        "https://[::1]9/",
        "https://localhost:9/cb",
        "http://localhost:9@evil.example/cb",
        "http://localhost:9.evil.example/cb",
    ] {
        assert!(!client.has_loopback_redirect_uri(other), "{other}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn an_accepted_request_has_a_registered_redirect_uri_byte_for_byte(
        (client, uri) in near_misses()
    ) {
        let changes = [("client_id", client.id.as_str()), ("redirect_uri", &uri), ("scope", "openid")];
        let parsed = parse_at(&profile(), &changed(&VALID, &changes));
        let registered = client.redirect_uris.contains(&uri);
        prop_assert_eq!(parsed.is_ok(), registered);
        match parsed {
            Ok(request) => prop_assert_eq!(request.redirect_uri, uri),
            Err(rejection) => prop_assert!(rejection.destination.is_none()),
        }
    }

    #[test]
    fn the_leniency_for_ports_lets_the_port_differ_and_nothing_else(
        (client, uri) in near_misses()
    ) {
        let changes = [("client_id", client.id.as_str()), ("redirect_uri", &uri), ("scope", "openid")];
        let leniency = Leniency::AllowAnyLoopbackPort;
        let parsed = parse_at(&lenient(&[leniency]), &changed(&VALID, &changes));
        let registered = client.redirect_uris.contains(&uri);
        let wanted = around_port(&uri);
        let near = wanted.is_some()
            && client.redirect_uris.iter().any(|registered| around_port(registered) == wanted);
        prop_assert_eq!(parsed.is_ok(), registered || near, "{}", uri);
        if let Ok(request) = parsed {
            prop_assert_eq!(request.redirect_uri, uri);
            let used = if registered { vec![] } else { vec![leniency] };
            prop_assert_eq!(request.leniencies, used);
        }
    }
}
