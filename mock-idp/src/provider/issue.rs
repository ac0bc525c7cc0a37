//! Codes and tokens are made here, and nowhere else.

use oidc::access_token::AccessToken;
use oidc::authorization_code::{Authorization, AuthorizationCode};
use oidc::authorize::AuthorizationRequest;
use oidc::claims::Claims;
use oidc::client::{Client, SigningAlg};
use oidc::clock::Timestamp;
use oidc::consent::Consent;
use oidc::encryption::Encryption;
use oidc::entropy::unguessable;
use oidc::id_token;
use oidc::refresh::RefreshToken;
use oidc::refusal::AuthorizationRefusal;
use oidc::scope::{OPENID, ScopeSet};
use oidc::secret::{Fingerprint, Secret};
use oidc::token::has_refresh_token;

use super::binding;
use super::session::Current;
use crate::faults::{self, Point};
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
    /// `issued_token_type`, of an exchange.
    pub issued_token_type: Option<&'static str>,
    /// `refresh_token`.
    pub refresh_token: Option<Secret>,
    /// `scope`.
    pub scope: ScopeSet,
    /// `token_type`.
    pub token_type: &'static str,
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
        dpop_jkt: request.dpop_jkt.clone(),
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
    let offered = &institution.profile.offer.acr_values;
    let answer = level.answer(offered, request.claims.id_token.get("acr"));
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
        /// The key that it stays bound to.
        jkt: Option<String>,
    },
}

/// What is to be issued for an authorization.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The scope of the tokens.
    pub scope: ScopeSet,
    /// The key to bind them to (RFC 9449 5).
    pub jkt: Option<String>,
    /// What becomes of the refresh token.
    pub renewal: Renewal,
}

/// Issues tokens for an authorization; a refresh token if its scope has an offline one.
///
/// # Errors
/// [`Error`] where a key cannot be used.
pub async fn tokens(
    institution: &Institution,
    authorization: Authorization,
    user: &User,
    wish: Wish,
) -> Result<Tokens, Error> {
    let now = institution.now();
    let profile = &institution.profile;
    let Wish {
        scope,
        jkt,
        renewal,
    } = wish;
    let record = AccessToken {
        grant: authorization.grant.clone(),
        client_id: authorization.client_id.clone(),
        account: authorization.account.clone(),
        scope: scope.clone(),
        offline: has_refresh_token(&authorization.scope),
        claims: authorization.claims.clone(),
        sid: authorization.asked_sid(),
        jkt: jkt.clone(),
        issued_at: now,
        expires_at: now.after(profile.lifetimes.access_token),
    };
    let token_type = record.token_type();
    let access_token = access_token(institution, record).await?;
    let id_token = if scope.contains(OPENID) {
        let exposed = access_token.expose();
        Some(id_token(institution, &authorization, user, &scope, exposed, now).await?)
    } else {
        None
    };
    let refresh_token = if has_refresh_token(&authorization.scope) {
        Some(refresh_token(institution, authorization, renewal, jkt).await)
    } else {
        None
    };
    Ok(Tokens {
        access_token,
        expires_in: profile.lifetimes.access_token.as_secs(),
        id_token,
        issued_token_type: None,
        refresh_token,
        scope,
        token_type,
    })
}

/// Signs and keeps an access token.
///
/// # Errors
/// [`Error`] where a key cannot be used.
pub async fn access_token(institution: &Institution, record: AccessToken) -> Result<Secret, Error> {
    let jti = unguessable(&*institution.entropy);
    let payload = record.payload(jti.clone(), &institution.profile);
    let (alg, typ) = (SigningAlg::default(), TokenType::AccessToken);
    let signed = institution.keys.sign(alg, typ, &payload).await?;
    let now = institution.now();
    institution.store.put_access_token(&jti, record, now).await;
    Ok(Secret::new(signed))
}

async fn id_token(
    institution: &Institution,
    authorization: &Authorization,
    user: &User,
    scope: &ScopeSet,
    access_token: &str,
    now: Timestamp,
) -> Result<Secret, Error> {
    let profile = &institution.profile;
    let client = institution.client(&authorization.client_id);
    let alg = client.map(|client| client.id_token_alg).unwrap_or_default();
    let claims = &user.claims;
    let mut payload = id_token::payload(claims, authorization, scope, access_token, now, profile);
    faults::members(&institution.faults, Point::IdToken, &mut payload);
    let encryption = client.and_then(|client| client.id_token_encryption.as_ref());
    jwt(
        institution,
        &authorization.client_id,
        alg,
        encryption,
        &payload,
    )
    .await
}

/// Signs what a client gets as a JWT, and encrypts it where the client wants that (OIDC Core 10.2).
///
/// # Errors
/// [`Error`] where a key cannot be used.
pub async fn jwt(
    institution: &Institution,
    client_id: &str,
    alg: SigningAlg,
    encryption: Option<&Encryption>,
    payload: &Claims,
) -> Result<Secret, Error> {
    let signed = institution.keys.sign(alg, TokenType::Jwt, payload).await?;
    let Some(encryption) = encryption else {
        return Ok(Secret::new(signed));
    };
    let issuer = &institution.profile.issuer;
    let encrypted = encryption.encrypt(&signed, issuer, client_id, &*institution.entropy);
    Ok(Secret::new(encrypted?))
}

async fn refresh_token(
    institution: &Institution,
    authorization: Authorization,
    renewal: Renewal,
    jkt: Option<String>,
) -> Secret {
    let now = institution.now();
    let (chain_began_at, expires_at, jkt) = match renewal {
        Renewal::Keep(token) => return token,
        Renewal::First => {
            // A confidential client proves itself by what it is registered with (RFC 9449 5).
            let client = institution.client(&authorization.client_id);
            let jkt = jkt.filter(|_| client.is_some_and(Client::is_public));
            let lifetime = institution.profile.lifetimes.refresh_token;
            (now, now.after(lifetime), jkt)
        }
        Renewal::Replace {
            chain_began_at,
            expires_at,
            jkt,
        } => (chain_began_at, expires_at, jkt),
    };
    let record = RefreshToken {
        authorization,
        jkt,
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
