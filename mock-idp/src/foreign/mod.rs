//! What another provider publishes, fetched for the commands that look at one. The provider itself never
//! calls anybody.

mod address;
mod document;
mod error;
mod resolver;

use std::time::Duration;

use drift::Published;
use serde_json::{Map, Value};
use url::Url;

use self::address::Address;
use self::document::{Document, Fetcher};

pub(crate) use error::Error;

/// How a provider is asked.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    /// The PEM of the only certificate authorities to believe; without it the system's are.
    pub(crate) trust: Option<String>,
    /// How long one answer may take.
    pub(crate) patience: Duration,
}

/// A provider that has been looked at.
#[derive(Clone, Debug)]
pub(crate) struct Foreign {
    /// Where its metadata was found.
    pub(crate) address: Url,
    /// Who it says that it is; nothing, where it does not say.
    pub(crate) issuer: String,
    /// What it publishes.
    pub(crate) published: Published,
}

impl Foreign {
    /// Fetches metadata and keys: `told` is an issuer, the root of a host, or the address of the metadata.
    /// Where the root of a host names an issuer on it, that issuer's own document counts.
    ///
    /// # Errors
    /// [`Error`], which says what to do.
    pub(crate) async fn look(told: &str, asking: &Asking) -> Result<Self, Error> {
        let address = Address::parse(told)?;
        let fetcher = Fetcher::new(&address, asking)?;
        let (mut at, mut document) = first(&fetcher, &address).await?;
        if let Some(own) = address.of_issuer(&at, document.member("issuer")) {
            document = fetcher.json(&own).await?;
            at = own;
        }
        let metadata = metadata(&at, &document)?;
        let keys = metadata.get("jwks_uri").and_then(Value::as_str);
        let keys = keys.ok_or_else(|| Error::NoKeys {
            url: at.to_string(),
        })?;
        let keys = address.allowed(keys)?;
        let jwks = fetcher.json(&keys).await?;
        let issuer = metadata.get("issuer").and_then(Value::as_str);
        Ok(Self {
            issuer: issuer.unwrap_or_default().trim_end_matches('/').to_owned(),
            address: at,
            published: Published {
                metadata,
                metadata_headers: document.headers,
                jwks: jwks.value,
                jwks_headers: jwks.headers,
            },
        })
    }
}

/// The document at the first of the places where it may be.
async fn first(fetcher: &Fetcher, address: &Address) -> Result<(Url, Document), Error> {
    let [place, others @ ..] = address.places.as_slice() else {
        // There is always one place.
        return Err(Error::Address(String::new()));
    };
    let missing = match fetcher.json(place).await {
        Err(missing @ Error::Status { status: 404, .. }) => missing,
        outcome => return outcome.map(|document| (place.clone(), document)),
    };
    for other in others {
        if let Ok(document) = fetcher.json(other).await {
            return Ok((other.clone(), document));
        }
    }
    Err(missing)
}

fn metadata(at: &Url, document: &Document) -> Result<Map<String, Value>, Error> {
    let members = document.value.as_object();
    members.cloned().ok_or_else(|| Error::NotMetadata {
        url: at.to_string(),
    })
}
