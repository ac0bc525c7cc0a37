use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running `mock-idp serve`, which ends with the test.
pub(super) struct Serving {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Serving {
    pub(super) fn start(data_dir: &Path, args: &[&str]) -> Self {
        Self::start_with(data_dir, args, &[])
    }

    pub(super) fn start_with(data_dir: &Path, args: &[&str], env: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mock-idp"))
            .arg("serve")
            .args(args)
            .env_clear()
            .env("MOCK_IDP_DATA_DIR", data_dir)
            .envs(env.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdout }
    }

    /// Waits until it is ready: the first line that it prints.
    pub(super) fn first_line(&mut self) -> String {
        let mut line = String::new();
        if self.stdout.read_line(&mut line).unwrap() == 0 {
            let mut log = String::new();
            self.child
                .stderr
                .take()
                .unwrap()
                .read_to_string(&mut log)
                .unwrap();
            panic!("it did not start: {log}");
        }
        line
    }

    pub(super) fn lines_until(&mut self, last: &str) -> String {
        let mut lines = String::new();
        while !lines.ends_with(&format!("{last}\n")) {
            lines += &self.first_line();
        }
        lines
    }

    /// Its resident memory but for what is read in from its file, of which a debug build has a lot.
    #[cfg(target_os = "linux")]
    pub(super) fn claimed_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let mut lines = status.lines();
        let claimed = lines
            .find_map(|line| line.strip_prefix("RssAnon:"))
            .unwrap();
        claimed.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Ends it with SIGTERM: exit code, what else stood on stdout, what stood on stderr.
    pub(super) fn terminate(&mut self) -> (Option<i32>, String, String) {
        self.end("-TERM")
    }

    /// Ends it with Ctrl-C.
    pub(super) fn interrupt(&mut self) -> (Option<i32>, String, String) {
        self.end("-INT")
    }

    fn end(&mut self, signal: &str) -> (Option<i32>, String, String) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &pid])
                .status()
                .unwrap()
                .success()
        );
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        let mut log = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap().code(), rest, log)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Fails where it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
