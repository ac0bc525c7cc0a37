use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, GeneralSubtree, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, NameConstraints,
};

use crate::authority::{BACKDATED, Leaf, key_tail, leaf_params};
use crate::{Error, Folder};

/// An authority that lets a server on this machine pose as another machine, for a day.
///
/// It is a new one each time, and its key is never written down. It can vouch for that host (and,
/// since names are constrained by their ends, for names below it), and for no address at all.
#[derive(Debug)]
pub struct Impersonation {
    host: String,
    certificate_pem: String,
    not_after: SystemTime,
    issuer: Issuer<'static, KeyPair>,
}

/// The file with the certificate to trust; it is gone with the value.
#[derive(Debug)]
pub struct TrustFile {
    path: PathBuf,
    contents: String,
}

impl Impersonation {
    /// Makes an authority for that host, a DNS name in ASCII.
    ///
    /// # Errors
    /// [`Error::Host`] where it cannot be posed as, [`Error::Certificate`] where the crypto library
    /// refuses.
    pub fn of(host: &str, now: SystemTime) -> Result<Self, Error> {
        let host = checked(host)?;
        let key = KeyPair::generate()?;
        let not_after = now + LIFETIME;
        let params = ca_params(&host, &key, now);
        let certificate_pem = params.self_signed(&key)?.pem();
        Ok(Self {
            certificate_pem,
            not_after,
            issuer: Issuer::new(params, key),
            host,
        })
    }

    /// The host, in small letters.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The certificate to trust, as PEM.
    #[must_use]
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// Until when it is good, and what it issues.
    #[must_use]
    pub const fn not_after(&self) -> SystemTime {
        self.not_after
    }

    /// Issues a certificate for the host, and for nothing else.
    ///
    /// # Errors
    /// [`Error::Certificate`] where the crypto library refuses.
    pub fn issue(&self, now: SystemTime) -> Result<Leaf, Error> {
        let mut params = leaf_params(vec![self.host.clone()], now, self.not_after)?;
        let name = cut(&self.host);
        params.distinguished_name.push(DnType::CommonName, name);
        Leaf::signed(&params, &self.issuer)
    }

    /// Writes the certificate to a file of its own below `folder`, which only its owner may read.
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be written.
    pub fn publish(&self, folder: &Path) -> Result<TrustFile, Error> {
        let folder = Folder::new(folder.join(&self.host));
        folder.write(FILE, &self.certificate_pem)?;
        Ok(TrustFile {
            path: folder.file(FILE),
            contents: self.certificate_pem.clone(),
        })
    }
}

impl TrustFile {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for TrustFile {
    fn drop(&mut self) {
        let is_ours = |kept: String| kept == self.contents;
        if !std::fs::read_to_string(&self.path).is_ok_and(is_ours) {
            // Another program has begun to pose as the host; that is its file.
            return;
        }
        // What cannot be removed is a certificate whose key nobody has any more.
        let _ = std::fs::remove_file(&self.path);
        for folder in self.path.ancestors().skip(1).take(2) {
            // Only what is empty goes.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// The host in small letters, if it is a name that some other machine may have.
fn checked(host: &str) -> Result<String, Error> {
    let refused = |why| Error::Host {
        host: host.to_owned(),
        why,
    };
    let bare = host.trim_matches(['[', ']']);
    if bare.parse::<IpAddr>().is_ok() {
        return Err(refused(NotAHost::Address));
    }
    let name = host.to_ascii_lowercase();
    let labels: Vec<_> = name.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    if last == "localhost" {
        return Err(refused(NotAHost::ThisMachine));
    }
    let fit = |label: &&str| {
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let ends = !label.starts_with('-') && !label.ends_with('-');
        (1..=63).contains(&label.len()) && ends && label.chars().all(inside)
    };
    // What ends in a number is an address to browsers, however it is written.
    let sound = name.len() <= 253
        && labels.len() > 1
        && labels.iter().all(fit)
        && last.starts_with(|c: char| c.is_ascii_lowercase());
    if sound {
        Ok(name)
    } else {
        Err(refused(NotAHost::Name))
    }
}

/// Why a host cannot be posed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAHost {
    /// An IP address.
    #[error("is an address")]
    Address,
    /// Not a DNS name.
    #[error("is not the whole DNS name of a host, without scheme and port, in ASCII")]
    Name,
    /// `localhost`, or a name below it.
    #[error("is this machine, which the ordinary local authority vouches for")]
    ThisMachine,
}

fn ca_params(host: &str, key: &KeyPair, now: SystemTime) -> CertificateParams {
    let tail = key_tail(key);
    let mut params = CertificateParams::default();
    let name = &mut params.distinguished_name;
    name.push(
        DnType::OrganizationName,
        format!("Mock Banno impersonation {tail}"),
    );
    name.push(
        DnType::CommonName,
        cut(&format!("Mock Banno posing as {host}")),
    );
    params.not_before = (now - BACKDATED).into();
    params.not_after = (now + LIFETIME).into();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName(host.to_owned())],
        // Permitted DNS names alone would leave addresses free (RFC 5280 4.2.1.10).
        excluded_subtrees: vec![
            GeneralSubtree::IpAddress(CidrSubnet::V4([0; 4], [0; 4])),
            GeneralSubtree::IpAddress(CidrSubnet::V6([0; 16], [0; 16])),
        ],
    });
    params
}

/// As much as a common name may have (RFC 5280 appendix A.1, `ub-common-name`).
fn cut(name: &str) -> &str {
    name.get(..64).unwrap_or(name)
}

const FILE: &str = "ca.pem";
/// A working day, and the evening of who forgets.
const LIFETIME: Duration = Duration::from_secs(25 * 60 * 60);
