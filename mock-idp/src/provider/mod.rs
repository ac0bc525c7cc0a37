//! The use cases: what happens to an institution when a request comes. No HTTP types in here.

pub mod authorize;
pub mod auto_login;
pub mod bearer;
pub mod binding;
pub mod client_auth;
pub mod consent;
pub mod decision;
pub mod end_session;
pub mod grants;
pub mod hint;
pub mod interaction;
pub mod issue;
pub mod login;
pub mod minting;
pub mod newcomer;
pub mod proof;
pub mod pushed;
pub mod replay;
pub mod resource;
pub mod second_factor;
pub mod session;
pub mod token;
pub mod token_query;
pub mod userinfo;
