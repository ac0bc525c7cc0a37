use std::fmt;

use oidc::claims::Claims;
use oidc::secret::Secret;

/// Somebody who can sign in.
#[derive(Clone, Debug)]
pub struct User {
    /// `sub`: a UUID that names the user within the institution.
    pub sub: String,
    /// What is typed as user name.
    pub username: String,
    /// What is typed as password. Test passwords are kept as they are, and compared in constant
    /// time.
    pub password: Secret,
    /// What can be told about the user, `sub` excepted; never a claim without a value.
    pub claims: Claims,
    /// The picture that the `picture` claim leads to.
    pub photo: Option<Photo>,
}

/// A picture and its media type.
#[derive(Clone)]
pub struct Photo {
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

impl User {
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
