use std::io::Write as _;
use std::path::Path;

use super::Failure;

/// Writes to the file, which must not be there yet unless it may be replaced, or to standard output.
pub(super) fn write(path: Option<&Path>, replace: bool, text: &str) -> Result<(), Failure> {
    let Some(path) = path else {
        // A pipe that is closed early is no failure.
        let _ = std::io::stdout().write_all(text.as_bytes());
        return Ok(());
    };
    let mut options = std::fs::OpenOptions::new();
    options.write(true);
    if replace {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let file = options.open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let mend = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "; --force replaces it",
            _ => "",
        };
        Failure::Runtime(format!(
            "{} cannot be written: {error}{mend}",
            path.display()
        ))
    })
}
