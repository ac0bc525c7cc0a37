use url::Url;

use crate::Environment;
use crate::config::ConfigError;
use crate::rp::{Registration, ResponseMode, is_loopback};
use crate::web::{PAGES, Paths};

/// A redirect URI on this machine follows the scheme that this server really speaks.
pub(crate) fn follow_scheme(redirect_uri: &str, tls: bool) -> String {
    match Url::parse(redirect_uri) {
        Ok(url) if !tls && url.scheme() == "https" && is_loopback(&url) => {
            redirect_uri.replacen("https:", "http:", 1)
        }
        _ => redirect_uri.to_owned(),
    }
}

/// The paths that the provider sends browsers back to.
///
/// What cannot work is refused here: a form that would come without its cookie, and a return from a
/// logout that another page would answer.
pub(crate) fn paths(
    environment: &Environment,
    registration: &Registration,
) -> Result<Paths, ConfigError> {
    let url = Url::parse(&registration.redirect_uri).ok();
    let by_tls = url.as_ref().is_some_and(|url| url.scheme() == "https");
    if registration.response_mode == ResponseMode::FormPost && !by_tls {
        let mend = "needs TLS: browsers send no cookie along with another site's form to a plain \
                    http redirect URI; take --no-tls away, or set response_mode to query";
        let value = registration.response_mode.as_str();
        return Err(environment.invalid("response_mode", value, mend));
    }
    let callback = url.map_or_else(|| "/auth/cb".to_owned(), |url| url.path().to_owned());
    let post_logout = match &registration.post_logout_redirect_uri {
        None => None,
        Some(uri) => {
            let path = Url::parse(uri).ok().map(|url| url.path().to_owned());
            let free = |path: &String| *path != callback && !PAGES.contains(&path.as_str());
            Some(path.filter(free).ok_or_else(|| {
                let mend = "needs a path that no other page of this client has";
                environment.invalid("post_logout_redirect_uri", uri, mend)
            })?)
        }
    };
    Ok(Paths {
        callback,
        post_logout,
    })
}

/// A redirect URI that leads elsewhere is right behind a proxy, and a mistake nearly everywhere
/// else.
pub(crate) fn warn_of_mismatch(redirect_uri: &str, base_url: &str) {
    let origin = |url: &str| Url::parse(url).map(|url| url.origin()).ok();
    if origin(redirect_uri) != origin(base_url) {
        tracing::warn!(
            redirect_uri,
            base_url,
            "the redirect URI leads to another address than this server's; set redirect_uri or \
             --listen so that they agree, unless a proxy stands between"
        );
    }
}
