//! A local certificate authority for development servers on this machine.
//!
//! It is made at first use and kept in a folder, so that whoever trusts it once trusts every later
//! start. It can vouch for this machine only: its certificate is name-constrained (RFC 5280
//! 4.2.1.10) to `localhost`, `*.localhost`, 127.0.0.0/8 and `::1`, so a stolen key signs for nobody
//! else. Whoever wants a server to pose as another machine takes an authority apart from it, which lives for a
//! day ([`Impersonation`]). Nothing in here knows any protocol but TLS.

mod authority;
mod error;
mod folder;
mod impersonation;

pub use authority::{Leaf, LocalCa};
pub use error::Error;
pub use folder::{Folder, default_data_dir};
pub use impersonation::{Impersonation, NotAHost, TrustFile};
