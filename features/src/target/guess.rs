//! Which fields and buttons of a page that nobody has described are meant, by what browsers and people go by: types,
//! what fills forms in by itself, names, and English words.

use scraper::{ElementRef, Html, Selector};

use super::{Css, Pages};
use crate::user_agent::owner;

impl Pages {
    /// The page's fields and buttons, as they look; what it has not is a selector that finds nothing.
    pub(crate) fn guessed(page: &str) -> Self {
        let html = Html::parse_document(page);
        let fields: Vec<_> = all(&html, "form input")
            .into_iter()
            .filter(|it| is_typed_into(*it))
            .collect();
        let buttons: Vec<_> = all(&html, BUTTONS)
            .into_iter()
            .filter(|it| is_pressed(*it))
            .collect();
        let is_one_time = |it: &&ElementRef<'_>| it.attr("autocomplete") == Some("one-time-code");
        let password = fields
            .iter()
            .find(|it| it.attr("type") == Some("password") && !is_one_time(it));
        let is_code = |it: &&ElementRef<'_>| Some(*it) != password && says(**it, FIELD, CODE);
        let second_factor = fields
            .iter()
            .find(is_one_time)
            .or_else(|| fields.iter().find(is_code));
        let is_open = |it: &&ElementRef<'_>| Some(*it) != password && Some(*it) != second_factor;
        let username = fields
            .iter()
            .filter(is_open)
            .find(|it| fills_in_name(**it) || says(**it, FIELD, USERNAME))
            .or_else(|| {
                let mut open = fields.iter().filter(is_open);
                open.find(|it| password.is_some() || it.attr("required").is_some())
            });
        let is_login = password.or(username).or(second_factor).is_some();
        let find = |words: &[&str], but: &[&str]| {
            buttons
                .iter()
                .find(|it| says(**it, NAMED, words) && !says(**it, NAMED, but))
        };
        let is_logout = !is_login && find(SIGN_OUT, &[]).is_some();
        let of_logout = |it| Some(it).filter(|_| is_logout);
        let of_consent = |it| Some(it).filter(|_| !is_login && !is_logout);
        let asks = password.or(username).or(second_factor);
        let form = asks.and_then(|it| owner(&html, *it));
        let sends = buttons
            .iter()
            .filter(|it| form.is_some() && owner(&html, **it) == form && !says(**it, NAMED, BACK));
        let sign_in = sends.clone().find(|it| says(**it, NAMED, SIGN_IN));
        let sign_in = sign_in.or_else(|| sends.clone().next());
        Self {
            username: css(username),
            password: css(password),
            second_factor: css(second_factor),
            sign_in: css(sign_in),
            cancel: css(find(CANCEL, &[])),
            allow: css(find(ALLOW, DENY).and_then(of_consent)),
            deny: css(find(DENY, &[]).and_then(of_consent)),
            sign_out: css(find(SIGN_OUT, STAY).and_then(of_logout)),
            stay: css(find(STAY, &[]).and_then(of_logout)),
            signed_out: Css::of("body".to_owned()),
            error: Css::of("body".to_owned()),
            alert: Css::of("[role=alert], .alert, .error".to_owned()),
        }
    }
}

/// The selector of that one element: its way down from the root.
fn css(element: Option<&ElementRef<'_>>) -> Css {
    let Some(element) = element else {
        return Css::of(":not(*)".to_owned());
    };
    let above = element.ancestors().filter_map(ElementRef::wrap);
    let mut way: Vec<String> = std::iter::once(*element)
        .chain(above)
        .map(|it| {
            let before = it.prev_siblings().filter_map(ElementRef::wrap).count();
            format!("{}:nth-child({})", it.value().name(), before + 1)
        })
        .collect();
    way.reverse();
    Css::of(way.join(" > "))
}

fn all<'a>(html: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(css);
    selector
        .map(|it| html.select(&it).collect())
        .unwrap_or_default()
}

