//! `mock-idp completions` and `mock-idp man`: whoever reads them accepts them, and finds everything in them.

use std::path::Path;
use std::process::Command as Foreign;

use clap::{Command, CommandFactory as _};
use mock_idp::cli::Cli;

use super::{folder, program};

/// Each command by its words, with the names of its flags.
fn everything() -> Vec<(Vec<String>, Vec<String>)> {
    fn walk(command: &Command, words: &[String], found: &mut Vec<(Vec<String>, Vec<String>)>) {
        let flags = command.get_arguments().filter_map(clap::Arg::get_long);
        let flags = flags.map(str::to_owned).collect();
        found.push((words.to_vec(), flags));
        for sub in command.get_subcommands() {
            walk(sub, &[words, &[sub.get_name().to_owned()]].concat(), found);
        }
    }
    let mut found = Vec::new();
    walk(&Cli::command(), &["mock-idp".to_owned()], &mut found);
    assert!(found.len() > 8, "{found:?}");
    found
}

fn printed(args: &[&str]) -> String {
    let output = program(folder().path()).args(args).output().unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    String::from_utf8(output.stdout).unwrap()
}

/// What a program of this machine says about a file; nothing where it is not installed.
fn complaints(program: &str, args: &[&str], file: &Path) -> Option<String> {
    let output = Foreign::new(program).args(args).arg(file).output().ok()?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{program}: {told}");
    Some(told)
}

#[test]
fn completions_know_every_command_and_flag_and_shells_accept_them() {
    let data_dir = folder();
    // How each begins a flag.
    let shells = [
        ("bash", "--"),
        ("elvish", "--"),
        ("fish", "-l "),
        ("powershell", "--"),
        ("zsh", "--"),
    ];
    for (shell, dash) in shells {
        let script = printed(&["completions", shell]);
        for (words, flags) in everything() {
            assert!(script.contains(words.last().unwrap()), "{shell} {words:?}");
            for flag in flags {
                let written = format!("{dash}{flag}");
                assert!(script.contains(&written), "{shell} {written}");
            }
        }
        let file = data_dir.path().join(shell);
        std::fs::write(&file, script).unwrap();
        if let "bash" | "fish" | "zsh" = shell {
            let told = complaints(shell, &["-n"], &file);
            assert!(told.is_none_or(|told| told.is_empty()), "{shell}");
        }
    }
}

#[test]
fn bash_completes_commands_flags_and_values() {
    let data_dir = folder();
    let file = data_dir.path().join("mock-idp.bash");
    std::fs::write(&file, printed(&["completions", "bash"])).unwrap();
    for (typed, offered) in [
        ("mock-idp he", "healthcheck\nhelp"),
        ("mock-idp serve --data", "--data-dir"),
        ("mock-idp serve --output j", "json"),
        ("mock-idp ca ex", "export"),
        ("mock-idp completions po", "powershell"),
    ] {
        // As bash does at the Tab key: it calls the function that is registered for the program.
        let script = format!(
            "source {}; words=({typed}); last=$((${{#words[@]}} - 1)); \
             function=$(complete -p mock-idp | sed 's/.* -F \\([^ ]*\\) .*/\\1/'); \
             COMP_WORDS=(\"${{words[@]}}\") COMP_CWORD=$last; \
             $function mock-idp \"${{words[last]}}\" \"${{words[last-1]}}\"; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            file.display()
        );
        let output = Foreign::new("bash").args(["-c", &script]).output().unwrap();
        let replies = String::from_utf8(output.stdout).unwrap();
        assert_eq!(replies.trim(), offered, "{typed}");
    }
}

#[test]
fn manual_pages_tell_of_every_command_flag_and_variable_and_are_set_without_complaint() {
    let data_dir = folder();
    let pages = data_dir.path().join("made/man1");
    printed(&["man", "--output", pages.to_str().unwrap()]);
    for (words, flags) in everything() {
        let page = pages.join(format!("{}.1", words.join("-")));
        let text = std::fs::read_to_string(&page).unwrap();
        for flag in flags {
            let flag = flag.replace('-', "\\-");
            assert!(text.contains(&format!("\\-\\-{flag}")), "{words:?} {flag}");
        }
        let told = complaints("groff", &["-ww", "-man", "-Tutf8", "-z"], &page);
        assert!(told.as_ref().is_none_or(String::is_empty), "{told:?}");
        let told = complaints("mandoc", &["-Tlint", "-Wwarning"], &page);
        assert!(told.as_ref().is_none_or(String::is_empty), "{told:?}");
    }
    let serve = std::fs::read_to_string(pages.join("mock-idp-serve.1")).unwrap();
    assert!(serve.contains("MOCK_IDP_DATA_DIR"), "{serve}");
    let first = std::fs::read_to_string(pages.join("mock-idp.1")).unwrap();
    assert_eq!(printed(&["man"]), first);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let data_dir = folder();
    let file = data_dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let mut command = program(data_dir.path());
    let (code, line) = super::failure(command.arg("man").arg("--output").arg(&file));
    assert_eq!(code, 1);
    let expected = format!("error: cannot write manual pages to {}: ", file.display());
    assert!(line.starts_with(&expected), "{line}");
}
