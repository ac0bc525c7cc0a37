//! Judges a provider and a relying party by the scenarios; see `--help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    conformance::main(std::env::args_os())
}
