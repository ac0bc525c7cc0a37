//! The closed vocabulary of refusals.
//!
//! Each variant is a rule that a request broke. Its `Display` is the true reason, for the journal
//! and the log line; `wire` is what Banno says, often one text for ten reasons.

mod authorization;
mod client_auth;
mod interaction;
mod request;
mod token;
mod userinfo;

pub use authorization::AuthorizationRefusal;
pub use client_auth::ClientAuthRefusal;
pub use interaction::InteractionRefusal;
pub use request::RequestRefusal;
pub use token::TokenRefusal;
pub use userinfo::UserinfoRefusal;
