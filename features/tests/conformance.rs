//! The whole run as a test of the workspace: `cargo test -p conformance --test conformance`.

use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args: Vec<OsString> = std::env::args_os().collect();
    if args.len() == 1 {
        // So many that what one scenario does to another shows.
        args.extend(["--concurrency".into(), "200".into()]);
    }
    conformance::main(args)
}
