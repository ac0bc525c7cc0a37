use std::sync::Arc;

use super::id_token::{Expectations, ExpectedNonce, Unverified};
use super::jwks::JwksCache;
use super::metadata_cache::MetadataCache;
use super::token::{self, TokenResponse};
use super::{
    AuthorizationResponse, AuthorizationUrl, CallbackError, Claims, Clock, EndSession, Entropy,
    Error, Http, IdToken, LogoutState, ProviderMetadata, RawIdToken, RefreshError, Registration,
    ResponseMode, TokenError, Tokens, Transaction, refresh, revocation, userinfo,
};

/// A client of one provider.
#[derive(Debug)]
pub struct RelyingParty {
    registration: Registration,
    http: Http,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    provider: MetadataCache,
    jwks: JwksCache,
}

impl RelyingParty {
    /// Makes a client; nothing is fetched before it is needed.
    #[must_use]
    pub fn new(
        registration: Registration,
        http: Http,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        Self {
            registration,
            http,
            provider: MetadataCache::new(Arc::clone(&clock)),
            jwks: JwksCache::new(Arc::clone(&clock)),
            clock,
            entropy,
        }
    }

    /// What was agreed on with the provider.
    #[must_use]
    pub const fn registration(&self) -> &Registration {
        &self.registration
    }

    /// The HTTP client for this provider, for what its access tokens open.
    pub(crate) const fn http(&self) -> &Http {
        &self.http
    }

    /// The provider's metadata, fetched at first use and kept for an hour, and for as
    /// long as it cannot be fetched again.
    ///
    /// # Errors
    /// [`super::DiscoveryError`].
    pub async fn provider(&self) -> Result<Arc<ProviderMetadata>, Error> {
        Ok(self
            .provider
            .get(&self.http, &self.registration.issuer)
            .await?)
    }

    /// Begins a login: where to send the browser, and what to keep for its return.
    ///
    /// # Errors
    /// [`super::DiscoveryError`], [`super::EntropyError`].
    pub async fn begin(&self) -> Result<(AuthorizationUrl, Transaction), Error> {
        let provider = self.provider().await?;
        let transaction = Transaction::begin(&self.registration, &*self.entropy)?;
        Ok((transaction.url(&self.registration, &provider), transaction))
    }

    /// Reads the parameters that came to the redirect URI in that way.
    ///
    /// # Errors
    /// [`CallbackError::ResponseMode`], [`CallbackError::ParameterRepeated`].
    pub fn response(
        &self,
        received: ResponseMode,
        parameters: &[u8],
    ) -> Result<AuthorizationResponse, Error> {
        let asked = self.registration.response_mode;
        if received != asked {
            return Err(CallbackError::ResponseMode { asked, received }.into());
        }
        Ok(AuthorizationResponse::parse(parameters)?)
    }

    /// Finishes a login: checks the response, redeems the code and checks the ID token.
    ///
    /// # Errors
    /// [`super::CallbackError`], [`TokenError`], [`super::JwksError`], [`super::IdTokenError`].
    pub async fn finish(
        &self,
        transaction: Transaction,
        response: AuthorizationResponse,
    ) -> Result<Tokens, Error> {
        let provider = self.provider().await?;
        let code = response.into_code(&transaction.state, &provider)?;
        let response = token::exchange_code(
            &self.http,
            &provider.token_endpoint,
            &self.registration,
            &code,
            &transaction.code_verifier,
        )
        .await?;
        let raw = response
            .id_token
            .clone()
            .ok_or(TokenError::IdTokenMissing)?;
        let nonce = ExpectedNonce::Exactly(&transaction.nonce);
        let id_token = self
            .verify(&provider, &raw, &response, nonce, transaction.max_age)
            .await?;
        let scope = self.registration.scopes.join(" ");
        Ok(self.tokens(response, id_token, scope, None))
    }

