//! The one decision about a well-formed authorization request: ask for login, ask for consent,
//! issue a code, or refuse. It is taken when the request comes, and again after each page.

use serde_json::Value;

use crate::authorize::AuthorizationRequest;
use crate::clock::Timestamp;
use crate::consent::Consent;
use crate::profile::Profile;
use crate::refusal::AuthorizationRefusal;
use crate::session::Session;

/// What happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Show the login page.
    AskLogin,
    /// Show the consent page for what is missing; with `prompt=consent`, for everything.
    AskConsent(Consent),
    /// Hand out a code for what was asked for and granted.
    Issue,
    /// Tell the client why not.
    Refuse(AuthorizationRefusal),
}

/// What is known when the decision is taken.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The browser's session, if it is signed in.
    pub session: Option<&'a Session>,
    /// What the user has agreed to before and just now; everything, where the client need not ask.
    pub consent: &'a Consent,
    /// `sub` of the verified `id_token_hint`, if there was one.
    pub hinted_sub: Option<&'a str>,
    /// Which pages have been answered for this very request.
    pub answered: Answered,
    /// The time.
    pub now: Timestamp,
}

/// The pages that the user has answered for one request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// The login page.
    pub login: bool,
    /// The consent page.
    pub consent: bool,
}

/// Decides; with `prompt=none` each page that would be shown becomes the matching error
/// (OIDC Core 3.1.2.6).
#[must_use]
pub fn decide(
    request: &AuthorizationRequest,
    situation: Situation<'_>,
    profile: &Profile,
) -> Decision {
    match login_needed(request, situation) {
        Ok(None) => {}
        Ok(Some(why)) if request.prompt.none => return Decision::Refuse(why),
        Ok(Some(why @ AuthorizationRefusal::AcrNotReached { .. })) if situation.answered.login => {
            // Signing in once more would not change it (OIDC Core 5.5.1.1).
            return Decision::Refuse(why);
        }
        Ok(Some(_)) => return Decision::AskLogin,
        Err(refusal) => return Decision::Refuse(refusal),
    }
    let asked = request.asks_for(profile);
    let missing = situation.consent.missing(&asked);
    if let Some(why) = consent_needed(request, situation, &missing) {
        if request.prompt.none {
            return Decision::Refuse(why);
        }
        let all = why == AuthorizationRefusal::ConsentPromptUnresolved;
        return Decision::AskConsent(if all { asked } else { missing });
    }
    if request.scope.is_empty() {
        return Decision::Refuse(AuthorizationRefusal::NothingGranted);
    }
    Decision::Issue
}

/// Why the login page is due, as the error that `prompt=none` would get.
fn login_needed(
    request: &AuthorizationRequest,
    situation: Situation<'_>,
) -> Result<Option<AuthorizationRefusal>, AuthorizationRefusal> {
    use AuthorizationRefusal as Refusal;
    if request.prompt.login && !situation.answered.login {
        return Ok(Some(Refusal::LoginPromptUnresolved));
    }
    let Some(session) = situation.session else {
        return Ok(Some(Refusal::NotSignedIn));
    };
    let too_old = request
        .max_age
        .is_some_and(|age| session.is_older_than(age, situation.now));
    if too_old && !situation.answered.login {
        return Ok(Some(Refusal::MaxAgeExceeded));
    }
    if situation
        .hinted_sub
        .is_some_and(|sub| sub != session.account)
    {
        return Ok(Some(Refusal::IdTokenHintMismatch));
    }
    let wanted_sub = request
        .claims
        .id_token
        .get("sub")
        .and_then(|sub| sub.get("value"));
    if wanted_sub.is_some_and(|sub| sub.as_str() != Some(&session.account)) {
        return Ok(Some(Refusal::SubMismatch));
    }
    acr_needed(request)
}

/// Nobody reaches an authentication context class yet, so an essential one is never met.
fn acr_needed(
    request: &AuthorizationRequest,
) -> Result<Option<AuthorizationRefusal>, AuthorizationRefusal> {
    use AuthorizationRefusal as Refusal;
    let Some(acr) = request.claims.id_token.get("acr") else {
        return Ok(None);
    };
    if acr.get("essential").and_then(Value::as_bool) != Some(true) {
        return Ok(None);
    }
    match (acr.get("values"), acr.get("value")) {
        (Some(Value::Array(_)), _) => Ok(Some(Refusal::AcrNotReached { several: true })),
        (Some(_), _) => Err(Refusal::AcrValuesNotAnArray),
        (None, Some(_)) => Ok(Some(Refusal::AcrNotReached { several: false })),
        (None, None) => Ok(None),
    }
}

fn consent_needed(
    request: &AuthorizationRequest,
    situation: Situation<'_>,
    missing: &Consent,
) -> Option<AuthorizationRefusal> {
    use AuthorizationRefusal as Refusal;
    if request.prompt.consent && !situation.answered.consent {
        return Some(Refusal::ConsentPromptUnresolved);
    }
    if !missing.scopes.is_empty() {
        return Some(Refusal::ScopesNotGranted);
    }
    (!missing.claims.is_empty()).then_some(Refusal::ClaimsNotGranted)
}
