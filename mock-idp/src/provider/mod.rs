//! The use cases: what happens to an institution when a request comes. No HTTP types in here.

pub mod authorize;
pub mod consent;
pub mod grants;
pub mod hint;
pub mod interaction;
pub mod issue;
pub mod login;
pub mod session;
pub mod token;
pub mod userinfo;
