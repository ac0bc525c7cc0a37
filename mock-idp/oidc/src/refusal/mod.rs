//! The closed vocabulary of refusals.
//!
//! Each variant is a rule that a request broke. Its `Display` is the true reason, for the journal
//! and the log line, its hint says what to change; `wire` is what Banno says, often one text for ten reasons.

mod assertion;
mod authorization;
mod client_auth;
mod dpop;
mod end_session;
mod interaction;
mod presented;
mod pushed;
mod reason;
mod request;
mod resource;
mod token;
mod token_exchange;
mod token_query;
mod userinfo;

pub use assertion::AssertionRefusal;
pub use authorization::AuthorizationRefusal;
pub use client_auth::ClientAuthRefusal;
pub use dpop::DpopRefusal;
pub use end_session::EndSessionRefusal;
pub use interaction::InteractionRefusal;
pub use presented::PresentedRefusal;
pub use pushed::PushedRequestRefusal;
pub use reason::Reason;
pub use request::RequestRefusal;
pub use resource::ResourceRefusal;
pub use token::TokenRefusal;
pub use token_exchange::{ExchangeRefusal, SubjectRefusal};
pub use token_query::{Inactive, TokenQueryRefusal};
pub use userinfo::UserinfoRefusal;
