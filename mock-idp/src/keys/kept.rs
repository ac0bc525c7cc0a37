use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use local_ca::Folder;
use rsa::pkcs8::{LineEnding, SecretDocument};

use super::{EcSigner, Error, RsaPool, RsaSigner};

/// Where an institution's keys are.
#[derive(Clone, Debug)]
pub enum KeyStore {
    /// In memory only.
    Ephemeral,
    /// In memory only, with the RSA key out of a pool.
    Pooled(RsaPool),
    /// In a folder, one PEM file (PKCS#8) per key, named after its `kid`.
    Folder(Folder),
}

impl KeyStore {
    /// The P-256 key of that name, read or made.
    pub(super) fn ec(&self, kid: &str) -> Result<EcSigner, Error> {
        self.read_or_make(kid, || {
            let random = SystemRandom::new();
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)
                .map(|document| document.as_ref().to_vec())
                .map_err(|_| Error::Crypto("make a P-256 key"))
        })
        .and_then(|der| EcSigner::from_pkcs8(kid, &der).map_err(|what| self.unusable(kid, what)))
    }

    /// The RSA key of that name, if it has been made before.
    pub(super) fn kept_rsa(&self, kid: &str) -> Result<Option<RsaSigner>, Error> {
        let Self::Folder(folder) = self else {
            return Ok(None);
        };
        folder
            .read(&file_name(kid))?
            .map(|pem| self.parse_rsa(kid, &self.decode(kid, &pem)?))
            .transpose()
    }

    /// The RSA key of that name, made unless another program was faster. Takes a tenth of a second.
    pub(super) fn make_rsa(&self, kid: &str) -> Result<RsaSigner, Error> {
        let der = match self {
            Self::Pooled(pool) => pool.take()?,
            Self::Ephemeral | Self::Folder(_) => self.read_or_make(kid, make_rsa_der)?,
        };
        self.parse_rsa(kid, &der)
    }

    fn parse_rsa(&self, kid: &str, der: &[u8]) -> Result<RsaSigner, Error> {
        RsaSigner::from_pkcs8(kid, der).map_err(|what| self.unusable(kid, what))
    }

    fn read_or_make(
        &self,
        kid: &str,
        make: impl FnOnce() -> Result<Vec<u8>, Error>,
    ) -> Result<Vec<u8>, Error> {
        let Self::Folder(folder) = self else {
            return make();
        };
        let name = file_name(kid);
        if let Some(pem) = folder.read(&name)? {
            return self.decode(kid, &pem);
        }
        let pem = encode(&make()?)?;
        let pem = folder.read_or_make(&name, |_| Ok(true), || Ok(pem))?;
        self.decode(kid, &pem)
    }

    fn decode(&self, kid: &str, pem: &str) -> Result<Vec<u8>, Error> {
        match SecretDocument::from_pem(pem) {
            Ok(("PRIVATE KEY", document)) => Ok(document.as_bytes().to_vec()),
            Ok(_) => Err(self.unusable(kid, "is not PKCS#8: it must begin with BEGIN PRIVATE KEY")),
            Err(_) => Err(self.unusable(kid, "is not a PEM file with a private key")),
        }
    }

    fn unusable(&self, kid: &str, what: &'static str) -> Error {
        let path = match self {
            Self::Ephemeral | Self::Pooled(_) => kid.to_owned(),
            Self::Folder(folder) => folder.file(&file_name(kid)).display().to_string(),
        };
        Error::Unusable { path, what }
    }
}

/// A new RSA key of 2048 bits as PKCS#8.
pub(super) fn make_rsa_der() -> Result<Vec<u8>, Error> {
    let refused = |_| Error::Crypto("make an RSA key");
    let key = RsaKeyPair::generate(KeySize::Rsa2048).map_err(refused)?;
    let der: Pkcs8V1Der<'_> = key.as_der().map_err(refused)?;
    Ok(der.as_ref().to_vec())
}

fn encode(der: &[u8]) -> Result<String, Error> {
    SecretDocument::try_from(der)
        .and_then(|document| document.to_pem("PRIVATE KEY", LineEnding::LF))
        .map(|pem| pem.to_string())
        .map_err(|_| Error::Crypto("write a key as PEM"))
}

fn file_name(kid: &str) -> String {
    format!("{kid}.pem")
}
