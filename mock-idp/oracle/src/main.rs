//! Compares Mock Banno with the stock library; see `--help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    oracle::cli::main(std::env::args_os())
}
