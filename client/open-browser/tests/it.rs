//! Which commands are tried, and what is said where none is there.

use open_browser::{commands, open};

const ADDRESS: &str = "https://localhost:8080/login.html?a=%73";

#[test]
fn the_variable_goes_before_the_desktop() {
    let tried = commands(ADDRESS, Some("firefox --new-window %s:w3m"));
    assert_eq!(tried[0], ["firefox", "--new-window", ADDRESS]);
    assert_eq!(tried[1], ["w3m", ADDRESS]);
    assert_eq!(tried.len(), 3);
    assert_eq!(commands(ADDRESS, Some("")).len(), 1);
    assert_eq!(commands(ADDRESS, None).len(), 1);
}

#[test]
fn a_command_that_is_not_there_is_named() {
    let tried = commands(ADDRESS, Some("no-such-browser"));
    assert_eq!(tried[0][0], "no-such-browser");
    // Where the desktop has a way to open addresses, this opens one.
    if std::process::Command::new(&tried[1][0])
        .arg("--version")
        .output()
        .is_err()
    {
        let error = open(ADDRESS, Some("no-such-browser"))
            .unwrap_err()
            .to_string();
        assert!(error.contains("no-such-browser: "), "{error}");
        assert!(error.contains("set BROWSER"), "{error}");
    }
}
