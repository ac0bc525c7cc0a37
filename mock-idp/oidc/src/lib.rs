//! The provider's protocol without IO: parameters, time and randomness in, decisions out.
//!
//! Each file is one word of the standards. A request is parsed once into a typed value or into a
//! refusal; a refusal knows its true reason and, separately, the text that Banno puts on the wire.
//! Nothing here reads a clock, a socket or the environment.

pub mod access_token;
pub mod authorization_code;
pub mod authorize;
pub mod claims;
pub mod client;
pub mod client_auth;
pub mod clock;
pub mod consent;
pub mod discovery;
pub mod dpop;
pub mod encryption;
pub mod end_session;
pub mod entropy;
pub mod error;
pub mod grant;
pub mod id_token;
pub mod interaction;
pub mod introspection;
pub mod jwk;
pub mod newcomer;
pub mod offer;
pub mod params;
pub mod pkce;
pub mod policy;
pub mod presented;
pub mod profile;
pub mod prompt;
pub mod pushed;
pub mod redirect_uri;
pub mod refresh;
pub mod refusal;
pub mod replay;
pub mod resource;
pub mod response_mode;
pub mod response_type;
pub mod scope;
pub mod secret;
pub mod security_level;
pub mod session;
pub mod token;
pub mod token_exchange;
mod unverified;
pub mod userinfo;
pub mod withheld;
