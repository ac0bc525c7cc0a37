//! Signs in through clients that others wrote; see `--help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    conformance::interop::main(std::env::args_os())
}
