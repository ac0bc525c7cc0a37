//! `mock-idp`: see [`mock_idp::cli`].

use std::process::ExitCode;

use mock_idp::cli::Cli;
#[cfg(target_os = "linux")]
use tikv_jemallocator::Jemalloc;

/// Gives back at once what a dropped institution has held; the C library's would keep it.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    Cli::read().run().await
}
