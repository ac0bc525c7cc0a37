//! Whole answers, as they stand on the wire.

mod absent;
mod assets;
mod authorization;
mod cors;
mod metadata;
mod pages;
mod token;
mod unknown;
mod userinfo;
