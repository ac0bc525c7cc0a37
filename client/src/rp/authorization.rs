use std::fmt;

use url::Url;

use super::{
    CodeChallenge, CodeVerifier, Entropy, EntropyError, Nonce, ProviderMetadata, Registration,
    ResponseMode, State,
};

/// An authorization request under way: what the answer will be held against.
///
/// It belongs to the browser that began it and is used once.
#[derive(Clone, Debug)]
pub struct Transaction {
    pub(super) state: State,
    pub(super) nonce: Nonce,
    pub(super) code_verifier: CodeVerifier,
    pub(super) max_age: Option<u64>,
}

impl Transaction {
    /// Begins a transaction with a `state`, a `nonce` and a code verifier of its own.
    pub(super) fn begin(
        registration: &Registration,
        entropy: &dyn Entropy,
    ) -> Result<Self, EntropyError> {
        Ok(Self {
            state: State::new(entropy.url_safe()?),
            nonce: Nonce::new(entropy.url_safe()?),
            code_verifier: CodeVerifier::new(entropy.url_safe()?),
            max_age: registration.max_age,
        })
    }

    /// The `state` that finds this transaction again.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The authentication request of OIDC Core 3.1.2.1, in the order of Banno's quickstart.
    pub(super) fn url(
        &self,
        registration: &Registration,
        provider: &ProviderMetadata,
    ) -> AuthorizationUrl {
        let mut url = provider.authorization_endpoint.clone();
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("client_id", &registration.client_id)
                .append_pair("scope", &registration.scopes.join(" "))
                .append_pair("response_type", "code")
                .append_pair("redirect_uri", &registration.redirect_uri);
            if registration.response_mode != ResponseMode::default() {
                query.append_pair("response_mode", registration.response_mode.as_str());
            }
            if let Some(claims) = registration.claims.to_parameter() {
                query.append_pair("claims", &claims);
            }
            if let Some(max_age) = self.max_age {
                query.append_pair("max_age", &max_age.to_string());
            }
            if !registration.prompt.is_empty() {
                let prompt: Vec<_> = registration.prompt.iter().map(|it| it.as_str()).collect();
                query.append_pair("prompt", &prompt.join(" "));
            }
            query
                .append_pair("state", self.state.expose())
                .append_pair("nonce", self.nonce.expose())
                .append_pair(
                    "code_challenge",
                    CodeChallenge::of(&self.code_verifier).as_str(),
                )
                .append_pair("code_challenge_method", CodeChallenge::METHOD);
        }
        AuthorizationUrl(url)
    }
}

/// The URL that a browser is sent to; its query holds `state` and `nonce`, so `Debug` leaves the
/// query out.
#[derive(Clone)]
pub struct AuthorizationUrl(Url);

impl AuthorizationUrl {
    /// The URL itself, for the Location header.
    #[must_use]
    pub const fn expose(&self) -> &Url {
        &self.0
    }
}

impl fmt::Debug for AuthorizationUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "AuthorizationUrl({}{}?…)",
            self.0.origin().ascii_serialization(),
            self.0.path()
        )
    }
}
