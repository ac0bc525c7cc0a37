use crate::StartError;
use crate::consumer::ConsumerError;
use crate::explain;
use crate::rp::{Error, HttpError, TransportError};

/// Why a login in the terminal failed, or what was to be read by it.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// Ctrl-C came before all was done.
    #[error("broken off before all was done")]
    BrokenOff,
    /// A call of the Consumer API.
    #[error("{}", explain::message(.0))]
    Consumer(#[from] ConsumerError),
    /// The browser could not be set up or could not reach a page.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The provider sends the browser to another host.
    #[error("the provider leads to {location}, and this command never leaves it")]
    LeftProvider {
        /// Where to, without the query.
        location: String,
    },
    /// The time ran out before the browser came back.
    #[error("nobody signed in within {seconds} s; --wait SECONDS gives more time")]
    NobodyCame {
        /// How long they were waited for.
        seconds: u64,
    },
    /// The provider asks for the second factor, and none was given.
    #[error("the provider asks for the code of the second factor")]
    NeedsSecondFactor,
    /// The provider shows an error page.
    #[error("the provider shows an error page: {text}")]
    ProviderErrorPage {
        /// What stands on it.
        text: String,
    },
    /// The redirect URI is no URL.
    #[error("redirect_uri is not a URL")]
    RedirectUri,
    /// A step of the protocol.
    #[error("{}", explain::message(.0))]
    RelyingParty(#[from] Error),
    /// The environment.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The redirects do not end.
    #[error("the provider redirects without end")]
    TooManyRedirects,
    /// A page with neither the login form nor the consent form of the mock.
    #[error("{url} answers {status} with a page that is no login and no consent form of the mock")]
    UnexpectedPage {
        /// The address, without the query.
        url: String,
        /// The status.
        status: u16,
    },
    /// The provider asks for the second factor again.
    #[error("the provider refuses the code of the second factor")]
    WrongSecondFactor,
    /// The provider shows the login form again.
    #[error("the provider refuses the user name or the password{}", explain::quoted(text.as_deref()))]
    WrongPassword {
        /// What the page says about it.
        text: Option<String>,
    },
}

impl LoginError {
    /// The error's stable name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::BrokenOff => "broken-off",
            Self::Consumer(error) => error.name(),
            Self::Http(error) => error.name(),
            Self::LeftProvider { .. } => "left-the-provider",
            Self::NeedsSecondFactor => "needs-second-factor",
            Self::NobodyCame { .. } => "nobody-signed-in",
            Self::ProviderErrorPage { .. } => "provider-error-page",
            Self::RedirectUri => "configuration",
            Self::Start(error) => error.name(),
            Self::RelyingParty(error) => error.name(),
            Self::TooManyRedirects => "too-many-redirects",
            Self::UnexpectedPage { .. } => "unexpected-page",
            Self::WrongPassword { .. } => "wrong-password",
            Self::WrongSecondFactor => "wrong-second-factor",
        }
    }

    /// What to do about it, where that is more than the message says.
    #[must_use]
    pub fn mend(&self) -> Option<String> {
        match self {
            Self::Consumer(error) => Some(error.mend()),
            Self::RelyingParty(error) => Some(explain::mend(error)),
            Self::NeedsSecondFactor => Some(
                "Add --second-factor CODE; at Mock Banno the code stands in the configuration, and is \
                 123456 for its own users."
                    .to_owned(),
            ),
            Self::UnexpectedPage { .. } => Some(
                "--headless knows the mock's pages only; without it your own browser is opened."
                    .to_owned(),
            ),
            _ => None,
        }
    }

    /// 2 for what was asked for or configured wrongly, 1 for what failed at run time.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Start(error) => error.exit_code(),
            Self::RedirectUri => 2,
            _ => 1,
        }
    }
}

impl From<TransportError> for LoginError {
    fn from(error: TransportError) -> Self {
        Self::Start(error.into())
    }
}
