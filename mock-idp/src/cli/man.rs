use std::io::Write as _;

use clap::CommandFactory as _;
use clap_mangen::Man;

use super::{Cli, Failure, ManArgs};

pub(super) fn run(args: &ManArgs) -> Result<(), Failure> {
    let Some(folder) = &args.output else {
        let mut page = Vec::new();
        let rendered = Man::new(Cli::command().disable_help_subcommand(true)).render(&mut page);
        rendered.map_err(|error| Failure::Runtime(format!("no manual page: {error}")))?;
        // A pipe that is closed early is no failure.
        let _ = std::io::stdout().write_all(&page);
        return Ok(());
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
        .map_err(|error| {
            let folder = folder.display();
            Failure::Runtime(format!("cannot write manual pages to {folder}: {error}"))
        })
}
