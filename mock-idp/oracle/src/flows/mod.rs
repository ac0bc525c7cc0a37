//! The requests, as the files of `requests/` tell them.
//!
//! `requests/bases.toml` has what the others start from: values, requests and sequences. A flow has
//! its own browser and a provider that has just started. What its steps are made of stands in
//! `change.rs` and in this package's README.

mod change;
mod each;
mod file;
mod plan;
mod setting;

use std::collections::HashMap;
use std::fs;

use anyhow::Context as _;

pub use change::Template;
pub(crate) use each::tables;
pub use plan::{Action, Flow, Submission, Turn};
pub use setting::Setting;

use crate::paths::of_package;
use file::{Bases, FlowFile};

/// All flows, by file, in alphabetical order of the files.
#[derive(Clone, Debug)]
pub struct Flows {
    /// What requests refer to.
    pub constants: Constants,
    /// The files.
    pub files: Vec<File>,
}

/// What has a name in `bases.toml`.
#[derive(Clone, Debug, Default)]
pub struct Constants {
    /// `[values]`.
    pub values: HashMap<String, String>,
    /// `[jwts]`, in words.
    pub jwts: HashMap<String, String>,
}

/// The flows of a file.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name, without `.toml`.
    pub name: String,
    /// In order.
    pub flows: Vec<Flow>,
}

impl Flows {
    /// Reads the folder `requests`.
    ///
    /// # Errors
    /// A file that cannot be read or understood.
    pub fn read() -> anyhow::Result<Self> {
        let folder = of_package("requests");
        let mut paths: Vec<_> = fs::read_dir(&folder)
            .context("requests")?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        paths.sort();
        let bases: Bases = toml::from_str(&fs::read_to_string(folder.join(BASES))?)
            .context("requests/bases.toml")?;
        let mut files = Vec::new();
        for path in paths {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            if path.ends_with(BASES) {
                continue;
            }
            let text = fs::read_to_string(&path)?;
            let file = toml::from_str::<FlowFile>(&text)
                .map_err(anyhow::Error::from)
                .and_then(|file| plan::flows(&file, &bases))
                .with_context(|| format!("requests/{name}.toml"))?;
            files.push(File {
                name: name.into_owned(),
                flows: file,
            });
        }
        let constants = Constants {
            values: bases.values,
            jwts: bases.jwts,
        };
        Ok(Self { constants, files })
    }

    /// Only the flows whose file and name contain the text.
    #[must_use]
    pub fn matching(mut self, filter: &str) -> Self {
        for file in &mut self.files {
            let of_file = file.name.clone();
            file.flows
                .retain(|flow| format!("{of_file}: {}", flow.name).contains(filter));
        }
        self.files.retain(|file| !file.flows.is_empty());
        self
    }
}

const BASES: &str = "bases.toml";
