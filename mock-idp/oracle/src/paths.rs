//! Where the data of this package stands.

use std::path::{Path, PathBuf};

/// A file or folder of this package.
#[must_use]
pub fn of_package(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}
