//! What the command line tells about itself: to shells, and to readers of manual pages.

use std::io::{Error, Result, Write as _};
use std::path::{Path, PathBuf};

use clap::{Command, Subcommand};
use clap_complete::Shell;
use clap_mangen::Man;

/// What is done instead of judging anybody.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Manual {
    /// Print what makes a shell complete this program's flags
    Completions {
        /// The shell that shall read it
        #[arg(value_enum, value_name = "SHELL")]
        shell: Shell,
    },
    /// Print the manual page, or write one for each command
    Man {
        /// The folder to write to, such as ~/.local/share/man/man1; made if need be
        #[arg(long, short, value_name = "DIR")]
        output: Option<PathBuf>,
    },
}

impl Manual {
    /// Prints it, or writes it to the folder.
    pub(crate) fn run(&self, command: Command) -> Result<()> {
        let text = match self {
            Self::Completions { shell } => completions(*shell, command),
            Self::Man { output: None } => page(command)?,
            Self::Man {
                output: Some(folder),
            } => return pages(command, folder),
        };
        // A pipe that is closed early is no failure.
        let _ = std::io::stdout().write_all(&text);
        Ok(())
    }
}

fn completions(shell: Shell, mut command: Command) -> Vec<u8> {
    let mut script = Vec::new();
    let name = command.get_name().to_owned();
    clap_complete::generate(shell, &mut command, name, &mut script);
    script
}

fn page(command: Command) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    Ok(page)
}

fn pages(command: Command, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|error| Error::new(error.kind(), format!("{}: {error}", folder.display())))
}

#[cfg(test)]
mod tests {
    use std::process::Command as Foreign;

    use super::*;
    use crate::options;

    fn flags() -> Vec<String> {
        let command = options::command();
        let flags = command.get_arguments().filter_map(clap::Arg::get_long);
        flags.map(str::to_owned).collect()
    }

    #[test]
    fn every_flag_stands_in_the_page_and_in_what_shells_read() {
        let zsh = completions(Shell::Zsh, options::command());
        let zsh = String::from_utf8(zsh).unwrap();
        let folder = tempfile::tempdir().unwrap();
        pages(options::command(), folder.path()).unwrap();
        let written = std::fs::read_to_string(folder.path().join("conformance.1")).unwrap();
        assert!(written.contains("conformance \\- Judges"), "{written}");
        for flag in flags() {
            assert!(zsh.contains(&format!("--{flag}")), "{flag}");
            let set = format!("\\-\\-{}", flag.replace('-', "\\-"));
            assert!(written.contains(&set), "{flag}");
        }
        for command in ["completions", "man"] {
            let page = folder.path().join(format!("conformance-{command}.1"));
            assert!(
                page.is_file() && zsh.contains(&format!("({command})")),
                "{command}"
            );
        }
        assert_eq!(page(options::command()).unwrap(), written.as_bytes());
    }

    #[test]
    fn bash_completes_flags() {
        let script = completions(Shell::Bash, options::command());
        let script = String::from_utf8(script).unwrap();
        for (word, completed) in [("--scr", "--screenshots\n"), ("--targ", "--target\n")] {
            let script = format!(
                "{script}\nCOMP_WORDS=(conformance {word}) COMP_CWORD=1; _conformance conformance {word} conformance; \
                 printf '%s\\n' \"${{COMPREPLY[@]}}\""
            );
            let output = Foreign::new("bash").args(["-c", &script]).output().unwrap();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), completed);
        }
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let folder = file.path().join("man1");
        let error = pages(options::command(), &folder).unwrap_err().to_string();
        assert!(error.starts_with(&folder.display().to_string()), "{error}");
    }
}
