use std::collections::VecDeque;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use tokio::sync::Mutex;
use url::Url;

use super::{Clock, Fault, Http, HttpError, SigningAlgorithm};

/// The provider's keys, parsed once and kept.
///
/// A key id that is not known fetches them anew, since providers rotate their keys (OIDC Core
/// 10.1.1): once for a token, and at most five times a minute for all of them, so that made-up key
/// ids cannot turn this client against its provider.
#[derive(Debug)]
pub(super) struct JwksCache {
    clock: Arc<dyn Clock>,
    kept: Mutex<Kept>,
}

impl JwksCache {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            kept: Mutex::default(),
        }
    }

    /// The keys that may have signed a token with that algorithm and key id.
    ///
    /// Held across the fetch on purpose: whoever else needs the new keys waits for them instead of
    /// fetching them again.
    pub(super) async fn keys_for(
        &self,
        http: &Http,
        jwks_uri: &Url,
        algorithm: SigningAlgorithm,
        kid: Option<&str>,
    ) -> Result<Vec<Arc<VerificationKey>>, JwksError> {
        let mut kept = self.kept.lock().await;
        let now = self.clock.now();
        let mut fetched = false;
        if kept.keys.is_none() || now.saturating_sub(kept.fetched_at) >= MAX_AGE {
            kept.fetch(http, jwks_uri, now).await?;
            fetched = true;
        }
        let found = kept.matching(algorithm, kid);
        if !found.is_empty() {
            return Ok(found);
        }
        let unknown = || JwksError::KeyUnknown {
            kid: kid.map(str::to_owned),
            algorithm: algorithm.as_str(),
        };
        if fetched {
            return Err(unknown());
        }
        kept.permit_refetch(now)?;
        kept.fetch(http, jwks_uri, now).await?;
        let found = kept.matching(algorithm, kid);
        if found.is_empty() {
            Err(unknown())
        } else {
            Ok(found)
        }
    }
}

/// A public key with what its JWK says about its use.
#[derive(Debug)]
pub(super) struct VerificationKey {
    kid: Option<String>,
    algorithm: Option<String>,
    kind: KeyKind,
    key: DecodingKey,
}

impl VerificationKey {
    /// Whether the signature over the message is this key's.
    pub(super) fn verifies(
        &self,
        signature: &str,
        message: &str,
        algorithm: SigningAlgorithm,
    ) -> bool {
        let algorithm = match algorithm {
            SigningAlgorithm::ES256 => Algorithm::ES256,
            SigningAlgorithm::PS256 => Algorithm::PS256,
            SigningAlgorithm::RS256 => Algorithm::RS256,
        };
        jsonwebtoken::crypto::verify(signature, message.as_bytes(), &self.key, algorithm)
            .unwrap_or(false)
    }

    fn fits(&self, algorithm: SigningAlgorithm, kid: Option<&str>) -> bool {
        let needed = match algorithm {
            SigningAlgorithm::ES256 => KeyKind::P256,
            SigningAlgorithm::PS256 | SigningAlgorithm::RS256 => KeyKind::Rsa,
        };
        self.kind == needed
            && self
                .algorithm
                .as_deref()
                .is_none_or(|named| named == algorithm.as_str())
            && kid.is_none_or(|kid| self.kid.as_deref() == Some(kid))
    }

    /// Reads one JWK; a key of an unknown type or curve, for another use, or too weak to be
    /// believed is none of ours (RFC 7517 5).
    fn from_jwk(jwk: serde_json::Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(jwk).ok()?;
        if jwk.public_key_use.is_some_and(|it| it != "sig") {
            return None;
        }
        let (kind, key) = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("EC", Some("P-256")) => {
                let key = DecodingKey::from_ec_components(&jwk.x?, &jwk.y?);
                (KeyKind::P256, key.ok()?)
            }
            ("RSA", _) => {
                let (n, e) = (jwk.n?, jwk.e?);
                let modulus = URL_SAFE_NO_PAD.decode(&n).ok()?;
                // RFC 7518 3.3: 2048 bits or more.
                if modulus.iter().skip_while(|byte| **byte == 0).count() < 256 {
                    return None;
                }
                (KeyKind::Rsa, DecodingKey::from_rsa_components(&n, &e).ok()?)
            }
            _ => return None,
        };
        Some(Self {
            kid: jwk.kid,
            algorithm: jwk.alg,
            kind,
            key,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyKind {
    P256,
    Rsa,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    public_key_use: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

#[derive(Deserialize)]
struct JwkSet {
    keys: Vec<serde_json::Value>,
}

#[derive(Debug, Default)]
struct Kept {
    keys: Option<Vec<Arc<VerificationKey>>>,
    fetched_at: u64,
    refetches: VecDeque<u64>,
}

impl Kept {
    fn matching(
        &self,
        algorithm: SigningAlgorithm,
        kid: Option<&str>,
    ) -> Vec<Arc<VerificationKey>> {
        let keys = self.keys.iter().flatten();
        keys.filter(|key| key.fits(algorithm, kid))
            .cloned()
            .collect()
    }

    fn permit_refetch(&mut self, now: u64) -> Result<(), JwksError> {
        self.refetches
            .retain(|at| now.saturating_sub(*at) < REFETCH_WINDOW);
        if self.refetches.len() >= MAX_REFETCHES {
            return Err(JwksError::RefetchLimit);
        }
        self.refetches.push_back(now);
        Ok(())
    }

    async fn fetch(&mut self, http: &Http, jwks_uri: &Url, now: u64) -> Result<(), JwksError> {
        let response = http.get(jwks_uri, None).await?;
        if response.status != 200 {
            return Err(JwksError::Status {
                status: response.status,
            });
        }
        let set: JwkSet = serde_json::from_slice(&response.body)
            .map_err(|error| JwksError::Malformed(error.to_string()))?;
        let keys = set.keys.into_iter().filter_map(VerificationKey::from_jwk);
        self.keys = Some(keys.map(Arc::new).collect());
        self.fetched_at = now;
        Ok(())
    }
}

/// Why there is no key to check a signature with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwksError {
    /// No answer came.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// OIDC Core 10.1: the key set has the key that signed, also after it was fetched anew.
    #[error("the provider has no {algorithm} key{}", named(kid.as_deref()))]
    KeyUnknown {
        /// The key id in the token's header.
        kid: Option<String>,
        /// The algorithm asked for.
        algorithm: &'static str,
    },
    /// RFC 7517 5: the key set is an object with an array `keys`.
    #[error("the provider's key set cannot be read: {0}")]
    Malformed(String),
    /// The key id is unknown, and the keys were fetched five times within a minute already.
    #[error("the token names an unknown key, and the keys were fetched too often lately")]
    RefetchLimit,
    /// RFC 7517 5: the key set is answered with 200.
    #[error("the provider's key set answers {status}")]
    Status {
        /// The status.
        status: u16,
    },
}

impl JwksError {
    /// The error's stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Http(error) => error.name(),
            Self::KeyUnknown { .. } => "key-unknown",
            Self::Malformed(_) => "jwks-malformed",
            Self::RefetchLimit => "jwks-refetch-limit",
            Self::Status { .. } => "jwks-status",
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        match self {
            Self::Http(error) => error.fault(),
            _ => Fault::Provider,
        }
    }
}

fn named(kid: Option<&str>) -> String {
    kid.map_or_else(String::new, |kid| format!(" `{kid}`"))
}

/// A key that the provider withdrew is believed no longer than this, in seconds.
const MAX_AGE: u64 = 3600;
const MAX_REFETCHES: usize = 5;
const REFETCH_WINDOW: u64 = 60;
