//! Which fields and buttons of a page that nobody has described are meant, by what browsers and people go by: types,
//! what fills forms in by itself, names, and English words.

use scraper::{ElementRef, Html, Selector};

use super::{Css, Pages};
use crate::user_agent::{owner, posted};

impl Pages {
    /// The page's fields and buttons, as they look; what it has not is a selector that finds nothing.
    pub(crate) fn guessed(page: &str) -> Self {
        let html = Html::parse_document(page);
        let sent_by_post: Vec<_> = posted(&html).collect();
        let is_sent = |it: &ElementRef<'_>| {
            let form = owner(&html, *it);
            form.is_some_and(|form| sent_by_post.contains(&form))
        };
        let fields = all(&html, "input").into_iter().filter(is_sent);
        let fields: Vec<_> = fields.filter(|it| is_typed_into(*it)).collect();
        let buttons = all(&html, BUTTONS).into_iter().filter(is_sent);
        let buttons: Vec<_> = buttons.filter(|it| is_pressed(*it)).collect();
        let is_one_time = |it: &&ElementRef<'_>| it.attr("autocomplete") == Some("one-time-code");
        let password = fields.iter().find(|it| {
            let is_new = it.attr("autocomplete") == Some("new-password");
            it.attr("type") == Some("password") && !is_one_time(it) && !is_new
        });
        let of_password = password.and_then(|it| owner(&html, *it));
        let is_code = |it: &&ElementRef<'_>| Some(*it) != password && says(**it, FIELD, CODE);
        let second_factor = fields
            .iter()
            .find(is_one_time)
            .or_else(|| fields.iter().find(is_code));
        let is_open = |it: &&ElementRef<'_>| {
            let is_beside = of_password.is_none_or(|form| owner(&html, **it) == Some(form));
            Some(*it) != password && Some(*it) != second_factor && is_beside
        };
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
        let says_so = |it: &ElementRef<'_>| says(*it, &[], SIGN_OUT);
        let asks_so = all(&html, "title, h1, h2").iter().any(says_so);
        let signs_out = find(SIGN_OUT, STAY).or_else(|| find(ALLOW, DENY).filter(|_| asks_so));
        let is_logout =
            !is_login && signs_out.is_some() && (asks_so || find(SIGN_OUT, &[]).is_some());
        let of_logout = |it| Some(it).filter(|_| is_logout);
        let of_consent = |it| Some(it).filter(|_| !is_login && !is_logout);
        let asks = password.or(username).or(second_factor);
        let form = asks.and_then(|it| owner(&html, *it));
        let sends = buttons
            .iter()
            .filter(|it| form.is_some() && owner(&html, **it) == form);
        let leads_on = sends.clone().filter(|it| !says(**it, NAMED, BACK));
        let sign_in = leads_on
            .clone()
            .find(|it| SIGN_IN.contains(&reads(**it).trim()))
            .or_else(|| leads_on.clone().find(|it| says(**it, NAMED, SIGN_IN)))
            .or_else(|| leads_on.clone().next())
            .or_else(|| sends.clone().next());
        Self {
            username: css(username),
            password: css(password),
            second_factor: css(second_factor),
            sign_in: css(sign_in),
            cancel: css(find(CANCEL, &[])),
            allow: css(find(ALLOW, DENY).and_then(of_consent)),
            deny: css(find(DENY, &[]).and_then(of_consent)),
            sign_out: css(signs_out.and_then(of_logout)),
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
    let is_free = ["disabled", "readonly"]
        .iter()
        .all(|it| field.attr(it).is_none());
    is_text && field.attr("name").is_some() && is_free
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
    if element.value().name() != "input" {
        called.push(reads(element));
    }
    called.iter().any(|called| {
        words
            .iter()
            .any(|word| called.contains(&format!(" {word} ")))
    })
}

/// What an element reads, as words.
fn reads(element: ElementRef<'_>) -> String {
    match element.value().name() {
        "input" => words_of(element.attr("value").unwrap_or_default()),
        _ => words_of(&element.text().collect::<String>()),
    }
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

const BUTTONS: &str = "button, input[type=submit], input[type=image]";
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
