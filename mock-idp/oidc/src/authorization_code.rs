//! The authorization code and its redemption (RFC 6749 4.1.3).

use serde::{Deserialize, Serialize};

use crate::claims::ClaimsRequest;
use crate::client::Client;
use crate::clock::Timestamp;
use crate::dpop::{Holder, Proof};
use crate::grant::{Grant, GrantId};
use crate::params::Params;
use crate::pkce::{CodeChallenge, CodeVerifier};
use crate::policy::{Leniencies, Leniency};
use crate::profile::Profile;
use crate::refusal::TokenRefusal;
use crate::scope::ScopeSet;
use crate::secret::Secret;
use crate::token::has_refresh_token;

/// What a code stands for; a refresh token carries the same on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Authorization {
    /// The grant that it hangs on.
    pub grant: GrantId,
    /// The client that it was issued to.
    pub client_id: String,
    /// The user's `sub`.
    pub account: String,
    /// The granted scopes that were asked for.
    pub scope: ScopeSet,
    /// The granted claims that were asked for by name.
    pub claims: ClaimsRequest,
    /// `nonce`, echoed in every ID token of the authorization.
    pub nonce: Option<String>,
    /// When the user gave the password.
    pub auth_time: Timestamp,
    /// `acr`: the level of the login, if the client has asked for it.
    pub acr: Option<String>,
    /// The session's name for this client.
    pub sid: String,
    /// The resources that the client has named (RFC 8707 2).
    pub resources: Vec<String>,
}

/// The record of a code; it outlives its use, so that a replay is recognised.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuthorizationCode {
    /// What it stands for.
    pub authorization: Authorization,
    /// The redirect URI that it was sent to.
    pub redirect_uri: String,
    /// The challenge that its redemption has to meet.
    pub code_challenge: Option<CodeChallenge>,
    /// The thumbprint of the key that its redemption has to prove (RFC 9449 10).
    pub dpop_jkt: Option<String>,
    /// When it is over.
    pub expires_at: Timestamp,
    /// Whether it has been redeemed.
    pub consumed: bool,
}

/// The parameters of `grant_type=authorization_code`.
#[derive(Clone, Debug)]
pub struct CodeRequest {
    /// `code`.
    pub code: Secret,
    /// `redirect_uri`, or the only one that the client has; nothing only where a leniency allows it.
    pub redirect_uri: Option<String>,
    /// `code_verifier`, not yet checked: an unknown code is refused before its form is.
    pub code_verifier: Option<Secret>,
    /// `resource`, as often as it came.
    pub resources: Vec<String>,
}

impl CodeRequest {
    /// Reads the parameters.
    ///
    /// # Errors
    /// [`TokenRefusal::ParameterMissing`].
    pub fn parse(
        params: &Params,
        client: &Client,
        leniencies: &Leniencies,
    ) -> Result<Self, TokenRefusal> {
        let redirect_uri = params
            .get("redirect_uri")
            .or_else(|| client.only_redirect_uri());
        let may_be_missing = leniencies.has(Leniency::AllowRedirectUriMismatch);
        match (params.get("code"), redirect_uri) {
            (Some(code), redirect_uri) if redirect_uri.is_some() || may_be_missing => Ok(Self {
                code: Secret::new(code),
                redirect_uri: redirect_uri.map(str::to_owned),
                code_verifier: params.get("code_verifier").map(Secret::new),
                resources: params.all("resource").to_vec(),
            }),
            (code, redirect_uri) => Err(TokenRefusal::ParameterMissing(
                [(code, "code"), (redirect_uri, "redirect_uri")]
                    .into_iter()
                    .filter_map(|(value, name)| value.is_none().then_some(name))
                    .collect(),
            )),
        }
    }
}

impl AuthorizationCode {
    /// Checks everything that can be checked before the code is consumed. A request that fails here
    /// burns nothing; only the one that passes may consume the code. What is accepted though Banno
    /// would refuse it is added to `used`.
    ///
    /// # Errors
    /// The first rule that is broken; [`TokenRefusal::AuthorizationCodeConsumed`] comes last, so
    /// that only somebody who could have redeemed the code can end its grant.
    pub fn check(
        &self,
        request: &CodeRequest,
        holder: Holder<'_>,
        grant: Option<&Grant>,
        now: Timestamp,
        profile: &Profile,
        used: &mut Vec<Leniency>,
    ) -> Result<(), TokenRefusal> {
        if self.authorization.client_id != holder.client.id {
            return Err(TokenRefusal::ClientMismatch);
        }
        if self.expires_at.is_past(now) {
            return Err(TokenRefusal::AuthorizationCodeExpired);
        }
        let grant = Grant::check(grant, now)?;
        if grant.session_ended && !has_refresh_token(&self.authorization.scope) {
            return Err(TokenRefusal::SessionEnded);
        }
        self.check_verifier(request.code_verifier.as_ref())?;
        holder.check_required()?;
        if request.redirect_uri.as_ref() != Some(&self.redirect_uri)
            && !profile.allows(Leniency::AllowRedirectUriMismatch, used)
        {
            return Err(TokenRefusal::RedirectUriMismatch);
        }
        if self.consumed && !profile.allows(Leniency::AllowCodeReuse, used) {
            return Err(TokenRefusal::AuthorizationCodeConsumed);
        }
        Ok(())
    }

    /// Checks the key of the redemption, when the code has been consumed.
    ///
    /// # Errors
    /// [`TokenRefusal::DpopProofMissing`], which is looked at before the proof is remembered.
    pub fn check_proof_there(&self, proof: Option<&Proof>) -> Result<(), TokenRefusal> {
        if self.dpop_jkt.is_some() && proof.is_none() {
            return Err(TokenRefusal::DpopProofMissing);
        }
        Ok(())
    }

    /// Checks that the proof is of the key that was named in the authorization request.
    ///
    /// # Errors
    /// [`TokenRefusal::DpopJktMismatch`].
    pub fn check_key(&self, proof: Option<&Proof>) -> Result<(), TokenRefusal> {
        match (&self.dpop_jkt, proof) {
            (Some(jkt), Some(proof)) if *jkt != proof.thumbprint => {
                Err(TokenRefusal::DpopJktMismatch)
            }
            _ => Ok(()),
        }
    }

    /// RFC 7636 4.6; a verifier where no challenge was sent fails too (RFC 9700 4.8.2).
    fn check_verifier(&self, verifier: Option<&Secret>) -> Result<(), TokenRefusal> {
        let verifier = verifier
            .map(|verifier| CodeVerifier::parse(verifier.expose()))
            .transpose()
            .map_err(TokenRefusal::CodeVerifierMalformed)?;
        let met = match (&self.code_challenge, &verifier) {
            (Some(challenge), Some(verifier)) => challenge.is_met_by(verifier),
            (None, None) => true,
            _ => false,
        };
        if met {
            Ok(())
        } else {
            Err(TokenRefusal::PkceVerificationFailed)
        }
    }
}

impl Grant {
    /// The grant that a token hangs on, if it still stands.
    ///
    /// # Errors
    /// [`TokenRefusal::GrantNotFound`] where it was revoked, [`TokenRefusal::GrantExpired`].
    pub fn check(grant: Option<&Self>, now: Timestamp) -> Result<&Self, TokenRefusal> {
        let grant = grant.ok_or(TokenRefusal::GrantNotFound)?;
        if grant.expires_at.is_past(now) {
            return Err(TokenRefusal::GrantExpired);
        }
        Ok(grant)
    }
}
