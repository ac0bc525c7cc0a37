use std::path::{Path, PathBuf};

use anyhow::Context as _;
use cucumber::parser::basic::Walker;
use tempfile::TempDir;

/// Where the scenarios are: in a debug build the folder of this repository, in a release build a copy of what was
/// compiled in, since an installed program may have outlived its clone.
pub(crate) struct Scenarios {
    folder: PathBuf,
    /// Kept as long as somebody reads there.
    _copy: Option<TempDir>,
}

impl Scenarios {
    pub(crate) fn open() -> anyhow::Result<Self> {
        if COMPILED_IN.is_empty() {
            return Ok(Self {
                folder: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
                _copy: None,
            });
        }
        let copy = tempfile::tempdir().context("no folder for the scenarios")?;
        for (name, text) in COMPILED_IN {
            write(&copy.path().join(name), text)
                .with_context(|| format!("cannot write the scenarios of {name}"))?;
        }
        Ok(Self {
            folder: copy.path().to_owned(),
            _copy: Some(copy),
        })
    }

    /// What the runner looks for. Other folders have features too, which are about other people's applications.
    pub(crate) fn pattern(&self) -> anyhow::Result<Walker> {
        self.below("{browser,op,plans,rp}")
    }

    /// The same, of plans alone.
    pub(crate) fn plans(&self) -> anyhow::Result<Walker> {
        self.below("plans")
    }

    fn below(&self, folders: &str) -> anyhow::Result<Walker> {
        let pattern = format!("{}/{folders}/**/*.feature", self.folder.display());
        pattern.parse().with_context(|| pattern.clone())
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

fn write(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, text)
}

/// Names below this package, and texts; none in a debug build.
const COMPILED_IN: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));
