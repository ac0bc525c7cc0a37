use std::path::{Path, PathBuf};

use anyhow::Context as _;
use cucumber::parser::basic::Walker;
use tempfile::TempDir;

/// Where the scenarios are: in a debug build the folder of this repository, in a release build a copy of what was
/// compiled in, since an installed program may have outlived its clone; or wherever somebody has their own.
pub(crate) struct Scenarios {
    folder: PathBuf,
    are_ours: bool,
    /// Kept as long as somebody reads there.
    _copy: Option<TempDir>,
}

impl Scenarios {
    pub(crate) fn open() -> anyhow::Result<Self> {
        if COMPILED_IN.is_empty() {
            return Ok(Self {
                folder: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
                are_ours: true,
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
            are_ours: true,
            _copy: Some(copy),
        })
    }

    /// Somebody's own, in a folder or in one file.
    pub(crate) fn of_somebody(path: &Path) -> anyhow::Result<Self> {
        let folder = path.canonicalize();
        Ok(Self {
            folder: folder.with_context(|| format!("no features at {}", path.display()))?,
            are_ours: false,
            _copy: None,
        })
    }

    /// Whether they are of this repository, where the name of a folder says what is in it.
    pub(crate) const fn are_ours(&self) -> bool {
        self.are_ours
    }

    /// What the runner looks for; none where that is everything below the folder. Here, other folders have features too,
    /// which are about other people's applications.
    pub(crate) fn pattern(&self) -> anyhow::Result<Option<Walker>> {
        let ours = self.are_ours.then(|| self.below("{browser,op,plans,rp}"));
        ours.transpose()
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
