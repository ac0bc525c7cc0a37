//! What is printed where the provider poses as another machine.

use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::banner::{quoted, variables};
use crate::start::{Forward, MockIdp};

/// A provider that poses as another machine.
pub(super) struct Posing<'a> {
    pub(super) host: &'a str,
    issuer: &'a str,
    ca: Option<&'a Path>,
    /// The port that is listened on.
    port: u16,
    /// The hash of the certificate's public key, as Chromium's flag takes it.
    spki: String,
}

impl<'a> Posing<'a> {
    pub(super) fn of(idp: &'a MockIdp) -> Option<Self> {
        let key = idp.subject_public_key_info().unwrap_or_default();
        Some(Self {
            host: idp.impersonation()?.host(),
            issuer: idp.issuer(),
            ca: idp.ca_path(),
            port: idp.port(),
            spki: STANDARD.encode(digest(&SHA256, key)),
        })
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let ca = self.ca;
        json!({
            "host": self.host,
            "port": self.port,
            "hosts": self.hosts_lines(),
            "trust": { "NODE_EXTRA_CA_CERTS": ca, "SSL_CERT_FILE": ca, "REQUESTS_CA_BUNDLE": ca },
            "spki": self.spki,
        })
    }

    /// For eyes.
    pub(super) fn lines(&self) -> Vec<String> {
        let Self { host, spki, .. } = self;
        let [v4, v6] = self.hosts_lines();
        let mut lines = vec![format!(
            "\n  Lead this machine here, as long as you want it to mistake the mock for the bank\n    \
             Hosts     printf '%s\\n' '{v4}' '{v6}' | sudo tee -a /etc/hosts\n    \
             Undo      sudo sed -i '/{MARK}$/d' /etc/hosts\n    \
             Mind      while these lines stand, nothing on this machine reaches the real {host}: take them away afterwards"
        )];
        if self.port != HTTPS {
            lines.push(self.forward());
        }
        let Some(ca) = self.ca.map(|path| quoted(&path.display().to_string())) else {
            return lines;
        };
        let (variables, issuer, port) = (variables(&ca), self.issuer, self.port);
        let to = if port == HTTPS {
            format!("--resolve {host}:443:127.0.0.1")
        } else {
            format!("--connect-to {host}:443:127.0.0.1:{port}")
        };
        lines.push(format!(
            "\n  Trust its certificate authority, {ca}: it is for {host} alone, for a day, and gone at the end\n    \
             {variables}\n    \
             curl      curl --cacert {ca} {to} {issuer}/jwks    (needs no line in /etc/hosts)\n    \
             Chromium  chromium --user-data-dir=\"$(mktemp -d)\" --host-resolver-rules='MAP {host} 127.0.0.1:{port}' \
             --ignore-certificate-errors-spki-list={spki}    (nor does this)"
        ));
        lines
    }

    /// Without the second, programs that ask for an IPv6 address alone would still find the bank.
    fn hosts_lines(&self) -> [String; 2] {
        ["127.0.0.1", "::1"].map(|address| format!("{address} {} {MARK}", self.host))
    }

    fn forward(&self) -> String {
        let forward = Forward { to: self.port };
        let (nft, undone) = (forward.nft(), Forward::NFT_UNDONE);
        let (iptables, undone_too) = (forward.iptables(), forward.iptables_undone());
        format!(
            "\n  Port 443 of this machine has to lead to {}, one way or the other\n    \
             Forward   {nft}\n    \
             Undo      {undone}\n    \
             Forward   {iptables}    (IPv4)\n    \
             Undo      {undone_too}",
            self.port
        )
    }
}

/// What our lines in a hosts file end with, so that they can be found again.
const MARK: &str = "# mock-banno";
const HTTPS: u16 = 443;
