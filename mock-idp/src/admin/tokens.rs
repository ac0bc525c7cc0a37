use std::collections::HashMap;

use oidc::access_token::AccessToken;
use oidc::clock::Timestamp;
use oidc::grant::{Grant, GrantId};
use oidc::refresh::RefreshToken;
use oidc::secret::Fingerprint;
use oidc::token::has_refresh_token;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Admin, AdminError, State};
use crate::institution::Institution;
use crate::provider::grants;

/// A token that was handed out; its value is nowhere kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TokenView {
    /// The `jti` of an access token, the SHA-256 of a refresh token.
    pub id: String,
    /// Which of the two.
    pub token_type: TokenType,
    /// The user.
    pub sub: String,
    /// The client.
    pub client_id: String,
    /// Its scope.
    pub scope: String,
    /// The grant that it hangs on.
    pub grant_id: String,
    /// The thumbprint of the key that it is bound to (RFC 9449 6.1), if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jkt: Option<String>,
    /// When it was issued, in seconds since 1970.
    #[schema(value_type = i64)]
    pub issued_at: Timestamp,
    /// When it is over, in seconds since 1970.
    #[schema(value_type = i64)]
    pub expires_at: Timestamp,
    /// Whether it is good.
    pub state: State,
}

/// Which kind of token (RFC 7009 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenType {
    /// An access token.
    AccessToken,
    /// A refresh token.
    RefreshToken,
}

/// Which tokens are meant: those that have everything that is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TokenFilter {
    /// Those of that kind.
    #[param(inline)]
    pub token_type: Option<TokenType>,
    /// Those of that client.
    pub client_id: Option<String>,
    /// Those of that user.
    pub sub: Option<String>,
    /// Those that hang on that grant.
    pub grant_id: Option<String>,
}

/// A token that is meant by its id.
enum Found {
    Access(String, AccessToken),
    Refresh(Fingerprint, RefreshToken),
}

impl Admin {
    /// The tokens that the filter lets through, the latest issued last. Those that are over are among
    /// them until the store needs the room.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub async fn tokens(&self, filter: &TokenFilter) -> Result<Vec<TokenView>, AdminError> {
        let institution = self.institution()?;
        let store = &institution.store;
        let grants = store.grants().await.into_iter();
        let grants: HashMap<_, _> = grants.map(|grant| (grant.id.clone(), grant)).collect();
        let access = store.access_tokens().await.into_iter();
        let access = access.map(|(jti, token)| Found::Access(jti, token));
        let refresh = store.refresh_tokens().await.into_iter();
        let refresh = refresh.map(|(id, token)| Found::Refresh(id, token));
        let mut views: Vec<_> = access
            .chain(refresh)
            .map(|found| found.view(grants.get(found.grant()), &institution))
            .filter(|view| filter.lets_through(view))
            .collect();
        views.sort_by(|one, other| {
            let order = |view: &TokenView| (view.issued_at, view.token_type);
            (order(one), &one.id).cmp(&(order(other), &other.id))
        });
        Ok(views)
    }

    /// Ends a token as its client could (RFC 7009 2.1): with a refresh token its whole grant.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Institution`].
    pub async fn revoke_token(&self, id: &str) -> Result<(), AdminError> {
        let institution = self.institution()?;
        match find(&institution, id).await? {
            Found::Access(jti, _) => institution.store.remove_access_token(&jti).await,
            Found::Refresh(_, token) => {
                grants::end(&institution, &token.authorization.grant).await;
            }
        }
        Ok(())
    }

    /// Lets a token's time be over now.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Institution`].
    pub async fn expire_token(&self, id: &str) -> Result<TokenView, AdminError> {
        let institution = self.institution()?;
        let now = institution.now();
        let store = &institution.store;
        let mut found = find(&institution, id).await?;
        match &mut found {
            Found::Access(jti, token) => {
                store.expire_access_token(jti, now).await;
                token.expires_at = now;
            }
            Found::Refresh(id, token) => {
                store.expire_refresh_token(*id, now).await;
                token.expires_at = now;
            }
        }
        let grant = store.grant(found.grant()).await;
        Ok(found.view(grant.as_ref(), &institution))
    }
}

async fn find(institution: &Institution, id: &str) -> Result<Found, AdminError> {
    let store = &institution.store;
    if let Some(token) = store.access_token(id).await {
        return Ok(Found::Access(id.to_owned(), token));
    }
    let fingerprint = id.parse::<Fingerprint>().ok();
    if let Some(fingerprint) = fingerprint
        && let Some(token) = store.refresh_token(fingerprint).await
    {
        return Ok(Found::Refresh(fingerprint, token));
    }
    Err(AdminError::NotFound {
        word: "token",
        id: id.to_owned(),
    })
}

impl Found {
    fn grant(&self) -> &GrantId {
        match self {
            Self::Access(_, token) => &token.grant,
            Self::Refresh(_, token) => &token.authorization.grant,
        }
    }

    fn view(&self, grant: Option<&Grant>, institution: &Institution) -> TokenView {
        let now = institution.now();
        let ended = |offline: bool| {
            grant.is_none_or(|grant| {
                grant.expires_at.is_past(now)
                    || (grant.session_ended && !offline)
                    || institution.user(&grant.account).is_none()
                    || institution.client(&grant.client_id).is_none()
            })
        };
        match self {
            Self::Access(jti, token) => TokenView {
                id: jti.clone(),
                token_type: TokenType::AccessToken,
                sub: token.account.clone(),
                client_id: token.client_id.clone(),
                scope: token.scope.to_string(),
                grant_id: token.grant.0.clone(),
                jkt: token.jkt.clone(),
                issued_at: token.issued_at,
                expires_at: token.expires_at,
                state: match () {
                    () if token.expires_at.is_past(now) => State::Expired,
                    () if ended(token.offline) => State::Ended,
                    () => State::Active,
                },
            },
            Self::Refresh(id, token) => {
                let authorization = &token.authorization;
                let rotation = institution.profile.policies.refresh_rotation;
                TokenView {
                    id: id.to_string(),
                    token_type: TokenType::RefreshToken,
                    sub: authorization.account.clone(),
                    client_id: authorization.client_id.clone(),
                    scope: authorization.scope.to_string(),
                    grant_id: authorization.grant.0.clone(),
                    jkt: token.jkt.clone(),
                    issued_at: token.issued_at,
                    expires_at: token.expires_at,
                    state: match () {
                        () if token.expires_at.is_past(now) => State::Expired,
                        () if ended(has_refresh_token(&authorization.scope)) => State::Ended,
                        () if token.is_used_up(now, rotation) => State::Used,
                        () => State::Active,
                    },
                }
            }
        }
    }
}

impl TokenFilter {
    fn lets_through(&self, view: &TokenView) -> bool {
        let is = |wanted: &Option<String>, has: &String| {
            wanted.as_ref().is_none_or(|wanted| wanted == has)
        };
        self.token_type.is_none_or(|it| it == view.token_type)
            && is(&self.client_id, &view.client_id)
            && is(&self.sub, &view.sub)
            && is(&self.grant_id, &view.grant_id)
    }
}
