use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::Error;

/// A folder of small files that only their owner may read, safe for several programs starting at
/// once.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Names a folder; it is created with the first file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where the folder is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the file `name` is, whether it exists or not.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Reads the file `name`, or makes and keeps it where it is missing or `usable` says that it
    /// has had its day.
    ///
    /// Whoever comes second waits for the first and gets the same contents.
    ///
    /// # Errors
    /// [`Error::Io`] where the folder cannot be read or written, and whatever `usable` and `make`
    /// answer.
    pub fn read_or_make(
        &self,
        name: &str,
        usable: impl Fn(&str) -> Result<bool, Error>,
        make: impl FnOnce() -> Result<String, Error>,
    ) -> Result<String, Error> {
        if let Some(kept) = self.read_usable(name, &usable)? {
            return Ok(kept);
        }
        let _lock = self.lock()?;
        if let Some(kept) = self.read_usable(name, &usable)? {
            return Ok(kept);
        }
        let contents = make()?;
        self.write(name, &contents)?;
        Ok(contents)
    }

    /// Writes a file whole or not at all: a temporary file of mode 0600, then a rename.
    ///
    /// # Errors
    /// [`Error::Io`] where the folder cannot be written.
    pub fn write(&self, name: &str, contents: &str) -> Result<(), Error> {
        self.create()?;
        let temporary = self.file(&format!(".{name}.{}", std::process::id()));
        let target = self.file(name);
        let io = |action, path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io {
                action,
                path,
                source,
            }
        };
        let _ = fs::remove_file(&temporary);
        let mut file = private()
            .create_new(true)
            .open(&temporary)
            .map_err(io("create", &temporary))?;
        file.write_all(contents.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(io("write", &temporary))?;
        fs::rename(&temporary, &target).map_err(io("write", &target))
    }

    /// Reads the file `name`, if there is one.
    ///
    /// # Errors
    /// [`Error::Io`] where there is one that cannot be read.
    pub fn read(&self, name: &str) -> Result<Option<String>, Error> {
        let path = self.file(name);
        match fs::read_to_string(&path) {
            Ok(contents) => Ok(Some(contents)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::Io {
                action: "read",
                path,
                source,
            }),
        }
    }

    fn read_usable(
        &self,
        name: &str,
        usable: impl Fn(&str) -> Result<bool, Error>,
    ) -> Result<Option<String>, Error> {
        match self.read(name)? {
            Some(kept) if usable(&kept)? => Ok(Some(kept)),
            _ => Ok(None),
        }
    }

    /// Holds off other programs until the file is dropped.
    fn lock(&self) -> Result<File, Error> {
        self.create()?;
        let path = self.file(".lock");
        private()
            .create(true)
            .truncate(false)
            .open(&path)
            .and_then(|file| file.lock().map(|()| file))
            .map_err(|source| Error::Io {
                action: "lock",
                path,
                source,
            })
    }

    fn create(&self) -> Result<(), Error> {
        fs::create_dir_all(&self.path).map_err(|source| Error::Io {
            action: "create",
            path: self.path.clone(),
            source,
        })
    }
}

/// The folder that provider and client share unless told otherwise: `mock-banno` in the user's data
/// folder (`$XDG_DATA_HOME`, else `~/.local/share`); without a home, in the system's temporary
/// folder.
#[must_use]
pub fn default_data_dir() -> PathBuf {
    #[expect(
        clippy::disallowed_methods,
        reason = "the XDG base directory is named by this variable"
    )]
    let xdg = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    xdg.or_else(|| std::env::home_dir().map(|home| home.join(".local/share")))
        .unwrap_or_else(std::env::temp_dir)
        .join("mock-banno")
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}
