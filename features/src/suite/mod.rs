//! Scenarios that are somebody's own.

mod flags;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use crate::gaps::Gaps;
use crate::report::Summary;
use crate::run::{self, NONE_ASKED_FOR};
use crate::scenarios::Scenarios;
use crate::subject::Stage;
use flags::{Arguments, arguments, in_our_terms};

/// Scenarios of your own, in the library's sentences and in yours.
///
/// Each has an institution of the mock for itself, in this process, unless the target or the command line names another
/// provider. What the provider lacks (`@needs-…`) is skipped with its reason.
#[derive(Clone, Debug)]
pub struct Suite {
    features: PathBuf,
    target: Option<PathBuf>,
}

impl Suite {
    /// Of the features in that folder and below it, or in that file. In a test, paths begin at the package.
    #[must_use]
    pub fn new(features: impl Into<PathBuf>) -> Self {
        Self {
            features: features.into(),
            target: None,
        }
    }

    /// Judges the provider that this file describes, or makes institutions as it says where it names none; `--target`
    /// names another.
    #[must_use]
    pub fn target(mut self, file: impl Into<PathBuf>) -> Self {
        self.target = Some(file.into());
        self
    }

    /// Runs them as the command line of this program says, and tells each verdict as it is known.
    ///
    /// The exit code is 0 where there is nothing that was not expected, 1 where there is, 2 for wrong usage or configuration.
    #[must_use]
    pub fn run(self) -> ExitCode {
        self.run_as(std::env::args_os(), anstream::stdout())
    }

    fn run_as(
        self,
        args: impl IntoIterator<Item = OsString>,
        out: impl io::Write + 'static,
    ) -> ExitCode {
        match arguments(args) {
            Ok(arguments) => run::exit_code(self.judge(arguments, out)),
            Err(error) => {
                let _ = error.print();
                ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(run::WRONG_USAGE))
            }
        }
    }

    /// Whether nothing failed.
    async fn judge(
        self,
        mut arguments: Arguments,
        out: impl io::Write + 'static,
    ) -> anyhow::Result<bool> {
        let scenarios = Scenarios::of_somebody(&self.features)?;
        let flags = &mut arguments.custom;
        flags.target = flags.target.take().or(self.target);
        let may_be_none = !flags.names.is_empty();
        let cli = in_our_terms(arguments)?;
        let files = cli.custom.clone();
        let stage = Arc::new(Stage::new(&cli.custom).await?);
        let gaps = run::gaps(&files, Gaps::default())?;
        let told = Summary::new(&stage.target.name, gaps, run::today(), out);
        let summary = run::perform(cli, stage, &scenarios, told).await?;
        let mut summary = summary.borrow_mut();
        anyhow::ensure!(may_be_none || !summary.is_empty(), NONE_ASKED_FOR);
        run::tell(&mut summary, &files)
    }
}
