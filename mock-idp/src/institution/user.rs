use std::fmt;

use actix_web::web::Bytes;
use bank::Accounts;
use oidc::claims::Claims;
use oidc::interaction::{LoginStrength, SecondFactor};
use oidc::secret::Secret;
use oidc::security_level::SecurityLevel;
use oidc::session::Session;
use serde::{Deserialize, Serialize};

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// `sub`: a UUID that names the user within the institution.
    pub sub: String,
    /// What is typed as user name.
    pub username: String,
    /// What is typed as password. Test passwords are kept as they are, and compared in constant
    /// time.
    pub password: Secret,
    /// Whether the user may sign in.
    pub status: UserStatus,
    /// How far the password alone reaches.
    pub security_level: SecurityLevel,
    /// The second factor, if the user has one.
    pub second_factor: Option<SecondFactorCode>,
    /// The scopes and claims that the user would rather not grant: their lines on the consent page
    /// are not ticked.
    pub declines: Vec<String>,
    /// What can be told about the user, `sub` excepted; never a claim without a value.
    pub claims: Claims,
    /// The accounts that the Consumer API tells of.
    pub accounts: Accounts,
    /// The picture that the `picture` claim leads to.
    pub photo: Option<Photo>,
}

/// Whether somebody may sign in, in Banno's words for users of an organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// With the password.
    #[default]
    Active,
    /// Not until the institution unlocks the account.
    Locked,
    /// Not until the password has been changed.
    PasswordExpired,
}

/// A second factor: one code that is always right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactorCode {
    /// What is typed.
    pub code: Secret,
    /// Whether every login asks for it, and not only a client that wants a higher level.
    pub at_login: bool,
}

/// A picture and its media type.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Bytes,
}

impl User {
    /// How far a login of the user's reaches: the second factor lifts it to any level.
    #[must_use]
    pub fn login_strength(&self, session: &Session) -> LoginStrength {
        if session.second_factor {
            return LoginStrength {
                level: SecurityLevel::Restricted,
                second_factor: SecondFactor::Settled,
            };
        }
        let second_factor = match &self.second_factor {
            None => SecondFactor::Settled,
            Some(code) if code.at_login => SecondFactor::Due,
            Some(_) => SecondFactor::OnDemand,
        };
        LoginStrength {
            level: self.security_level,
            second_factor,
        }
    }

    /// The name to greet with: the `name` claim, or else the user name.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.claims
            .get("name")
            .and_then(|name| name.as_str())
            .unwrap_or(&self.username)
    }
}

impl fmt::Debug for Photo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Photo")
            .field("media_type", &self.media_type)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}