/// Whether a person types text into it.
fn is_typed_into(field: ElementRef<'_>) -> bool {
    let kind = field.attr("type").unwrap_or("text");
    let is_text = ["text", "email", "tel", "number", "password", "search"].contains(&kind);
    is_text && field.attr("name").is_some() && field.attr("disabled").is_none()
}

/// Whether a press of it sends a form.
fn is_pressed(button: ElementRef<'_>) -> bool {
    let kind = button.attr("type").unwrap_or("submit");
    ["submit", "image"].contains(&kind) && button.attr("disabled").is_none()
}

/// Whether a browser that fills forms in by itself puts the name of a user there.
fn fills_in_name(field: ElementRef<'_>) -> bool {
    let fills = field.attr("autocomplete").unwrap_or_default();
    fills
        .split(' ')
        .any(|it| ["username", "email"].contains(&it))
        || field.attr("type") == Some("email")
}

/// Whether an element is called by one of these, as words of their own: by these attributes, or what a button reads.
fn says(element: ElementRef<'_>, attributes: &[&str], words: &[&str]) -> bool {
    let mut called: Vec<String> = attributes
        .iter()
        .filter_map(|name| element.attr(name))
        .map(words_of)
        .collect();
    if element.value().name() == "button" {
        called.push(words_of(&element.text().collect::<String>()));
    }
    called.iter().any(|called| {
        words
            .iter()
            .any(|word| called.contains(&format!(" {word} ")))
    })
}

/// A text or a name as words in small letters, each between spaces.
fn words_of(text: &str) -> String {
    let mut out = String::from(" ");
    let mut was_small = false;
    for it in text.chars() {
        let begins = it.is_ascii_uppercase() && was_small;
        if begins || !it.is_alphanumeric() {
            out.push(' ');
        }
        if it.is_alphanumeric() {
            out.extend(it.to_lowercase());
        }
        was_small = it.is_lowercase();
    }
    out.push(' ');
    out.split_whitespace()
        .fold(String::from(" "), |line, word| line + word + " ")
}

const BUTTONS: &str = "form button, form input[type=submit], form input[type=image], button[form], input[form][type=submit]";
/// What a field is called by.
const FIELD: &[&str] = &["name", "id"];
/// What a button is called by, beside what it reads.
const NAMED: &[&str] = &["value", "name", "id", "aria-label"];

const USERNAME: &[&str] = &[
    "user",
    "username",
    "sub",
    "subject",
    "userid",
    "user id",
    "user name",
    "login",
    "email",
    "account",
    "customer",
    "identifier",
];
const CODE: &[&str] = &[
    "code",
    "otp",
    "totp",
    "mfa",
    "2fa",
    "passcode",
    "pin",
    "token",
    "second factor",
    "verification",
    "one time",
];
const SIGN_IN: &[&str] = &[
    "sign in", "signin", "log in", "login", "log on", "continue", "next", "submit", "verify",
    "confirm", "go on",
];
/// What leads away from a login.
const BACK: &[&str] = &[
    "cancel",
    "back",
    "abort",
    "forgot",
    "reset",
    "register",
    "sign up",
    "create",
    "help",
    "deny",
    "resend",
    "search",
    "google",
    "apple",
    "facebook",
    "github",
    "microsoft",
    "linkedin",
    "sso",
    "saml",
    "passkey",
    "webauthn",
    "qr",
];
const CANCEL: &[&str] = &["cancel", "abort"];
const ALLOW: &[&str] = &[
    "allow",
    "accept",
    "approve",
    "agree",
    "authorize",
    "authorise",
    "grant",
    "consent",
    "continue",
    "share",
    "yes",
    "confirm",
    "ok",
];
const DENY: &[&str] = &[
    "deny", "decline", "reject", "refuse", "disallow", "cancel", "no", "not", "don t", "abort",
    "back",
];
const SIGN_OUT: &[&str] = &[
    "sign out",
    "sign me out",
    "log out",
    "log me out",
    "logout",
    "signout",
];
const STAY: &[&str] = &["stay", "no", "not", "cancel"];

#[cfg(test)]
mod tests;
