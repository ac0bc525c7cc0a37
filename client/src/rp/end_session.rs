use std::fmt;

use url::Url;

use super::http::without_query;
use super::{LogoutState, RawIdToken, Registration};

/// A logout request (OpenID Connect RP-Initiated Logout 1.0, 2).
#[derive(Clone, Debug)]
pub struct EndSession {
    /// Where to send the browser.
    pub url: EndSessionUrl,
    /// What has to come back with the browser; nothing where it does not come back, because no
    /// post-logout redirect URI is registered.
    pub state: Option<LogoutState>,
}

impl EndSession {
    /// Puts the request together. The hint tells the provider whom to sign out; without it the
    /// provider goes by its own session.
    pub(super) fn new(
        endpoint: &Url,
        registration: &Registration,
        id_token_hint: Option<&RawIdToken>,
        state: LogoutState,
    ) -> Self {
        let mut url = endpoint.clone();
        let mut query = url.query_pairs_mut();
        if let Some(id_token_hint) = id_token_hint {
            query.append_pair("id_token_hint", id_token_hint.expose());
        }
        query.append_pair("client_id", &registration.client_id);
        let returns = registration.post_logout_redirect_uri.as_deref();
        if let Some(post_logout_redirect_uri) = returns {
            query
                .append_pair("post_logout_redirect_uri", post_logout_redirect_uri)
                .append_pair("state", state.expose());
        }
        drop(query);
        Self {
            url: EndSessionUrl(url),
            state: returns.map(|_| state),
        }
    }
}

/// The URL of a logout request; its query holds an ID token and `state`, so `Debug` leaves the
/// query out.
#[derive(Clone)]
pub struct EndSessionUrl(Url);

impl EndSessionUrl {
    /// The URL itself, for the Location header.
    #[must_use]
    pub const fn expose(&self) -> &Url {
        &self.0
    }
}

impl fmt::Debug for EndSessionUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EndSessionUrl({}?…)", without_query(&self.0))
    }
}
