use std::net::{IpAddr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, PublicKeyData,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::{Error, Folder};

/// The certificate authority: made once, then read from its folder.
#[derive(Debug)]
pub struct LocalCa {
    certificate_pem: String,
    path: Option<PathBuf>,
    issuer: Issuer<'static, KeyPair>,
}

/// A server certificate for this machine's loopback names, with its key.
#[derive(Debug)]
pub struct Leaf {
    certificate: CertificateDer<'static>,
    key: KeyPair,
}

impl LocalCa {
    /// Opens the authority kept in `folder`, or makes it; one that has less than a month to live is
    /// replaced.
    ///
    /// # Errors
    /// [`Error::Io`] where the folder cannot be used, [`Error::Damaged`] where its file is not one
    /// of ours.
    pub fn open(folder: &Folder, now: SystemTime) -> Result<Self, Error> {
        let damaged = |what| Error::Damaged {
            path: folder.file(SECRET_FILE),
            what,
        };
        let kept = folder.read_or_make(
            SECRET_FILE,
            |kept| match not_after(kept) {
                Some(not_after) => Ok(not_after > unix(now) + RENEW_BEFORE.as_secs()),
                None => Err(damaged("has no `not-after` line")),
            },
            || make(now).map(|made| made.to_file()),
        )?;
        let mut ca =
            Self::from_file(&kept).ok_or_else(|| damaged("holds no certificate authority"))?;
        let public = ca.certificate_pem.clone();
        folder.read_or_make(
            PUBLIC_FILE,
            |kept| Ok(kept == public),
            || Ok(public.clone()),
        )?;
        ca.path = Some(folder.file(PUBLIC_FILE));
        Ok(ca)
    }

    /// Makes an authority that lives as long as the value, for tests.
    ///
    /// # Errors
    /// [`Error::Certificate`] where the crypto library refuses.
    pub fn ephemeral(now: SystemTime) -> Result<Self, Error> {
        let made = make(now)?;
        Ok(Self {
            certificate_pem: made.certificate_pem,
            path: None,
            issuer: Issuer::new(ca_params(&made.name, now), made.key),
        })
    }

    /// The certificate to trust, as PEM.
    #[must_use]
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// The file with the certificate to trust; an ephemeral authority has none.
    #[must_use]
    pub fn certificate_path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Issues a certificate for `localhost`, 127.0.0.1 and `::1`.
    ///
    /// Each start of a server issues its own, so no leaf is kept and none expires on disk.
    ///
    /// # Errors
    /// [`Error::Certificate`] where the crypto library refuses.
    pub fn issue(&self, now: SystemTime) -> Result<Leaf, Error> {
        self.issue_for(&[], now)
    }

    /// Issues a certificate for `hosts` besides, as far as the authority can vouch for them.
    ///
    /// # Errors
    /// [`Error::Certificate`] where the crypto library refuses.
    pub fn issue_for(&self, hosts: &[&str], now: SystemTime) -> Result<Leaf, Error> {
        let mut names = vec![
            "localhost".to_owned(),
            "127.0.0.1".to_owned(),
            "::1".to_owned(),
        ];
        for host in hosts {
            if Self::vouches_for(host) && !names.iter().any(|name| name == host) {
                names.push((*host).to_owned());
            }
        }
        let mut params = leaf_params(names, now, now + LEAF_LIFETIME)?;
        params
            .distinguished_name
            .push(DnType::CommonName, "localhost");
        Leaf::signed(&params, &self.issuer)
    }

    /// Whether a certificate for that host can be had: `localhost`, a name below it, or a loopback
    /// address, which all lead to this machine.
    #[must_use]
    pub fn vouches_for(host: &str) -> bool {
        match host.parse::<IpAddr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => host.split('.').next_back() == Some("localhost"),
        }
    }

    fn from_file(kept: &str) -> Option<Self> {
        let name = line(kept, "name")?;
        let key = KeyPair::from_pem(block(kept, "PRIVATE KEY")?).ok()?;
        let certificate_pem = block(kept, "CERTIFICATE")?.to_owned();
        let issuer = Issuer::new(ca_params(name, SystemTime::UNIX_EPOCH), key);
        Some(Self {
            certificate_pem,
            path: None,
            issuer,
        })
    }
}

