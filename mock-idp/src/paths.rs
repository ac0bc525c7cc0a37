//! The addresses that more than the route table has to know.

/// The Consumer API, and the audience of access tokens.
pub(crate) const API_PATH: &str = "/a/consumer/api/v0";
/// What belongs to a user, at the Consumer API.
pub(crate) const USERS_PATH: &str = "/a/consumer/api/v0/users";
/// The issuer, and the provider's endpoints below it.
pub(crate) const ISSUER_PATH: &str = "/a/consumer/api/v0/oidc";
/// Institutions beside the default one; an id follows.
pub(crate) const FI_PATH: &str = "/fi/";
/// Profile photos, below the address that Banno has for them.
pub(crate) const PHOTO_PATH: &str = "/a/consumer/api/node/public-profile-photo";
