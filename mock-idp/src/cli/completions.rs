use std::io::Write as _;

use clap::CommandFactory as _;

use super::{Cli, CompletionsArgs, Failure};

#[expect(clippy::unnecessary_wraps, reason = "it is what commands answer")]
pub(super) fn run(args: &CompletionsArgs) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "mock-idp", &mut script);
    // clap_complete 4.6.11 spells the name in two ways for bash, and then finds no flag of any command.
    let script = String::from_utf8_lossy(&script).replace("mock__subcmd__idp", "mock__idp");
    // A pipe that is closed early is no failure.
    let _ = std::io::stdout().write_all(script.as_bytes());
    Ok(())
}
