//! The whole run as a test of the workspace: `cargo test -p conformance --test conformance`.

use std::process::ExitCode;

fn main() -> ExitCode {
    conformance::main(std::env::args_os())
}
