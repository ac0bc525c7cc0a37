//! The decisions of the core, tested file for file.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod access_token;
mod authorization_code;
mod authorize;
mod claims;
mod client;
mod client_auth;
mod clock;
mod consent;
mod discovery;
mod dpop;
mod end_session;
mod entropy;
mod error;
mod given;
mod id_token;
mod interaction;
mod introspection;
mod jwk;
mod newcomer;
mod offer;
mod params;
mod pkce;
mod policy;
mod profile_name;
mod prompt;
mod pushed;
mod redirect_uri;
mod refresh;
mod refusal;
mod released_claims;
mod resource;
mod response_mode;
mod response_type;
mod scope;
mod secret;
mod security_level;
mod session;
mod token;
mod token_exchange;
mod userinfo;
