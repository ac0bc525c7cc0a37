use std::process::Command as Foreign;

use assert_cmd::Command;
use banno_client::cli::Cli;
use clap::CommandFactory as _;

fn printed(args: &[&str]) -> String {
    let mut command = Command::cargo_bin("banno-client").unwrap();
    let output = command.env_clear().args(args).output().unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn completions_and_manual_pages_know_every_command_and_flag() {
    let folder = tempfile::tempdir().unwrap();
    printed(&["man", "--output", folder.path().to_str().unwrap()]);
    let zsh = printed(&["completions", "zsh"]);
    for command in Cli::command().get_subcommands() {
        let name = command.get_name();
        assert!(zsh.contains(&format!("({name})")), "{name}");
        let page = folder.path().join(format!("banno-client-{name}.1"));
        let page = std::fs::read_to_string(page).unwrap();
        for flag in command.get_arguments().filter_map(clap::Arg::get_long) {
            assert!(zsh.contains(&format!("--{flag}")), "{name} {flag}");
            let set = format!("\\-\\-{}", flag.replace('-', "\\-"));
            assert!(page.contains(&set), "{name} {flag}");
        }
    }
    let first = std::fs::read_to_string(folder.path().join("banno-client.1")).unwrap();
    assert_eq!(printed(&["man"]), first);
}

#[test]
fn bash_completes_flags() {
    let script = format!(
        "{}\nCOMP_WORDS=(banno-client login --us) COMP_CWORD=2; \
         $(complete -p banno-client | sed 's/.* -F \\([^ ]*\\) .*/\\1/') banno-client --us login; \
         printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        printed(&["completions", "bash"])
    );
    let output = Foreign::new("bash").args(["-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "--username\n");
}
