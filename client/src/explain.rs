//! Errors in words for people: one line of what happened, one of what to do about it.

use std::fmt::Display;

use crate::rp::{CallbackError, Error, Fault, HttpError, IdTokenError, TokenError};

/// What happened, in one line that is safe to print: texts of the provider's lose their control
/// characters and their excess.
pub(crate) fn message(error: &impl Display) -> String {
    let text = error.to_string();
    let mut clean: String = one_line(&text).chars().take(MAX_MESSAGE).collect();
    if clean.len() < text.len() {
        clean.push('…');
    }
    clean
}

/// A text of the provider's without its control characters.
pub(crate) fn one_line(text: &str) -> String {
    text.chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect()
}

/// What the provider says, behind what happened.
pub(crate) fn quoted(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!(": {text}"))
}

/// What to do about it.
pub(crate) fn mend(error: &Error) -> String {
    if let Some(mend) = error.transport().and_then(transport) {
        return mend.to_owned();
    }
    let mend = match (error, error.fault()) {
        (Error::IdToken(IdTokenError::Algorithm { received, .. }), _) => {
            return format!(
                "Set id_token_signed_response_alg to {received:?} in client.toml if that is what \
                 the institution uses."
            );
        }
        (
            Error::IdToken(
                IdTokenError::Expired | IdTokenError::IssuedInFuture | IdTokenError::NotYetValid,
            ),
            _,
        ) => "Compare the clocks of this machine and of the provider.",
        (Error::Token(TokenError::Refused { .. }), Fault::Request) => {
            "The code was too old, or had been used. Begin again."
        }
        (Error::Callback(CallbackError::ResponseMode { .. }), _) => {
            "Begin again. If it stays like this, set response_mode in client.toml to the mode that \
             the institution answers in."
        }
        (Error::PostLogout(_), _) => {
            "This answer has changed nothing. Try again to sign out here and at your bank."
        }
        (_, Fault::Configuration) => {
            "Compare client.toml with the institution's External Application: client id, secret, \
             redirect URI, scopes."
        }
        (_, Fault::Provider) => {
            "Nothing of the answer was used. If it stays like this, the institution has to look \
             into it."
        }
        (_, Fault::Transport) => "Check the network and the issuer in client.toml, and try again.",
        (_, Fault::Request) => "Begin again, in this browser, with cookies allowed.",
        (_, Fault::User) => "Nothing was shared with this client. You can try again at any time.",
    };
    mend.to_owned()
}

/// What to do about a failure of the transport, where that is more than to try again.
pub(crate) fn transport(error: &HttpError) -> Option<&'static str> {
    match error {
        HttpError::Unreachable { url, .. } if is_here(url) => {
            Some("Is `mock-idp serve` running? The issuer in client.toml is on this machine.")
        }
        HttpError::UntrustedCertificate { url, .. } if is_here(url) => Some(
            "Start provider and client with the same data folder, so that they share one local \
             certificate authority, or set `ca` in client.toml.",
        ),
        HttpError::UntrustedCertificate { .. } => {
            Some("Set `ca` in client.toml to the PEM file of the authority that issued it.")
        }
        _ => None,
    }
}

fn is_here(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| crate::rp::is_loopback(&url))
}

const MAX_MESSAGE: usize = 500;
