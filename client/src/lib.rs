//! The companion relying party of Mock Banno: sign in with Banno, against the mock or a real
//! institution, by configuration alone.
//!
//! [`rp`] is the protocol without a web framework.

pub mod config;
pub mod rp;
