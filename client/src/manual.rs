//! What the command line tells about itself: to shells, and to readers of manual pages.

use std::io::{Error, Write as _};
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::Cli;

/// Prints the script that makes a shell complete commands and flags.
pub fn completions(shell: Shell) -> std::io::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "banno-client", &mut script);
    // clap_complete 4.6.11 spells the name in two ways for bash, and then finds no flag of any command.
    let script = String::from_utf8_lossy(&script).replace("banno__subcmd__client", "banno__client");
    std::io::stdout().write_all(script.as_bytes())
}

/// Prints the manual page, or writes one for each command to a folder.
pub fn man(folder: Option<&Path>) -> std::io::Result<()> {
    let Some(folder) = folder else {
        let mut page = Vec::new();
        Man::new(Cli::command().disable_help_subcommand(true)).render(&mut page)?;
        return std::io::stdout().write_all(&page);
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
        .map_err(|error| Error::new(error.kind(), format!("{}: {error}", folder.display())))
}
