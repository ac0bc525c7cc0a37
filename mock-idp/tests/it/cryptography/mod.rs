//! Clients with keys: assertions, proofs, signed and encrypted answers; and tokens for tokens.

mod answers;
mod assertions;
mod exchange;
mod proofs;
mod registration;
mod resources;
mod userinfo_proofs;
