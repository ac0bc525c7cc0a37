use std::process::Stdio;

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::institution::Shared;
use crate::paths::of_package;

/// The stock library, told what to do on its standard input; it ends with this value.
#[derive(Debug)]
pub struct Stock {
    origin: String,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl Stock {
    pub(super) async fn start(shared: &Shared) -> anyhow::Result<Self> {
        let mut process = Command::new("node")
            .arg("provider.mjs")
            .current_dir(of_package("stock"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("node")?;
        let input = process.stdin.take().context("standard input")?;
        let output = process.stdout.take().context("standard output")?;
        let mut stock = Self {
            origin: String::new(),
            input,
            output: BufReader::new(output).lines(),
            _process: process,
        };
        let ready: Value = serde_json::from_str(&stock.exchange(&shared.json.to_string()).await?)?;
        let origin = ready["origin"].as_str().context("its first line")?;
        origin.clone_into(&mut stock.origin);
        Ok(stock)
    }

    pub(super) async fn command(&mut self, command: &str) -> anyhow::Result<()> {
        let answer = self.exchange(command).await?;
        ensure!(answer == "done", "stock answers {answer} to {command}");
        Ok(())
    }

    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    async fn exchange(&mut self, line: &str) -> anyhow::Result<String> {
        self.input.write_all(format!("{line}\n").as_bytes()).await?;
        let answer = self.output.next_line().await?;
        answer.context("stock has ended; see above")
    }
}