impl Leaf {
    /// A new key and its certificate.
    pub(crate) fn signed(
        params: &CertificateParams,
        issuer: &Issuer<'static, KeyPair>,
    ) -> Result<Self, Error> {
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, issuer)?;
        Ok(Self {
            certificate: certificate.der().clone(),
            key,
        })
    }

    /// A TLS server configuration that presents this certificate; HTTP/1.1 by ALPN.
    ///
    /// # Errors
    /// [`Error::Tls`] where the TLS library refuses the key.
    pub fn server_config(&self) -> Result<ServerConfig, Error> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let key = PrivateKeyDer::Pkcs8(self.key.serialize_der().into());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.clone()], key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    /// The DER of the certificate's `SubjectPublicKeyInfo`, by whose hash a browser can be told to
    /// accept it.
    #[must_use]
    pub fn subject_public_key_info(&self) -> Vec<u8> {
        self.key.subject_public_key_info()
    }
}

/// A new authority, before it is written down.
struct Made {
    name: String,
    not_after: u64,
    certificate_pem: String,
    key: KeyPair,
}

impl Made {
    /// One file with everything, so that key and certificate cannot part; PEM readers skip the
    /// lines before the blocks.
    fn to_file(&self) -> String {
        format!(
            "Mock Banno's local certificate authority. Keep it private: whoever reads it can pose as localhost to you.\n\
             name: {}\nnot-after: {}\n{}{}",
            self.name,
            self.not_after,
            self.key.serialize_pem(),
            self.certificate_pem,
        )
    }
}

fn make(now: SystemTime) -> Result<Made, Error> {
    let key = KeyPair::generate()?;
    let name = format!("Mock Banno local CA {}", key_tail(&key));
    let certificate_pem = ca_params(&name, now).self_signed(&key)?.pem();
    Ok(Made {
        name,
        not_after: unix(now + CA_LIFETIME),
        certificate_pem,
        key,
    })
}

/// Two authorities of one name confuse trust stores: the name carries the beginning of the key.
pub(crate) fn key_tail(key: &KeyPair) -> String {
    let bytes = key.public_key_raw().iter().skip(1).take(4);
    let tail = bytes.fold(0_u32, |tail, byte| tail << 8 | u32::from(*byte));
    format!("{tail:08x}")
}

/// What the certificates of servers have in common.
pub(crate) fn leaf_params(
    names: Vec<String>,
    now: SystemTime,
    not_after: SystemTime,
) -> Result<CertificateParams, Error> {
    let mut params = CertificateParams::new(names)?;
    params.not_before = (now - BACKDATED).into();
    params.not_after = not_after.into();
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

fn ca_params(name: &str, now: SystemTime) -> CertificateParams {
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::OrganizationName, "Mock Banno");
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = (now.checked_sub(BACKDATED).unwrap_or(now)).into();
    params.not_after = (now + CA_LIFETIME).into();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::DnsName("localhost".to_owned()),
            GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix([127, 0, 0, 0], 8)),
            GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix(
                Ipv6Addr::LOCALHOST.octets(),
                128,
            )),
        ],
        excluded_subtrees: Vec::new(),
    });
    params
}

fn not_after(kept: &str) -> Option<u64> {
    line(kept, "not-after")?.parse().ok()
}

fn line<'a>(kept: &'a str, key: &str) -> Option<&'a str> {
    kept.lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
}

/// The PEM block of that label, checked to hold something decodable.
fn block<'a>(kept: &'a str, label: &str) -> Option<&'a str> {
    let end_line = format!("-----END {label}-----\n");
    let start = kept.find(&format!("-----BEGIN {label}-----"))?;
    let end = kept[start..].find(&end_line)? + start + end_line.len();
    let block = kept.get(start..end)?;
    match label {
        "CERTIFICATE" => CertificateDer::from_pem_slice(block.as_bytes()).is_ok(),
        _ => PrivateKeyDer::from_pem_slice(block.as_bytes()).is_ok(),
    }
    .then_some(block)
}

fn unix(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

const SECRET_FILE: &str = "local-ca.pem";
const PUBLIC_FILE: &str = "ca.pem";

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Clocks differ a little between programs: certificates begin an hour ago.
pub(crate) const BACKDATED: Duration = Duration::from_secs(60 * 60);
const CA_LIFETIME: Duration = DAY.saturating_mul(5 * 365);
/// The most that browsers accept for a server certificate.
const LEAF_LIFETIME: Duration = DAY.saturating_mul(397);
const RENEW_BEFORE: Duration = DAY.saturating_mul(30);
