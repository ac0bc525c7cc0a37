use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::{ScopeClaims, banno, certification};
use crate::offer::Offer;
use crate::policy::Policies;

/// Whom an institution answers as, before its own settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProfileName {
    /// Banno.
    #[default]
    Banno,
    /// A provider as the OpenID Foundation's conformance suite wants one, without a warning.
    Certification,
}

/// A name that no profile has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are {}", ProfileName::ALL.map(ProfileName::as_str).join(", "))]
pub struct UnknownProfile;

impl ProfileName {
    /// All of them, the usual one first.
    pub const ALL: [Self; 2] = [Self::Banno, Self::Certification];

    /// Its name in configuration and banner.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Banno => "banno",
            Self::Certification => "certification",
        }
    }

    /// The claims that each scope releases.
    #[must_use]
    pub const fn scope_claims(self) -> ScopeClaims {
        match self {
            Self::Banno => &banno::SCOPE_CLAIMS,
            Self::Certification => &certification::SCOPE_CLAIMS,
        }
    }

    /// The claims that may be asked for though discovery does not list them.
    #[must_use]
    pub const fn unlisted_claims(self) -> &'static [&'static str] {
        match self {
            Self::Banno => &[banno::LOCALE],
            Self::Certification => &[],
        }
    }

    /// What it offers, unless told otherwise.
    #[must_use]
    pub fn offer(self) -> Offer {
        match self {
            Self::Banno => Offer::default(),
            Self::Certification => certification::offer(),
        }
    }

    /// What it has chosen, unless told otherwise.
    #[must_use]
    pub fn policies(self) -> Policies {
        match self {
            Self::Banno => Policies::default(),
            Self::Certification => certification::policies(),
        }
    }

    /// Whether a userinfo request that has no body may call it a form. The library that Banno runs takes that for
    /// another kind of body.
    #[must_use]
    pub const fn takes_forms_without_body(self) -> bool {
        match self {
            Self::Banno => false,
            Self::Certification => true,
        }
    }

    /// Whether a client that says nothing of it has to send a code challenge (RFC 7636).
    #[must_use]
    pub const fn requires_pkce(self) -> bool {
        match self {
            Self::Banno => true,
            Self::Certification => false,
        }
    }
}

impl FromStr for ProfileName {
    type Err = UnknownProfile;

    fn from_str(name: &str) -> Result<Self, UnknownProfile> {
        let mut all = Self::ALL.into_iter();
        all.find(|profile| profile.as_str() == name)
            .ok_or(UnknownProfile)
    }
}

/// With the key in the refusal, which formats other than TOML would leave out.
impl<'de> Deserialize<'de> for ProfileName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(|unknown| {
            D::Error::custom(format!("profile: unknown value `{name}`; {unknown}"))
        })
    }
}
