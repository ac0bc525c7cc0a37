use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::words;

/// A program that was started here; it and its children end with the value. What it prints is kept in a file.
#[derive(Debug)]
pub(super) struct Process {
    what: String,
    child: Child,
    output: PathBuf,
}

impl Process {
    /// Starts a command line in a folder; the file is for what it prints.
    pub(super) fn start(
        line: &[String],
        folder: &Path,
        environment: &[(&str, String)],
        output: PathBuf,
    ) -> anyhow::Result<Self> {
        let what = line.join(" ");
        let (command, arguments) = line.split_first().context("an empty command line")?;
        let shown = output.display();
        let printed = File::create(&output).with_context(|| format!("cannot write {shown}"))?;
        let mut command = Command::new(command);
        command
            .args(arguments)
            .current_dir(folder)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stderr(printed.try_clone()?)
            .stdout(printed);
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt as _;
            command.process_group(0);
        }
        let child = command.spawn();
        Ok(Self {
            child: child.with_context(|| format!("cannot start `{what}`"))?,
            what,
            output,
        })
    }

    /// Waits until it has ended well.
    pub(super) async fn success(&mut self, at_most: Duration) -> anyhow::Result<()> {
        let Ok(status) = timeout(at_most, self.end()).await else {
            anyhow::bail!(
                "`{}` has not ended within {at_most:?}{}",
                self.what,
                self.tail()
            );
        };
        let status = status?;
        anyhow::ensure!(
            status.success(),
            "`{}` ended with {status}{}",
            self.what,
            self.tail()
        );
        Ok(())
    }

    /// Waits until it is ready.
    pub(super) async fn ready(
        &mut self,
        at_most: Duration,
        is_ready: impl AsyncFn() -> bool,
    ) -> anyhow::Result<()> {
        let what = self.what.clone();
        let ready = timeout(at_most, async {
            let mut again = often();
            while !is_ready().await {
                if let Some(status) = self.child.try_wait()? {
                    anyhow::bail!("`{what}` ended with {status} before it was ready");
                }
                again.tick().await;
            }
            Ok(())
        });
        let late = || anyhow::anyhow!("`{what}` does not answer on / within {at_most:?}");
        let ready = ready.await.map_err(|_| late()).flatten();
        ready.map_err(|error| anyhow::anyhow!("{error:#}{}", self.tail()))
    }

    /// Asks it to end, and waits a moment for it.
    pub(super) async fn stop(mut self) {
        self.signal("-TERM");
        // Whatever is left then is killed with the value.
        let _ = timeout(GRACE, self.end()).await;
    }

    /// The last lines that it has printed.
    pub(super) fn tail(&self) -> String {
        let printed = fs::read(&self.output).unwrap_or_default();
        let printed = words::masked(&String::from_utf8_lossy(&printed));
        let lines: Vec<_> = printed.lines().collect();
        let last = &lines[lines.len().saturating_sub(SHOWN_LINES)..];
        if last.is_empty() {
            return format!("\n`{}` has printed nothing", self.what);
        }
        format!(
            "\n`{}` has printed at last:\n  {}",
            self.what,
            last.join("\n  ")
        )
    }

    async fn end(&mut self) -> anyhow::Result<ExitStatus> {
        let mut again = often();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            again.tick().await;
        }
    }

    fn signal(&self, signal: &str) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill")
            .args([signal, "--", &group])
            .stderr(Stdio::null())
            .status();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.signal("-KILL");
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Neither a program's being ready nor its end is an event here: both are looked for.
fn often() -> tokio::time::Interval {
    let mut often = interval(Duration::from_millis(50));
    often.set_missed_tick_behavior(MissedTickBehavior::Delay);
    often
}

const GRACE: Duration = Duration::from_secs(2);
const SHOWN_LINES: usize = 25;
