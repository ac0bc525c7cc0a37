//! Whole answers, as they stand on the wire.

mod assets;
mod authorization;
mod cors;
mod end_session;
mod introspection;
mod metadata;
mod pages;
mod pushed;
mod response_modes;
mod revocation;
mod token;
mod unknown;
mod userinfo;
