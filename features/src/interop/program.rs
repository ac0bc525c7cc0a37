use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use serde::Deserialize;

/// A client that somebody else wrote, as its `interop.toml` tells.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Program {
    /// The name of its folder.
    #[serde(skip)]
    pub(super) name: String,
    #[serde(skip)]
    pub(super) folder: PathBuf,
    /// What the table calls it.
    pub(super) library: String,
    /// Of the library, as the lock file has it.
    version: Option<String>,
    /// What prints the version, where the system's packages decide it.
    version_command: Option<Vec<String>>,
    pub(super) language: String,
    /// Commands that must be there.
    #[serde(default)]
    pub(super) needs: Vec<String>,
    /// Packages of Debian that must be there.
    #[serde(default)]
    pub(super) debian: Vec<String>,
    /// What is run in the folder before the program; quick where nothing has changed.
    #[serde(default)]
    pub(super) install: Vec<String>,
    /// The program itself, run in the folder.
    pub(super) run: Vec<String>,
    /// Where a browser begins.
    pub(super) sign_in: String,
    /// 200 with JSON for who is signed in, something else for who is not.
    pub(super) signed_in: String,
    pub(super) refresh: Option<String>,
    /// Why there is no `refresh`.
    pub(super) no_refresh: Option<String>,
    pub(super) logout: Option<String>,
    /// Why there is no `logout`.
    pub(super) no_logout: Option<String>,
    /// Why a wrong key is not noticed; it must not be, where this is given.
    pub(super) no_signature_check: Option<String>,
    /// Why a nonce that comes back changed is not noticed; it must not be, where this is given.
    pub(super) no_nonce_check: Option<String>,
    /// The path of its redirect URI.
    #[serde(default = "callback")]
    pub(super) callback: String,
    /// It runs in the page.
    #[serde(default)]
    pub(super) browser: bool,
    /// It has no secret.
    #[serde(default)]
    pub(super) public: bool,
    #[serde(default = "es256")]
    pub(super) id_token_signed_response_alg: String,
}

impl Program {
    /// Those of these names, or all, in the order of their names.
    pub(super) fn chosen(folder: &Path, names: &[String]) -> anyhow::Result<Vec<Self>> {
        let all = Self::all(folder)?;
        for name in names {
            let known: Vec<_> = all.iter().map(|program| program.name.as_str()).collect();
            anyhow::ensure!(
                known.contains(&name.as_str()),
                "no client is called `{name}`; there are {}",
                known.join(", ")
            );
        }
        let mut chosen = all;
        chosen.retain(|program| names.is_empty() || names.contains(&program.name));
        Ok(chosen)
    }

    /// The version, from the file or from whom it names.
    pub(super) fn version(&self) -> anyhow::Result<String> {
        if let Some(version) = &self.version {
            return Ok(version.clone());
        }
        let line = self.version_command.as_deref().unwrap_or_default();
        let (command, arguments) = line.split_first().with_context(|| self.misses("version"))?;
        let told = Command::new(command)
            .args(arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("{}: version_command does not run", self.name))?;
        let version = String::from_utf8_lossy(&told.stdout).trim().to_owned();
        anyhow::ensure!(
            told.status.success() && !version.is_empty(),
            "{}: version_command prints no version",
            self.name
        );
        Ok(version)
    }

    fn all(folder: &Path) -> anyhow::Result<Vec<Self>> {
        let mut all = Vec::new();
        let entries = std::fs::read_dir(folder);
        for entry in entries.with_context(|| format!("cannot read {}", folder.display()))? {
            let folder = entry?.path();
            let file = folder.join("interop.toml");
            if file.is_file() {
                all.push(Self::open(folder, &file).with_context(|| file.display().to_string())?);
            }
        }
        all.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(all)
    }

    fn open(folder: PathBuf, file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)?;
        let mut read: Self = toml::from_str(&text)?;
        read.name = folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        read.folder = folder;
        read.check()?;
        Ok(read)
    }

    fn check(&self) -> anyhow::Result<()> {
        anyhow::ensure!(!self.run.is_empty(), "`run` names no command");
        anyhow::ensure!(
            self.version.is_some() != self.version_command.is_some(),
            self.misses("version")
        );
        for (one, other, names) in [
            (&self.refresh, &self.no_refresh, "refresh"),
            (&self.logout, &self.no_logout, "logout"),
        ] {
            anyhow::ensure!(
                one.is_some() != other.is_some(),
                "give `{names}`, the path, or `no_{names}`, the reason why there is none"
            );
        }
        let paths = [&self.sign_in, &self.signed_in, &self.callback];
        for path in paths.into_iter().chain(&self.refresh).chain(&self.logout) {
            anyhow::ensure!(
                path.starts_with('/'),
                "`{path}` is no path of the program; it begins with /"
            );
        }
        Ok(())
    }

    fn misses(&self, key: &str) -> String {
        format!("{}: give `{key}` or `{key}_command`", self.name)
    }
}

fn callback() -> String {
    "/callback".to_owned()
}

fn es256() -> String {
    "ES256".to_owned()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Program;
    use crate::interop::stage;

    fn read(text: &str) -> anyhow::Result<Program> {
        let program: Program = toml::from_str(text)?;
        program.check()?;
        Ok(program)
    }

    #[test]
    fn the_version_that_is_told_is_the_one_that_is_locked() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        let programs = Program::chosen(&stage::programs(), &[]).unwrap();
        assert!(!programs.is_empty());
        for program in programs {
            let Some(version) = &program.version else {
                continue;
            };
            let files = program.folder.read_dir().unwrap();
            let files = files.map(|entry| entry.unwrap().path());
            let mut files = files
                .filter(|file| file.is_file() && !file.ends_with("interop.toml"))
                .chain([workspace.clone()]);
            let has = |file: std::path::PathBuf| {
                std::fs::read(file)
                    .is_ok_and(|text| String::from_utf8_lossy(&text).contains(version))
            };
            assert!(files.any(has), "{}: no file has {version}", program.name);
        }
    }

    #[test]
    fn what_is_left_out_needs_a_reason() {
        let least = r#"
            library = "a"
            version = "1"
            language = "b"
            run = ["c"]
            sign_in = "/in"
            signed_in = "/me"
            no_refresh = "it has none"
        "#;
        let refused = read(least).unwrap_err().to_string();
        assert!(refused.contains("no_logout"), "{refused}");
        assert!(read(&format!("{least}logout = \"/out\"")).is_ok());
        let twice = format!("{least}logout = \"/out\"\nno_logout = \"and yet\"");
        assert!(read(&twice).is_err());
    }
}
