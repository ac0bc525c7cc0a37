//! Puts the scenarios into a release build, which may run where this repository is not. A debug build reads them where
//! they are, so that whoever changes one need not build anew.

use std::fmt::Write as _;
use std::io::Result;
use std::path::{Path, PathBuf};

/// The folders that have scenarios, as in `src/scenarios.rs`.
const FOLDERS: [&str; 4] = ["browser", "op", "plans", "rp"];

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    if variable("PROFILE") == "release" {
        for folder in FOLDERS {
            println!("cargo::rerun-if-changed={folder}");
            gather(Path::new(folder), &mut files)?;
        }
    }
    files.sort();
    let mut list = String::from("[\n");
    for file in files {
        let whole = Path::new(&variable("CARGO_MANIFEST_DIR")).join(&file);
        let (file, whole) = (file.display(), whole.display());
        let _ = writeln!(list, "(r#\"{file}\"#, include_str!(r#\"{whole}\"#)),");
    }
    list.push(']');
    std::fs::write(Path::new(&variable("OUT_DIR")).join("scenarios.rs"), list)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "feature")
        {
            files.push(path);
        }
    }
    Ok(())
}

fn variable(name: &str) -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "so Cargo speaks with build scripts"
    )]
    std::env::var(name).unwrap_or_default()
}
