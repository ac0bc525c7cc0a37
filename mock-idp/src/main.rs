//! `mock-idp`: see [`mock_idp::cli`].

use std::process::ExitCode;

use mock_idp::cli::Cli;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    Cli::read().run().await
}
