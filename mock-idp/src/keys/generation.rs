use std::sync::Arc;

use oidc::client::SigningAlg;
use oidc::jwk::Jwk;
use serde::de::DeserializeOwned;
use tokio::sync::OnceCell;

use super::{EcSigner, Error, KeyStore, RsaSigner, verifier};

/// The two keys that an institution signs with at one time.
#[derive(Clone, Debug)]
pub(super) struct Generation {
    number: u32,
    ec: Arc<EcSigner>,
    rsa: Arc<OnceCell<RsaSigner>>,
    store: KeyStore,
}

/// A key that no longer signs and is still published.
#[derive(Clone, Debug)]
pub(super) enum Published {
    Ec(Arc<EcSigner>),
    /// Made: one that never was has signed nothing.
    Rsa(Arc<OnceCell<RsaSigner>>),
}

impl Generation {
    pub(super) fn open(number: u32, store: KeyStore) -> Result<Self, Error> {
        let ec = Arc::new(store.ec(&ec_kid(number))?);
        let rsa = match store.kept_rsa(&rsa_kid(number))? {
            Some(kept) => OnceCell::new_with(Some(kept)),
            None => OnceCell::new(),
        };
        Ok(Self {
            number,
            ec,
            rsa: Arc::new(rsa),
            store,
        })
    }

    pub(super) fn ec(&self) -> &EcSigner {
        &self.ec
    }

    /// The RSA key, made now if it has not been before.
    pub(super) async fn rsa(&self) -> Result<&RsaSigner, Error> {
        let make = || async {
            let (store, kid) = (self.store.clone(), rsa_kid(self.number));
            let made = tokio::task::spawn_blocking(move || store.make_rsa(&kid)).await;
            made.map_err(|_| Error::Crypto("make an RSA key"))?
        };
        self.rsa.get_or_try_init(make).await
    }

    /// Whether the RSA key is there.
    pub(super) fn is_complete(&self) -> bool {
        self.rsa.initialized()
    }

    pub(super) fn kids(&self) -> [String; 2] {
        [ec_kid(self.number), rsa_kid(self.number)]
    }

    /// Its keys, as those of a generation that another has replaced.
    pub(super) fn published(&self) -> Vec<Published> {
        let ec = Published::Ec(self.ec.clone());
        let rsa = self.rsa.get().map(|_| Published::Rsa(self.rsa.clone()));
        std::iter::once(ec).chain(rsa).collect()
    }
}

impl Published {
    pub(super) fn kid(&self) -> &str {
        match self {
            Self::Ec(ec) => ec.kid(),
            Self::Rsa(rsa) => rsa.get().map_or("", RsaSigner::kid),
        }
    }

    pub(super) fn ec(&self) -> Option<&EcSigner> {
        match self {
            Self::Ec(ec) => Some(ec),
            Self::Rsa(_) => None,
        }
    }

    pub(super) fn jwk(&self) -> Option<Jwk> {
        match self {
            Self::Ec(ec) => Some(ec.jwk()),
            Self::Rsa(rsa) => rsa.get().map(RsaSigner::jwk),
        }
    }

    pub(super) fn verify<T: DeserializeOwned>(&self, alg: SigningAlg, token: &str) -> Option<T> {
        match (self, alg) {
            (Self::Ec(ec), SigningAlg::Es256) => verifier::verify_ec(ec, token),
            (Self::Rsa(rsa), SigningAlg::Rs256 | SigningAlg::Ps256) => {
                verifier::verify_rsa(rsa.get()?, alg, token)
            }
            _ => None,
        }
    }
}

/// The names that oidc-provider's key samples use, and Banno with them; each generation counts on.
fn ec_kid(number: u32) -> String {
    format!("sig-ec2-{number}")
}

fn rsa_kid(number: u32) -> String {
    format!("sig-rs-{number}")
}
