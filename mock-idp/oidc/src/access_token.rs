//! The access token: a JWT of RFC 9068's shape whose every use is looked up by `jti`, so that
//! revocation works at once.

use serde::{Deserialize, Serialize};

use crate::claims::ClaimsRequest;
use crate::clock::Timestamp;
use crate::grant::GrantId;
use crate::profile::Profile;
use crate::scope::ScopeSet;

/// The record of an access token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccessToken {
    /// The grant that it hangs on.
    pub grant: GrantId,
    /// The client that it was issued to.
    pub client_id: String,
    /// The user's `sub`.
    pub account: String,
    /// Its scope.
    pub scope: ScopeSet,
    /// Whether it was issued for offline access, and so outlives the user's session.
    pub offline: bool,
    /// The granted claims that were asked for by name.
    pub claims: ClaimsRequest,
    /// The session's name for the client, if the client has asked for it.
    pub sid: Option<String>,
    /// `jkt`: the thumbprint of the key that it is bound to (RFC 9449 6.1).
    pub jkt: Option<String>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it is over, to the second.
    pub expires_at: Timestamp,
}

/// The payload, in the order of the library that Banno runs.
#[derive(Debug, Serialize, Deserialize)]
pub struct Payload {
    /// Names the record.
    pub jti: String,
    /// The user.
    pub sub: String,
    /// When it was issued.
    pub iat: Timestamp,
    /// When it is over.
    pub exp: Timestamp,
    /// Its scope.
    pub scope: String,
    /// The client that it was issued to.
    pub client_id: String,
    /// The issuer.
    pub iss: String,
    /// The Consumer API.
    pub aud: String,
    /// What its holder has to prove.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
}

/// `cnf` (RFC 7800 3.1, RFC 9449 6.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The thumbprint of the key.
    pub jkt: String,
}

impl AccessToken {
    /// What the signed token says.
    #[must_use]
    pub fn payload(&self, jti: String, profile: &Profile) -> Payload {
        Payload {
            jti,
            sub: self.account.clone(),
            iat: self.issued_at,
            exp: self.expires_at,
            scope: self.scope.to_string(),
            client_id: self.client_id.clone(),
            iss: profile.issuer.clone(),
            aud: profile.api.clone(),
            cnf: self.confirmation(),
        }
    }

    /// `token_type` (RFC 6749 5.1, RFC 9449 5).
    #[must_use]
    pub const fn token_type(&self) -> &'static str {
        match self.jkt {
            Some(_) => "DPoP",
            None => "Bearer",
        }
    }

    /// What its holder has to prove, if anything.
    #[must_use]
    pub fn confirmation(&self) -> Option<Confirmation> {
        self.jkt.clone().map(|jkt| Confirmation { jkt })
    }
}
