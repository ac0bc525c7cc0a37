//! The refresh token, its use (RFC 6749 6) and its rotation (RFC 9700 4.14.2).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::authorization_code::Authorization;
use crate::client::Client;
use crate::clock::Timestamp;
use crate::dpop::{self, Holder, Proof};
use crate::grant::Grant;
use crate::params::Params;
use crate::policy::RefreshRotation;
use crate::refusal::TokenRefusal;
use crate::scope::ScopeSet;
use crate::secret::Secret;

/// The record of a refresh token; it outlives its use, so that reuse is recognised.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefreshToken {
    /// What it stands for: always the full scope of the authorization.
    pub authorization: Authorization,
    /// `jkt`: the thumbprint of the key that a public client's is bound to (RFC 9449 5).
    pub jkt: Option<String>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When the first one of its chain was issued, of which each one after replaced the one before.
    pub chain_began_at: Timestamp,
    /// When it is over.
    pub expires_at: Timestamp,
    /// When it was replaced, if it was.
    pub consumed_at: Option<Timestamp>,
}

/// How an attempt to use up a refresh token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consumption {
    /// Nobody was faster.
    First,
    /// It was used up before, then.
    Before(Timestamp),
    /// It is no longer there.
    Gone,
}

/// The parameters of `grant_type=refresh_token`.
#[derive(Clone, Debug)]
pub struct RefreshRequest {
    /// `refresh_token`.
    pub refresh_token: Secret,
    /// `scope`: a part of what was granted, or nothing for all of it. A blank too many asks for
    /// the scope without a name (RFC 6749 3.3), which nobody was granted.
    pub scope: Option<ScopeSet>,
    /// `resource`, as often as it came.
    pub resources: Vec<String>,
}

impl RefreshRequest {
    /// Reads the parameters.
    ///
    /// # Errors
    /// [`TokenRefusal::ParameterMissing`].
    pub fn parse(params: &Params) -> Result<Self, TokenRefusal> {
        let refresh_token = params
            .get("refresh_token")
            .ok_or_else(|| TokenRefusal::ParameterMissing(vec!["refresh_token"]))?;
        Ok(Self {
            refresh_token: Secret::new(refresh_token),
            scope: params.get("scope").map(|scope| scope.split(' ').collect()),
            resources: params.all("resource").to_vec(),
        })
    }
}

impl RefreshToken {
    /// Checks whose it is, its time, its grant and the scope, and answers with the scope of the tokens to
    /// issue, in the order in which it was granted. The key comes next ([`Self::check_key`]), and at last
    /// whether it is used up, so that only somebody who could have used it can end its grant.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(
        &self,
        request: &RefreshRequest,
        holder: Holder<'_>,
        grant: Option<&Grant>,
        now: Timestamp,
    ) -> Result<ScopeSet, TokenRefusal> {
        if self.authorization.client_id != holder.client.id {
            return Err(TokenRefusal::ClientMismatch);
        }
        if self.expires_at.is_past(now) {
            return Err(TokenRefusal::RefreshTokenExpired);
        }
        holder.check_required()?;
        Grant::check(grant, now)?;
        let granted = &self.authorization.scope;
        let asked = request.scope.as_ref().unwrap_or(granted);
        let missing = asked.without(granted);
        if !missing.is_empty() {
            return Err(TokenRefusal::ScopeNotGranted(missing));
        }
        Ok(granted.filter(|scope| asked.contains(scope)))
    }

    /// Checks the key that it is bound to.
    ///
    /// # Errors
    /// [`TokenRefusal::DpopKeyMismatch`].
    pub fn check_key(&self, proof: Option<&Proof>) -> Result<(), TokenRefusal> {
        let is_proven = dpop::is_proven(self.jkt.as_deref(), proof);
        is_proven.then_some(()).ok_or(TokenRefusal::DpopKeyMismatch)
    }

    /// Whether it has been replaced, for good.
    #[must_use]
    pub fn is_used_up(&self, now: Timestamp, rotation: RefreshRotation) -> bool {
        self.consumed_at
            .is_some_and(|at| !may_be_reused(at, now, rotation))
    }

    /// Whether using it gives a new one.
    #[must_use]
    pub fn rotates(&self, client: &Client, now: Timestamp, rotation: RefreshRotation) -> bool {
        match rotation {
            RefreshRotation::Always | RefreshRotation::ReuseInterval(_) => true,
            RefreshRotation::Never => false,
            RefreshRotation::Stock => {
                let age = seconds(self.issued_at, now);
                let life = seconds(self.issued_at, self.expires_at);
                let near_its_end = age * 100 >= life * 70;
                let young = seconds(self.chain_began_at, now) < YEAR;
                young && (self.is_anybodys(client) || near_its_end)
            }
        }
    }

    /// Whether whoever finds it can use it: a public client's that is bound to no key.
    const fn is_anybodys(&self, client: &Client) -> bool {
        client.is_public() && self.jkt.is_none()
    }

    /// When the one that replaces it is over: if it is anybody's, at an institution that rotates as the library that
    /// Banno runs, when it would have been itself; else after a lifetime of its own.
    #[must_use]
    pub fn successor_expires_at(
        &self,
        client: &Client,
        now: Timestamp,
        rotation: RefreshRotation,
        lifetime: Duration,
    ) -> Timestamp {
        if rotation == RefreshRotation::Stock && self.is_anybodys(client) {
            self.expires_at
        } else {
            now.after(lifetime)
        }
    }
}

impl Consumption {
    /// Whether the one who tried may have new tokens.
    #[must_use]
    pub const fn is_good(self, now: Timestamp, rotation: RefreshRotation) -> bool {
        match self {
            Self::First => true,
            Self::Before(at) => may_be_reused(at, now, rotation),
            Self::Gone => false,
        }
    }
}

/// Whether a token that was replaced at `at` may be used once more.
const fn may_be_reused(at: Timestamp, now: Timestamp, rotation: RefreshRotation) -> bool {
    match rotation {
        RefreshRotation::ReuseInterval(interval) => seconds(at, now) < interval.as_secs(),
        RefreshRotation::Always | RefreshRotation::Never | RefreshRotation::Stock => false,
    }
}

const fn seconds(from: Timestamp, to: Timestamp) -> u64 {
    let seconds = to.unix().saturating_sub(from.unix());
    if seconds < 0 {
        0
    } else {
        seconds.unsigned_abs()
    }
}

/// 365.25 days, in seconds.
const YEAR: u64 = 31_557_600;
