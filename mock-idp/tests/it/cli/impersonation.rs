//! `--impersonate`: the host's own address, an authority for a day, and what has to be done besides.

use std::net::SocketAddr;
use std::path::Path;

use insta::assert_snapshot;
use mock_idp::start::ListenError;
use serde_json::{Value, json};

use super::process::Serving;
use super::{failure, folder, program};

const HOST: &str = "digital.garden-fi.com";
const ISSUER: &str = "https://digital.garden-fi.com/a/consumer/api/v0/oidc";

/// A client that has been led to the mock, and trusts that authority alone.
fn led_to(port: u16, ca_pem: &str) -> reqwest::Client {
    let ca = reqwest::Certificate::from_pem(ca_pem.as_bytes()).unwrap();
    reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([ca])
        .resolve(HOST, SocketAddr::from(([127, 0, 0, 1], port)))
        .build()
        .unwrap()
}

fn ca_of_this_machine(data_dir: &Path) -> String {
    let output = program(data_dir).args(["ca", "export"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn it_is_served_under_the_host_s_own_address_until_the_end() {
    let data_dir = folder();
    let args = [
        "--impersonate",
        "Digital.Garden-FI.com",
        "--listen",
        "127.0.0.1:0",
        "--output",
        "json",
    ];
    let mut serving = Serving::start(data_dir.path(), &args);
    let ready: Value = serde_json::from_str(&serving.first_line()).unwrap();
    let ca = ready["ca"].as_str().unwrap().to_owned();
    let own = data_dir
        .path()
        .join("impersonation")
        .join(HOST)
        .join("ca.pem");
    assert_eq!(Path::new(&ca), own);
    assert_eq!(ready["issuer"], ISSUER);
    let posing = &ready["impersonating"];
    let port = u16::try_from(posing["port"].as_u64().unwrap()).unwrap();
    assert_eq!(
        posing,
        &json!({
            "host": HOST,
            "port": port,
            "hosts": [
                "127.0.0.1 digital.garden-fi.com # mock-banno",
                "::1 digital.garden-fi.com # mock-banno",
            ],
            "trust": { "NODE_EXTRA_CA_CERTS": ca, "SSL_CERT_FILE": ca, "REQUESTS_CA_BUNDLE": ca },
            "spki": posing["spki"],
        })
    );
    assert_eq!(posing["spki"].as_str().unwrap().len(), 44);

    let pem = std::fs::read_to_string(&ca).unwrap();
    let discovery = format!("{ISSUER}/.well-known/openid-configuration");
    let answer = led_to(port, &pem).get(&discovery).send().await.unwrap();
    let metadata: Value = answer.json().await.unwrap();
    assert_eq!(metadata["issuer"], ISSUER);
    assert_eq!(metadata["token_endpoint"], format!("{ISSUER}/token"));

    // Whoever trusts the ordinary authority is not taken in.
    let ordinary = ca_of_this_machine(data_dir.path());
    assert_ne!(ordinary, pem);
    led_to(port, &ordinary)
        .get(&discovery)
        .send()
        .await
        .unwrap_err();

    // A bank that a test makes hands out the authority that vouches for it.
    let control = format!("{}/institutions", ready["control"].as_str().unwrap());
    let made = reqwest::Client::builder().no_proxy().build().unwrap();
    let made = made.post(control).body("{}").send().await.unwrap();
    assert_eq!(made.json::<Value>().await.unwrap()["ca_pem"], pem);

    assert_eq!(serving.terminate().0, Some(0));
    assert!(!own.exists() && !data_dir.path().join("impersonation").exists());
    assert_eq!(ca_of_this_machine(data_dir.path()), ordinary);
}

#[test]
fn for_eyes_it_says_how_to_get_there_and_how_to_get_back() {
    let data_dir = folder();
    let args = [
        "--impersonate",
        HOST,
        "--allow-unknown-clients",
        "--id-token-alg",
        "RS256",
        "--listen",
        "127.0.0.1:0",
        "--control",
        "off",
    ];
    let mut serving = Serving::start(data_dir.path(), &args);
    let banner = serving.lines_until("Ctrl-C ends it.");
    let port = banner.split("127.0.0.1:").nth(1).unwrap();
    let port: String = port.chars().take_while(char::is_ascii_digit).collect();
    let spki = banner.split("spki-list=").nth(1).unwrap();
    let spki = spki.split(' ').next().unwrap().to_owned();
    let banner = banner
        .replace(&spki, "{spki}")
        .replace(&port, "{port}")
        .replace(&data_dir.path().display().to_string(), "{data}");
    assert_snapshot!(banner, @r#"
        Mock Banno is ready, and poses as digital.garden-fi.com

          Issuer     https://digital.garden-fi.com/a/consumer/api/v0/oidc
          Discovery  https://digital.garden-fi.com/a/consumer/api/v0/oidc/.well-known/openid-configuration
          Client     any: its first request registers it, with the secret that it brings first
          User       rileydoe  password banno
                     and 17 more, listed at https://digital.garden-fi.com/
          Also       https://digital.garden-fi.com/fi/second-bank/a/consumer/api/v0/oidc  Second Bank
          Policy     id_token_signed_response_alg = RS256
          Lenient    allow_unknown_clients: Banno would refuse it

          Lead this machine here, as long as you want it to mistake the mock for the bank
            Hosts     printf '%s\n' '127.0.0.1 digital.garden-fi.com # mock-banno' '::1 digital.garden-fi.com # mock-banno' | sudo tee -a /etc/hosts
            Undo      sudo sed -i '/# mock-banno$/d' /etc/hosts
            Mind      while these lines stand, nothing on this machine reaches the real digital.garden-fi.com: take them away afterwards

          Port 443 of this machine has to lead to {port}, one way or the other
            Forward   sudo nft 'add table inet mock_banno; add chain inet mock_banno out { type nat hook output priority -100; }; add rule inet mock_banno out oif lo tcp dport 443 redirect to :{port}'
            Undo      sudo nft delete table inet mock_banno
            Forward   sudo iptables -t nat -A OUTPUT -o lo -p tcp --dport 443 -j REDIRECT --to-ports {port}    (IPv4)
            Undo      sudo iptables -t nat -D OUTPUT -o lo -p tcp --dport 443 -j REDIRECT --to-ports {port}

          Trust its certificate authority, {data}/impersonation/digital.garden-fi.com/ca.pem: it is for digital.garden-fi.com alone, for a day, and gone at the end
            Node.js   NODE_EXTRA_CA_CERTS={data}/impersonation/digital.garden-fi.com/ca.pem node server.js
            Python    SSL_CERT_FILE={data}/impersonation/digital.garden-fi.com/ca.pem (httpx, urllib), REQUESTS_CA_BUNDLE={data}/impersonation/digital.garden-fi.com/ca.pem (requests)
            Java      keytool -importcert -noprompt -alias mock-banno -file {data}/impersonation/digital.garden-fi.com/ca.pem -keystore mock-banno.p12 -storepass changeit,
                      then java -Djavax.net.ssl.trustStore=mock-banno.p12 -Djavax.net.ssl.trustStorePassword=changeit
            curl      curl --cacert {data}/impersonation/digital.garden-fi.com/ca.pem --connect-to digital.garden-fi.com:443:127.0.0.1:{port} https://digital.garden-fi.com/a/consumer/api/v0/oidc/jwks    (needs no line in /etc/hosts)
            Chromium  chromium --user-data-dir="$(mktemp -d)" --host-resolver-rules='MAP digital.garden-fi.com 127.0.0.1:{port}' --ignore-certificate-errors-spki-list={spki}    (nor does this)

        Ctrl-C ends it.
        "#);
    serving.terminate();
}

#[test]
fn who_may_not_listen_on_the_port_is_told_what_helps() {
    let refused = ListenError::Privilege {
        address: SocketAddr::from(([127, 0, 0, 1], 443)),
        program: "/usr/local/bin/mock-idp".to_owned(),
    };
    assert_snapshot!(refused, @r#"
        cannot listen on 127.0.0.1:443: ports below 1024 are for who has the privilege. One of these helps:
          once for this file   sudo setcap cap_net_bind_service=+ep /usr/local/bin/mock-idp
          as root              sudo /usr/local/bin/mock-idp serve, with --data-dir; the certificate in there is root's to read, too
          by a forward         --listen 127.0.0.1:8443, and sudo nft 'add table inet mock_banno; add chain inet mock_banno out { type nat hook output priority -100; }; add rule inet mock_banno out oif lo tcp dport 443 redirect to :8443'
                               which is undone by sudo nft delete table inet mock_banno
                               or, IPv4 alone, sudo iptables -t nat -A OUTPUT -o lo -p tcp --dport 443 -j REDIRECT --to-ports 8443
                               which is undone by sudo iptables -t nat -D OUTPUT -o lo -p tcp --dport 443 -j REDIRECT --to-ports 8443
        "#);
    let refused = ListenError::Privilege {
        address: SocketAddr::from(([127, 0, 0, 1], 80)),
        program: "mock-idp".to_owned(),
    };
    assert!(
        !refused.to_string().contains("nft"),
        "a forward is for 443: {refused}"
    );
}

#[test]
fn who_cannot_be_posed_as_and_what_contradicts_it_is_exit_code_2() {
    let data_dir = folder();
    let hosts = data_dir.path().join("hosts.toml");
    let south = "[[institutions]]\nid = \"south\"\nhost = \"south.localhost\"\n";
    std::fs::write(&hosts, south).unwrap();
    let hosts = hosts.to_str().unwrap();
    let rows: [(&[&str], &str); 7] = [
        (
            &["--impersonate", "localhost"],
            "impersonate `localhost` is this machine, which the ordinary local authority vouches for; \
             name a host such as digital.garden-fi.com",
        ),
        (
            &["--impersonate", "127.0.0.1"],
            "impersonate `127.0.0.1` is an address; name a host such as \
             digital.garden-fi.com",
        ),
        (
            &["--impersonate", "https://digital.garden-fi.com"],
            "impersonate `https://digital.garden-fi.com` is not the whole DNS name of a host, without \
             scheme and port, in ASCII; name a host such as digital.garden-fi.com",
        ),
        (
            &["--impersonate", HOST, "--no-tls"],
            "impersonate `digital.garden-fi.com` needs TLS, since its address is https; leave no-tls out",
        ),
        (
            &["--impersonate", HOST, "--base-url", "https://bank.example"],
            "impersonate `digital.garden-fi.com` and base-url `https://bank.example` contradict each \
             other: who poses as a host is found under its address; leave base-url out",
        ),
        (
            &[
                "--impersonate",
                HOST,
                "--back-channel-url",
                "http://mock:8443",
            ],
            "impersonate `digital.garden-fi.com` and back-channel-url `http://mock:8443` contradict each \
             other: who poses as a host is found under its address; leave back-channel-url out",
        ),
        (
            &["--impersonate", HOST, "--config", hosts],
            "impersonate `digital.garden-fi.com` and institutions.host `south.localhost` contradict each \
             other: the certificate is for one host; without `host` the institution is served below /fi/",
        ),
    ];
    for (args, expected) in rows {
        let mut command = program(data_dir.path());
        command.env("MOCK_IDP_LISTEN", "127.0.0.1:0");
        let (code, told) = failure(command.arg("serve").args(args));
        assert_eq!(told, format!("error: {expected}"));
        assert_eq!(code, 2, "{args:?}");
    }
}

#[test]
fn an_algorithm_that_signs_nothing_is_refused() {
    let output = program(folder().path())
        .args(["serve", "--id-token-alg", "HS256"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("ID tokens are signed with ES256, PS256 or RS256"),
        "{told}"
    );
}
