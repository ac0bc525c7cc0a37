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
        }
    }
}
