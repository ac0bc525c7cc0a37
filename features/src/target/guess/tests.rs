use reqwest::header::HeaderMap;
use url::Url;

use crate::target::{Css, Pages};
use crate::user_agent::{Answer, Form};

fn page(body: &str) -> Answer {
    Answer {
        url: Url::parse("https://bank.example/login").unwrap(),
        status: 200,
        headers: HeaderMap::new(),
        body: format!(
            "<!doctype html><html><head><title>t</title></head><body><div>{body}</div></body></html>"
        ),
    }
}

/// The name of the field that a selector finds; none where it finds nothing.
fn field(page: &Answer, css: &Css) -> Option<String> {
    Form::with(page, css.as_str()).ok()?.input(css.as_str())
}

/// What a press of the button sends, beside the fields that are there already; none where there is no button.
fn press(page: &Answer, css: &Css) -> Option<String> {
    let form = Form::with(page, css.as_str()).ok()?;
    let request = form.submission(&[], css.as_str()).ok()?;
    Some(format!(
        "{} {}",
        request.url.path(),
        request.body.unwrap_or_default()
    ))
}

#[test]
fn a_login_is_told_by_its_password_and_what_stands_beside() {
    let pages = [
        // What providers of the library that Banno runs have for developers.
        r#"<form method="post" action="/a"><input type="hidden" name="prompt" value="login">
           <input required type="text" name="login" placeholder="Enter any login" autofocus>
           <input required type="password" name="password"><button type="submit">Sign-in</button></form>
           <a href="/abort">[ Cancel ]</a>"#,
        // A search, and a form with buttons that lead away before the one that is meant.
        r#"<form method="post" action="/s"><input type="search" name="q"><button>Search</button></form>
           <form method="post" action="/a"><input name="login" autocomplete="username"><input type="password" name="password">
           <button name="w" value="forgot">Forgot?</button><input type="submit" name="x" value="Log In">
           <button>Cancel</button></form>"#,
        // What asks for whom to sign in in one form, and what denies in another.
        r#"<form method="post" action="/c"><button name="action" value="deny">Continue without</button></form>
           <form method="post" action="/a"><input name="login" required><input type="password" name="password">
           <button>Authorize</button></form>"#,
        // Somebody else's login in the same form, before the one that is meant.
        r#"<form method="post" action="/a"><button name="w" value="forgot">Sign in with Google</button>
           <input name="login" autocomplete="username webauthn"><input type="password" name="password">
           <button name="method" value="password">Sign in</button></form>"#,
        // Letters by post before, a registration behind, and a button whose name says something else.
        r#"<form method="post" action="/n"><input type="email" name="email"><button>Continue</button></form>
           <form action="/q"><input name="user"><button>Sign in</button></form>
           <form method="post" action="/a"><input name="login"><input type="password" name="password">
           <button id="create-session">Sign in</button></form>
           <form method="post" action="/r"><input name="username"><input type="password" name="p" autocomplete="new-password"></form>"#,
        // A language that is not known: the first button that does not lead away.
        r#"<form method="post" action="/a"><input type="email" name="login"><input name="password" type="password">
           <button type="button">?</button><button>Entrar</button></form>"#,
    ];
    for body in pages {
        let page = page(body);
        let guessed = Pages::guessed(&page.body);
        assert_eq!(
            field(&page, &guessed.username).as_deref(),
            Some("login"),
            "{body}"
        );
        assert_eq!(
            field(&page, &guessed.password).as_deref(),
            Some("password"),
            "{body}"
        );
        assert_eq!(field(&page, &guessed.second_factor), None, "{body}");
        let sent = press(&page, &guessed.sign_in).unwrap();
        assert!(
            sent.starts_with("/a ") && !sent.contains("forgot"),
            "{body}: {sent}"
        );
        for other in [&guessed.allow, &guessed.deny, &guessed.sign_out] {
            assert_eq!(press(&page, other), None, "{body}");
        }
    }
}