    /// Renews the tokens (RFC 6749 6, OIDC Core 12); what the answer leaves out stays as it was.
    ///
    /// # Errors
    /// [`RefreshError`], [`TokenError`], [`super::JwksError`], [`super::IdTokenError`].
    pub async fn refresh(&self, tokens: &Tokens) -> Result<Tokens, Error> {
        let provider = self.provider().await?;
        let refresh_token = tokens
            .refresh_token
            .as_ref()
            .ok_or(RefreshError::NoRefreshToken)?;
        let response = token::exchange_refresh_token(
            &self.http,
            &provider.token_endpoint,
            &self.registration,
            refresh_token,
        )
        .await?;
        let id_token = match &response.id_token {
            None => tokens.id_token.clone(),
            Some(raw) => {
                let original = &tokens.id_token;
                let nonce = original.claims.get("nonce").and_then(|it| it.as_str());
                let nonce = ExpectedNonce::NoneOr(nonce);
                let refreshed = self.verify(&provider, raw, &response, nonce, None).await?;
                refresh::compare(original, &refreshed)?;
                refreshed
            }
        };
        let kept = Some(refresh_token.clone());
        Ok(self.tokens(response, id_token, tokens.scope.clone(), kept))
    }

    /// The claims at the userinfo endpoint; nothing where the provider has none.
    ///
    /// # Errors
    /// [`super::UserinfoError`].
    pub async fn userinfo(&self, tokens: &Tokens) -> Result<Option<Claims>, Error> {
        let provider = self.provider().await?;
        let Some(endpoint) = &provider.userinfo_endpoint else {
            return Ok(None);
        };
        let subject = tokens.id_token.subject();
        let claims = userinfo::fetch(&self.http, endpoint, &tokens.access_token, subject).await?;
        Ok(Some(claims))
    }

    /// Revokes the refresh token, where there is one and the provider has a place for that.
    ///
    /// # Errors
    /// [`super::RevocationError`].
    pub async fn revoke(&self, tokens: &Tokens) -> Result<(), Error> {
        let provider = self.provider().await?;
        if let (Some(endpoint), Some(refresh_token)) =
            (&provider.revocation_endpoint, &tokens.refresh_token)
        {
            revocation::revoke(&self.http, endpoint, &self.registration, refresh_token).await?;
        }
        Ok(())
    }

    /// Begins a logout at the provider: where to send the browser, and what it has to bring back.
    /// Nothing where the provider has no place for that.
    ///
    /// # Errors
    /// [`super::DiscoveryError`], [`super::EntropyError`].
    pub async fn end_session(
        &self,
        id_token_hint: Option<&RawIdToken>,
    ) -> Result<Option<EndSession>, Error> {
        let provider = self.provider().await?;
        let Some(endpoint) = &provider.end_session_endpoint else {
            return Ok(None);
        };
        let state = LogoutState::new(self.entropy.url_safe()?);
        let request = EndSession::new(endpoint, &self.registration, id_token_hint, state);
        Ok(Some(request))
    }

    async fn verify(
        &self,
        provider: &ProviderMetadata,
        raw: &RawIdToken,
        response: &TokenResponse,
        nonce: ExpectedNonce<'_>,
        max_age: Option<u64>,
    ) -> Result<IdToken, Error> {
        let algorithm = self.registration.id_token_signed_response_alg;
        let unverified = Unverified::parse(raw, algorithm)?;
        let keys = self
            .jwks
            .keys_for(&self.http, &provider.jwks_uri, algorithm, unverified.kid())
            .await?;
        let expectations = Expectations {
            registration: &self.registration,
            nonce,
            max_age,
            access_token: &response.access_token,
            now: self.clock.now(),
        };
        Ok(unverified.verify(&keys, &expectations)?)
    }

    fn tokens(
        &self,
        response: TokenResponse,
        id_token: IdToken,
        scope: String,
        refresh_token: Option<super::RefreshToken>,
    ) -> Tokens {
        let now = self.clock.now();
        Tokens {
            access_token: response.access_token,
            expires_at: response
                .expires_in
                .map(|lifetime| now.saturating_add(lifetime)),
            expires_in: response.expires_in,
            id_token,
            refresh_token: response.refresh_token.or(refresh_token),
            scope: response.scope.unwrap_or(scope),
            token_type: response.token_type,
        }
    }
}
