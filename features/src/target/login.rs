use std::sync::Arc;
use std::time::Duration;

use scraper::Selector;
use serde::{Deserialize, Deserializer};

/// How somebody signs in.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "by", rename_all = "lowercase")]
pub(crate) enum Login {
    /// The harness fills in the provider's forms.
    #[serde(deserialize_with = "shared")]
    Form(Arc<Pages>),
    /// The same, with fields and buttons that look as if they were meant ([`guess`](super::guess)).
    Guess,
    /// A person does it, in their own browser.
    Person(Person),
}

/// The provider's pages, by CSS selectors; what is left out is as Mock Banno's pages have it.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Pages {
    /// The fields that a login asks for, on one page or on one after another.
    pub(crate) username: Css,
    pub(crate) password: Css,
    pub(crate) second_factor: Css,
    /// The button that sends what was typed.
    pub(crate) sign_in: Css,
    /// The button that goes back to the application instead.
    pub(crate) cancel: Css,
    /// The buttons of the consent.
    pub(crate) allow: Css,
    pub(crate) deny: Css,
    /// The buttons of the question whether to sign out.
    pub(crate) sign_out: Css,
    pub(crate) stay: Css,
    /// The element that says that nobody is signed in any more.
    pub(crate) signed_out: Css,
    /// The element that tells an error of the protocol.
    pub(crate) error: Css,
    /// The element that says why a login failed.
    pub(crate) alert: Css,
}

/// A person at their own browser.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Person {
    /// How long they are waited for, each time.
    wait_seconds: u64,
}

/// A CSS selector that can be read.
#[derive(Clone, Debug)]
pub(crate) struct Css(String);

impl Login {
    /// How the target can say more of pages that are not understood.
    pub(crate) const fn how_to_tell(&self) -> &'static str {
        match self {
            Self::Guess => {
                ", as far as can be guessed (a target file can describe the pages by selectors under [login], or let a person \
                 sign in)"
            }
            Self::Form(_) | Self::Person(_) => "",
        }
    }

    /// Where an error page tells the error; of pages that nobody has described, anywhere.
    pub(crate) fn error(&self) -> &str {
        match self {
            Self::Form(pages) => pages.error.as_str(),
            Self::Guess | Self::Person(_) => "body",
        }
    }
}

impl Default for Login {
    fn default() -> Self {
        Self::Form(Arc::default())
    }
}

impl Default for Pages {
    fn default() -> Self {
        let css = |selector: &str| Css(selector.to_owned());
        Self {
            username: css("[name=username]"),
            password: css("[name=password]"),
            second_factor: css("[name=code]"),
            sign_in: css("#submit"),
            cancel: css("#cancel"),
            allow: css("#allow"),
            deny: css("#deny"),
            sign_out: css("#logout"),
            stay: css("#stay"),
            signed_out: css("#signed-out"),
            error: css("#error-page"),
            alert: css("[role=alert]"),
        }
    }
}

impl Person {
    pub(crate) const fn patience(&self) -> Duration {
        Duration::from_secs(self.wait_seconds)
    }
}

impl Default for Person {
    /// A code by post takes longer, one by phone does not.
    fn default() -> Self {
        Self { wait_seconds: 300 }
    }
}

impl Css {
    /// The selector of an element that was found.
    pub(super) const fn of(path: String) -> Self {
        Self(path)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

fn shared<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Pages>, D::Error> {
    Pages::deserialize(deserializer).map(Arc::new)
}

impl<'de> Deserialize<'de> for Css {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match Selector::parse(&text) {
            Ok(_) => Ok(Self(text)),
            Err(error) => Err(serde::de::Error::custom(format!(
                "{text:?} is no CSS selector: {error}"
            ))),
        }
    }
}