#[test]
fn a_login_may_have_a_page_for_each_thing_that_it_asks_for() {
    let name = page(
        r#"<form method="post"><input name="identifier" id="customerId"><button>Next</button></form>"#,
    );
    let guessed = Pages::guessed(&name.body);
    assert_eq!(
        field(&name, &guessed.username).as_deref(),
        Some("identifier")
    );
    assert_eq!(field(&name, &guessed.password), None);
    let again = page(
        r#"<form method="post"><input name="username" value="riley" readonly><input name="p" type="password"><button>Log in</button></form>"#,
    );
    let guessed = Pages::guessed(&again.body);
    assert_eq!(field(&again, &guessed.username), None);
    assert_eq!(field(&again, &guessed.password).as_deref(), Some("p"));
    let whoever = page(
        r#"<form method="post"><input name="nick" required><button>Authorize</button></form>"#,
    );
    let guessed = Pages::guessed(&whoever.body);
    let name = field(&whoever, &guessed.username);
    assert_eq!(name.as_deref(), Some("nick"));
    for body in [
        r#"<form method="post"><input name="x" type="password" autocomplete="one-time-code"><button>Verify</button></form>"#,
        r#"<form method="post"><input name="x" id="otpCode" inputmode="numeric"><button name="resend">Resend code</button>
           <button>Continue</button></form>"#,
    ] {
        let code = page(body);
        let guessed = Pages::guessed(&code.body);
        assert_eq!(
            field(&code, &guessed.second_factor).as_deref(),
            Some("x"),
            "{body}"
        );
        assert_eq!(field(&code, &guessed.username), None, "{body}");
        assert_eq!(field(&code, &guessed.password), None, "{body}");
        assert!(
            !press(&code, &guessed.sign_in).unwrap().contains("resend"),
            "{body}"
        );
    }
}

#[test]
fn a_consent_is_told_by_its_buttons() {
    for (body, allow) in [
        (
            r#"<form method="post" action="/c"><button name="no" value="1">Deny</button><button name="yes" value="1">Allow</button></form>"#,
            "/c yes=1",
        ),
        (
            r#"<form method="post" action="/c"><input type="hidden" name="prompt" value="consent"><button>Continue</button></form>"#,
            "/c prompt=consent",
        ),
        (
            r#"<form method="post" action="/c"><input type="submit" name="cancel" value="No"><input type="submit" name="accept" value="Yes"></form>"#,
            "/c accept=Yes",
        ),
    ] {
        let page = page(body);
        let guessed = Pages::guessed(&page.body);
        assert_eq!(press(&page, &guessed.allow).as_deref(), Some(allow));
        assert_eq!(field(&page, &guessed.username), None);
        assert_eq!(press(&page, &guessed.sign_out), None);
    }
}

#[test]
fn a_logout_is_told_by_its_button_wherever_that_stands() {
    let page = page(
        r#"<form method="post" action="/end" id="f"><input type="hidden" name="xsrf" value="x"></form>
           <button type="submit" form="f" value="yes" name="logout">Yes, sign me out</button>
           <button type="submit" form="f">No, stay signed in</button>"#,
    );
    let only_yes = self::page(
        r#"<h1>Logout</h1><form method="post" action="/end"><button>Yes</button></form>"#,
    );
    let guessed = Pages::guessed(&only_yes.body);
    assert_eq!(
        press(&only_yes, &guessed.sign_out).as_deref(),
        Some("/end ")
    );
    assert_eq!(press(&only_yes, &guessed.allow), None);
    let guessed = Pages::guessed(&page.body);
    assert_eq!(
        press(&page, &guessed.sign_out).as_deref(),
        Some("/end xsrf=x&logout=yes")
    );
    assert_eq!(press(&page, &guessed.stay).as_deref(), Some("/end xsrf=x"));
    assert_eq!(press(&page, &guessed.allow), None);
}

#[test]
fn a_page_that_asks_nothing_has_nothing_to_press() {
    let page = page("<h1>Something went wrong</h1><a href=\"/login\">Sign in</a>");
    let guessed = Pages::guessed(&page.body);
    for css in [
        &guessed.sign_in,
        &guessed.allow,
        &guessed.sign_out,
        &guessed.cancel,
    ] {
        assert_eq!(press(&page, css), None);
    }
}

#[test]
fn a_form_without_a_button_is_sent_as_by_enter() {
    let page = page(
        r#"<form method="post" action="/a"><input name="user"><input type="password" name="p"></form>"#,
    );
    let guessed = Pages::guessed(&page.body);
    let typed = [
        (guessed.username.as_str(), "riley"),
        (guessed.password.as_str(), "banno"),
    ];
    let form = Form::with(&page, guessed.password.as_str()).unwrap();
    let request = form.submission(&typed, guessed.sign_in.as_str()).unwrap();
    assert_eq!(request.body.as_deref(), Some("user=riley&p=banno"));
}
