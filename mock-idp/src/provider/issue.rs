//! Codes and tokens are made here, and nowhere else.

use oidc::access_token::AccessToken;
use oidc::authorization_code::{Authorization, AuthorizationCode};
use oidc::authorize::AuthorizationRequest;
use oidc::client::SigningAlg;
use oidc::clock::Timestamp;
use oidc::consent::Consent;
use oidc::entropy::unguessable;
use oidc::id_token;
use oidc::refresh::RefreshToken;
use oidc::refusal::AuthorizationRefusal;
use oidc::scope::{OPENID, ScopeSet};
use oidc::secret::{Fingerprint, Secret};
use oidc::token::has_refresh_token;

use super::binding;
use super::session::Current;
use crate::institution::{Institution, User};
use crate::journal::Note;
use crate::keys::{Error, TokenType};

/// What a token request is answered with.
#[derive(Debug)]
pub struct Tokens {
    /// `access_token`.
    pub access_token: Secret,
    /// `expires_in`, in seconds.
    pub expires_in: u64,
    /// `id_token`.
    pub id_token: Option<Secret>,
    /// `refresh_token`.
    pub refresh_token: Option<Secret>,
    /// `scope`.
    pub scope: ScopeSet,
}

/// Issues a code for a request that everything has been granted to.
///
/// # Errors
/// [`AuthorizationRefusal::NotSignedIn`] where the session has ended meanwhile.
pub async fn code(
    institution: &Institution,
    request: &AuthorizationRequest,
    current: &Current,
    agreed: &Consent,
    note: &mut Note,
) -> Result<Secret, AuthorizationRefusal> {
    let now = institution.now();
    let profile = &institution.profile;
    let granted = request.asks_for(profile).within(agreed);
    let bound = binding::bind(institution, request, current, &granted).await;
    let (held, order) = bound.ok_or(AuthorizationRefusal::NotSignedIn)?;
    note.account = Some(current.session.account.clone());
    note.grant = Some(held.grant.clone());
    let authorization = Authorization {
        grant: held.grant,
        client_id: request.client_id.clone(),
        account: current.session.account.clone(),
        // In the order in which the user has agreed to them.
        scope: order.filter(|scope| granted.scopes.contains(scope)),
        claims: request.claims.granted(&granted.claims),
        nonce: request.nonce.clone(),
        auth_time: current.session.auth_time,
        acr: acr(institution, request, current),
        sid: held.sid,
        resources: request.resources.clone(),
    };
    let record = AuthorizationCode {
        authorization,
        redirect_uri: request.redirect_uri.clone(),
        code_challenge: request.code_challenge.clone(),
        expires_at: now.after(profile.lifetimes.authorization_code),
        consumed: false,
    };
    let code = unguessable(&*institution.entropy);
    institution
        .store
        .put_code(Fingerprint::of(&code), record, now)
        .await;
    Ok(Secret::new(code))
}

/// The level of the login, if the client has asked for it.
fn acr(
    institution: &Institution,
    request: &AuthorizationRequest,
    current: &Current,
) -> Option<String> {
    let user = institution.user(&current.session.account)?;
    let level = user.login_strength(&current.session).level;
    let answer = level.answer(request.claims.id_token.get("acr"));
    answer.map(str::to_owned)
}

/// What becomes of the refresh token.
#[derive(Clone, Debug)]
pub enum Renewal {
    /// There was none yet.
    First,
    /// It stays.
    Keep(Secret),
    /// A new one takes its place.
    Replace {
        /// When the first one of the chain was issued.
        chain_began_at: Timestamp,
        /// When the new one is over.
        expires_at: Timestamp,
    },
}

/// Issues tokens for an authorization; a refresh token if its scope has an offline one.
///
/// # Errors
/// [`Error`] where a key cannot be used.
pub async fn tokens(
    institution: &Institution,
    authorization: Authorization,
    scope: ScopeSet,
    user: &User,
    renewal: Renewal,
) -> Result<Tokens, Error> {
    let now = institution.now();
    let profile = &institution.profile;
    let record = AccessToken {
        grant: authorization.grant.clone(),
        client_id: authorization.client_id.clone(),
        account: authorization.account.clone(),
        scope: scope.clone(),
        offline: has_refresh_token(&authorization.scope),
        claims: authorization.claims.clone(),
        sid: authorization.asked_sid(),
        issued_at: now,
        expires_at: now.after(profile.lifetimes.access_token),
    };
    let jti = unguessable(&*institution.entropy);
    let payload = record.payload(jti.clone(), profile);
    let signed = institution
        .keys
        .sign(SigningAlg::default(), TokenType::AccessToken, &payload);
    let access_token = signed.await?;
    institution.store.put_access_token(&jti, record, now).await;

    let id_token = if scope.contains(OPENID) {
        let claims = id_token::payload(
            &user.claims,
            &authorization,
            &scope,
            &access_token,
            now,
            profile,
        );
        let client = institution.client(&authorization.client_id);
        let alg = client.map(|client| client.id_token_alg).unwrap_or_default();
        Some(Secret::new(
            institution
                .keys
                .sign(alg, TokenType::IdToken, &claims)
                .await?,
        ))
    } else {
        None
    };

    let refresh_token = if has_refresh_token(&authorization.scope) {
        Some(refresh_token(institution, authorization, renewal).await)
    } else {
        None
    };
    Ok(Tokens {
        access_token: Secret::new(access_token),
        expires_in: profile.lifetimes.access_token.as_secs(),
        id_token,
        refresh_token,
        scope,
    })
}

async fn refresh_token(
    institution: &Institution,
    authorization: Authorization,
    renewal: Renewal,
) -> Secret {
    let now = institution.now();
    let (chain_began_at, expires_at) = match renewal {
        Renewal::Keep(token) => return token,
        Renewal::First => (now, now.after(institution.profile.lifetimes.refresh_token)),
        Renewal::Replace {
            chain_began_at,
            expires_at,
        } => (chain_began_at, expires_at),
    };
    let record = RefreshToken {
        authorization,
        issued_at: now,
        chain_began_at,
        expires_at,
        consumed_at: None,
    };
    let token = unguessable(&*institution.entropy);
    institution
        .store
        .put_refresh_token(Fingerprint::of(&token), record, now)
        .await;
    Secret::new(token)
}
