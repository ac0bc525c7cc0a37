//! What is found between two documents, and how grave it is.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod given;
mod headers;
mod issuer;
mod key_set;
mod metadata;
mod properties;
mod report;
