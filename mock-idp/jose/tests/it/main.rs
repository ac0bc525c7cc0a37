//! What the package promises, by the vectors of the RFCs and by keys made on the spot.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod given;
mod jwe;
mod jwk;
mod jwk_set;
mod jws;
mod properties;
mod secret_key;
mod signature_and_key;
