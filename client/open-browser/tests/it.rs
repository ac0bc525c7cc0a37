//! Which commands are tried, and what is said where none is there.

use open_browser::{commands, first_that_starts};

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
fn commands_that_are_not_there_are_named() {
    let commands = ["no-such-browser", "nor-this-one"].map(|name| vec![name.to_owned()]);
    let error = first_that_starts(&commands).unwrap_err().to_string();
    assert!(error.contains("no-such-browser: "), "{error}");
    assert!(error.contains("; nor-this-one: "), "{error}");
    assert!(error.contains("set BROWSER"), "{error}");
}

#[test]
fn the_first_that_is_there_is_started() {
    let commands = ["no-such-browser", "true"].map(|name| vec![name.to_owned()]);
    first_that_starts(&commands).unwrap();
}
