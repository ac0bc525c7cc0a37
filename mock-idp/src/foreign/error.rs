use drift::plain;

/// Why a provider cannot be looked at: the address, what it answered, and the mend. What strangers have
/// written is told as text.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The argument is no address.
    #[error(
        "`{}` is no address of a provider; give its issuer or the root of its host, such as \
         https://digital.garden-fi.com, without query and fragment", plain(.0)
    )]
    Address(String),
    /// The argument has a user name or password in it.
    #[error(
        "the address must not have a user name or password in it: what providers publish needs none"
    )]
    Credentials,
    /// The argument is plain HTTP to another machine.
    #[error("`{}` must be https: plain HTTP is taken on this machine only", plain(.0))]
    PlainHttp(String),
    /// The authorities to trust cannot be read.
    #[error("--ca: {0}; it takes certificates as PEM, as `mock-idp ca export` prints one")]
    Trust(String),
    /// There is no HTTP client to be had.
    #[error(
        "cannot set up HTTPS: {0}; --ca FILE names the authority to trust where the system has none"
    )]
    Setup(String),
    /// The provider names an address that is not asked.
    #[error(
        "the metadata names `{}`, which is not asked: it must be https, or plain HTTP on this machine if the provider \
         is", plain(.0)
    )]
    Named(String),
    /// The metadata has no `jwks_uri`.
    #[error(
        "{url} is metadata without `jwks_uri`, which OIDC Discovery 3 requires; is it a provider's?"
    )]
    NoKeys {
        /// The metadata.
        url: String,
    },
    /// The document is JSON and no object.
    #[error("{url} answers JSON that is no object; give the issuer of an OpenID Connect provider")]
    NotMetadata {
        /// The metadata.
        url: String,
    },
    /// The body is no JSON.
    #[error(
        "{url} answers {}, which is no JSON: {reason}{}; is the address the issuer's?",
        kind(content_type),
        quoted(beginning)
    )]
    NotJson {
        /// The document.
        url: String,
        /// What it says that it is.
        content_type: String,
        /// What the parser says.
        reason: String,
        /// Its first characters, if they are text.
        beginning: String,
    },
    /// Another address is named, and not followed.
    #[error(
        "{url} answers {status} and leads to `{}`, which is not followed; give that address if it is the provider's",
        plain(location)
    )]
    Redirect {
        /// The document.
        url: String,
        /// The status.
        status: u16,
        /// The other address.
        location: String,
    },
    /// The status is not one of success.
    #[error("{url} answers {status} ({}){}; {}", kind(content_type), quoted(beginning), mend(*status))]
    Status {
        /// The document.
        url: String,
        /// The status.
        status: u16,
        /// What the body says that it is.
        content_type: String,
        /// Its first characters, if they are text.
        beginning: String,
    },
    /// The time ran out.
    #[error("{url} has not answered within {seconds} s; --timeout-seconds waits longer")]
    TimedOut {
        /// The document.
        url: String,
        /// How long it was waited for.
        seconds: u64,
    },
    /// The document is longer than any such document.
    #[error("{url} answers more than {limit} bytes; no metadata and no key set is as long")]
    TooLong {
        /// The document.
        url: String,
        /// The most that is read.
        limit: usize,
    },
    /// The connection failed or broke.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable {
        /// The document.
        url: String,
        /// The system's answer.
        reason: String,
    },
    /// The certificate was issued by nobody who is trusted.
    #[error(
        "{url} shows a certificate that is not trusted: {reason}; --ca FILE names the authority to trust"
    )]
    Untrusted {
        /// The document.
        url: String,
        /// The TLS library's answer.
        reason: String,
    },
}

impl Error {
    /// Whether the command line is at fault.
    pub(crate) const fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::Address(_) | Self::Credentials | Self::PlainHttp(_) | Self::Trust(_)
        )
    }
}

fn kind(content_type: &str) -> String {
    if content_type.is_empty() {
        return "something without a type".to_owned();
    }
    plain(content_type)
}

fn quoted(beginning: &str) -> String {
    if beginning.is_empty() {
        return String::new();
    }
    format!(", beginning `{beginning}`")
}

const fn mend(status: u16) -> &'static str {
    match status {
        404 => "give the issuer: the address that `iss` has in its ID tokens",
        401 | 403 => {
            "what providers publish is for everybody: something in front of it lets nobody in"
        }
        500.. => "the provider or something in front of it is out of order; try again later",
        _ => "is the address the issuer's?",
    }
}
