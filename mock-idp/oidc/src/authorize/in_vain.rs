//! What a request asks for in vain.

use std::borrow::Cow;

use super::AuthorizationRequest;
use crate::claims::{Claims, ClaimsRequest};
use crate::consent::Consent;
use crate::params::Params;
use crate::profile::Profile;
use crate::scope::ScopeSet;
use crate::withheld::{Withheld, WithheldReason};

impl AuthorizationRequest {
    /// The scopes of `params`, which the request was read from, that it is without: nobody knows them,
    /// or they mean nothing here.
    #[must_use]
    pub fn ignored_scopes(&self, params: &Params) -> ScopeSet {
        let asked = ScopeSet::parse(params.get("scope").unwrap_or_default());
        asked.without(&self.scope)
    }

    /// The claims of `params`, which the request was read from, that its client never gets.
    #[must_use]
    pub fn withheld_claims(&self, params: &Params, profile: &Profile) -> Vec<Withheld> {
        let asked = params.get("claims").map(ClaimsRequest::parse);
        let Some(Ok(asked)) = asked else {
            return Vec::new();
        };
        let kept: Vec<_> = self.claims.names().collect();
        let withheld = asked.names().filter(|name| !kept.contains(name));
        let why = |name| {
            if profile.knows_claim(name) {
                WithheldReason::NotEnabled
            } else {
                WithheldReason::Unknown
            }
        };
        withheld.map(|name| why(name).of(name)).collect()
    }

    /// The claims that this user's tokens will be without, after what the user has agreed to.
    #[must_use]
    pub fn unanswered_claims(&self, user: &Claims, agreed: &Consent) -> Vec<Withheld> {
        let about_the_user = self.claims.to_consent(|_| true);
        let why = |name: &String| {
            if !user.contains_key(name) {
                Some(WithheldReason::Absent.of(name))
            } else if !agreed.claims.contains(name) {
                Some(WithheldReason::Declined.of(name))
            } else {
                None
            }
        };
        about_the_user.iter().filter_map(why).collect()
    }

    /// The request without the restricted claims that the user does not have: nobody is asked to agree
    /// to them.
    #[must_use]
    pub fn for_user(&self, user: &Claims, profile: &Profile) -> Cow<'_, Self> {
        let kept = |claim: &str| !profile.restricted.contains(claim) || user.contains_key(claim);
        if self.claims.names().all(kept) {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Self {
            claims: self.claims.clone().known(kept),
            ..self.clone()
        })
    }
}
