//! `mock-idp`: see [`mock_idp::cli`].

use std::process::ExitCode;

use clap::Parser as _;
use mock_idp::cli::Cli;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    Cli::parse().run().await
}
