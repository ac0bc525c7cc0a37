use std::collections::BTreeSet;
use std::process::{Command, Output, Stdio};

use super::program::Program;
use crate::browser;

/// Installs the packages of Debian that these programs miss, where that is possible.
pub(super) fn install_packages(programs: &[Program]) -> anyhow::Result<()> {
    let mut wanted: BTreeSet<&str> = programs.iter().flat_map(packages).collect();
    wanted.retain(|package| !is_installed(package));
    if wanted.is_empty() || !may_install() {
        return Ok(());
    }
    eprintln!(
        "installing {} …",
        wanted.iter().copied().collect::<Vec<_>>().join(", ")
    );
    let update = apt_get().args(["update", "-qq"]).output()?;
    let install = apt_get()
        .args(["install", "-y", "-qq"])
        .args(&wanted)
        .output()?;
    for told in [update, install] {
        if !told.status.success() {
            eprintln!("{}", String::from_utf8_lossy(&told.stderr).trim());
        }
    }
    Ok(())
}

/// What the program misses on this machine, if it misses anything.
pub(super) fn missing(program: &Program) -> Option<String> {
    let packages: Vec<_> = packages(program).filter(|it| !is_installed(it)).collect();
    if !packages.is_empty() {
        let packages = packages.join(" ");
        return Some(format!(
            "no {packages} (Debian: apt-get install {packages})"
        ));
    }
    let commands: Vec<_> = program.needs.iter().filter(|it| !is_command(it)).collect();
    if let Some(command) = commands.first() {
        return Some(format!("{command} is not installed"));
    }
    program.browser.then(browser::missing).flatten()
}

fn packages(program: &Program) -> impl Iterator<Item = &str> {
    let browser: &[&str] = if program.browser && browser::missing().is_some() {
        &["chromium", "chromium-driver"]
    } else {
        &[]
    };
    let named = program.debian.iter().map(String::as_str);
    named.chain(browser.iter().copied())
}

fn is_installed(package: &str) -> bool {
    let told = ask("dpkg-query", &["-W", "-f=${db:Status-Status}", package]);
    told.is_some_and(|told| told.stdout == b"installed")
}

fn is_command(command: &str) -> bool {
    // Whatever it is, a shell finds it as the program's own would.
    let told = ask("sh", &["-c", "command -v \"$1\"", "sh", command]);
    told.is_some_and(|told| told.status.success())
}

fn may_install() -> bool {
    let root = ask("id", &["-u"]).is_some_and(|told| told.stdout.trim_ascii() == b"0");
    root && is_command("apt-get")
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null());
    command
}

fn ask(command: &str, arguments: &[&str]) -> Option<Output> {
    let mut command = Command::new(command);
    command.args(arguments).stdin(Stdio::null()).output().ok()
}
