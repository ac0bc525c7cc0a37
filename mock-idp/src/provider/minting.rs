//! Tokens without anybody who signs in, for tests that begin behind the login.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::authorization_code::Authorization;
use oidc::authorize::AuthorizationRequest;
use oidc::client::Client;
use oidc::entropy::{name, uuid};
use oidc::grant::{Grant, GrantId};
use oidc::params::Params;
use oidc::scope::ScopeSet;

use super::issue::{self, Renewal, Tokens};
use crate::institution::{Institution, User};
use crate::journal::Note;
use crate::keys;

/// What the client would ask for.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// `scope`.
    pub scope: &'a str,
    /// `claims`.
    pub claims: Option<String>,
    /// `nonce`.
    pub nonce: Option<&'a str>,
    /// `jkt`.
    pub jkt: Option<&'a str>,
}

/// Why there are no tokens.
#[derive(Debug)]
pub enum Error {
    /// The client could not ask for that, in words.
    Refused(String),
    /// The provider failed.
    Keys(keys::Error),
}

/// Issues the tokens that the client would get if the user signed in now and agreed to everything. They
/// hang on a grant of their own and on no session.
///
/// # Errors
/// [`Error`].
pub async fn mint(
    institution: &Institution,
    client: &Client,
    user: &User,
    wish: &Wish<'_>,
    note: &mut Note,
) -> Result<Tokens, Error> {
    let profile = &institution.profile;
    if client.dpop_bound_access_tokens && wish.jkt.is_none() {
        let what =
            "jkt: the client gets bound tokens only (dpop_bound_access_tokens); name the key";
        return Err(Error::Refused(what.to_owned()));
    }
    if wish.jkt.is_some_and(|jkt| !is_thumbprint(jkt)) {
        let what =
            "jkt is not the SHA-256 thumbprint of a key: 43 characters of base64url (RFC 7638)";
        return Err(Error::Refused(what.to_owned()));
    }
    let request = request(institution, client, wish, note)?;
    let request = request.for_user(&user.claims, profile).into_owned();
    let granted = request.asks_for(profile);
    let now = institution.now();
    let grant = Grant {
        id: GrantId(name(&*institution.entropy)),
        account: user.sub.clone(),
        client_id: client.id.clone(),
        scopes: granted.scopes.clone(),
        claims: granted.claims.clone(),
        expires_at: now.after(profile.lifetimes.grant),
        session_ended: false,
    };
    note.client_id = Some(client.id.clone());
    note.account = Some(user.sub.clone());
    note.grant = Some(grant.id.clone());
    let acr = user.security_level.answer(
        &profile.offer.acr_values,
        request.claims.id_token.get("acr"),
    );
    let authorization = Authorization {
        grant: grant.id.clone(),
        client_id: client.id.clone(),
        account: user.sub.clone(),
        scope: granted.scopes.clone(),
        claims: request.claims.granted(&granted.claims),
        nonce: request.nonce.clone(),
        auth_time: now,
        acr: acr.map(str::to_owned),
        sid: uuid(&*institution.entropy),
        resources: Vec::new(),
    };
    institution.store.put_grant(grant, now).await;
    let wish = issue::Wish {
        scope: granted.scopes,
        jkt: wish.jkt.map(str::to_owned),
        renewal: Renewal::First,
    };
    let issued = issue::tokens(institution, authorization, user, wish).await;
    issued.map_err(Error::Keys)
}

/// The authorization request, checked as if it had come.
fn request(
    institution: &Institution,
    client: &Client,
    wish: &Wish<'_>,
    note: &mut Note,
) -> Result<AuthorizationRequest, Error> {
    let redirect_uri = client.redirect_uris.first().map_or("", String::as_str);
    let mut params = Params::default()
        .with("client_id", &client.id)
        .with("redirect_uri", redirect_uri)
        .with("response_type", "code")
        .with("scope", wish.scope)
        .with("code_challenge", CHALLENGE)
        .with("code_challenge_method", "S256")
        // What the scope `offline_access` needs (OIDC Core 11).
        .with("prompt", "consent");
    if let Some(claims) = &wish.claims {
        params = params.with("claims", claims);
    }
    if let Some(nonce) = wish.nonce {
        params = params.with("nonce", nonce);
    }
    let find = |id: &str| institution.client(id);
    let parsed = AuthorizationRequest::parse(&params, find, &institution.profile);
    let request = parsed.map_err(|rejection| Error::Refused(rejection.refusal.to_string()))?;
    let ignored: ScopeSet = request.ignored_scopes(&params);
    if !ignored.is_empty() {
        let what =
            format!("scope: nobody here knows `{ignored}`, or the client may not ask for it");
        return Err(Error::Refused(what));
    }
    note.withheld(request.withheld_claims(&params, &institution.profile));
    Ok(request)
}

fn is_thumbprint(jkt: &str) -> bool {
    URL_SAFE_NO_PAD
        .decode(jkt)
        .is_ok_and(|octets| octets.len() == 32)
}

/// Well-formed; no code will ever be redeemed.
const CHALLENGE: &str = "minted-tokens-need-no-challenge-and-no-code";
