//! The one decision about a well-formed authorization request: ask for login, for the second factor,
//! for consent, issue, or refuse. It is taken when the request comes, and again after each page.

use serde_json::Value;

use crate::authorize::AuthorizationRequest;
use crate::clock::Timestamp;
use crate::consent::{Consent, Decided};
use crate::profile::Profile;
use crate::refusal::AuthorizationRefusal;
use crate::secret::{Fingerprint, Secret};
use crate::security_level::{SecurityLevel, is_set};
use crate::session::Session;

/// The record of a request that waits for its pages; only its name travels with them.
#[derive(Clone, Debug)]
pub struct Interaction {
    /// The request.
    pub request: AuthorizationRequest,
    /// `sub` of its verified `id_token_hint`.
    pub hinted_sub: Option<String>,
    /// The pages that have been answered.
    pub answered: Answered,
    /// The `sub` of whom the consent page has asked, so that nobody answers for somebody else.
    pub asked: Option<String>,
    /// The cookie that binds it to one browser.
    pub browser: Fingerprint,
    /// The value that its forms carry, so that no other site can submit them.
    pub form_token: Secret,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// What happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Show the login page.
    AskLogin,
    /// Show the page for the second factor.
    AskSecondFactor,
    /// Show the consent page for what is missing; with `prompt=consent`, for everything.
    AskConsent(Consent),
    /// Answer with what was asked for and granted: a code, unless the response type is `none`.
    Issue,
    /// Tell the client why not.
    Refuse(AuthorizationRefusal),
}

/// How far the login of the user who is signed in reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoginStrength {
    /// The level that has been reached.
    pub level: SecurityLevel,
    /// The second factor, as far as this user has one.
    pub second_factor: SecondFactor,
}

/// Where a user stands with the second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecondFactor {
    /// The user has none, or has given it.
    #[default]
    Settled,
    /// It is asked for when a client wants a level that the password alone does not reach.
    OnDemand,
    /// It belongs to every login of the user's.
    Due,
}

/// What is known when the decision is taken.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The browser's session, if it is signed in.
    pub session: Option<&'a Session>,
    /// What the user has decided before and just now; agreed to all, where the client need not ask.
    pub decided: &'a Decided,
    /// How far the user's login reaches.
    pub login: LoginStrength,
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
    let acr = match acr_needed(request, situation.login.level, &profile.offer.acr_values) {
        Ok(acr) => acr,
        Err(malformed) => return Decision::Refuse(malformed),
    };
    let login = login_needed(request, situation);
    match (login, &acr, situation.login.second_factor) {
        (None, None, SecondFactor::Settled | SecondFactor::OnDemand) => {}
        (Some(why), ..) if request.prompt.none => return Decision::Refuse(why),
        (Some(_), ..) => return Decision::AskLogin,
        (None, _, SecondFactor::Due) if request.prompt.none => {
            return Decision::Refuse(AuthorizationRefusal::NotSignedIn);
        }
        (None, _, SecondFactor::Due) => return Decision::AskSecondFactor,
        (None, Some(unmet), SecondFactor::OnDemand) if unmet.in_reach && !request.prompt.none => {
            return Decision::AskSecondFactor;
        }
        // Signing in once more would not change it (OIDC Core 5.5.1.1).
        (None, Some(unmet), _) => return Decision::Refuse(unmet.refusal.clone()),
    }
    let asked = request.asks_for(profile);
    let missing = situation.decided.missing(&asked);
    if let Some(why) = consent_needed(request, situation, &missing) {
        if request.prompt.none {
            return Decision::Refuse(why);
        }
        let all = why == AuthorizationRefusal::ConsentPromptUnresolved;
        return Decision::AskConsent(if all { asked } else { missing });
    }
    if request
        .scope
        .without(&situation.decided.declined.scopes)
        .is_empty()
    {
        return Decision::Refuse(AuthorizationRefusal::NothingGranted);
    }
    Decision::Issue
}

/// Why the login page is due, as the error that `prompt=none` would get.
fn login_needed(
    request: &AuthorizationRequest,
    situation: Situation<'_>,
) -> Option<AuthorizationRefusal> {
    use AuthorizationRefusal as Refusal;
    if request.prompt.login && !situation.answered.login {
        return Some(Refusal::LoginPromptUnresolved);
    }
    let Some(session) = situation.session else {
        return Some(Refusal::NotSignedIn);
    };
    let too_old = request
        .max_age
        .is_some_and(|age| session.is_older_than(age, situation.now));
    if too_old && !situation.answered.login {
        return Some(Refusal::MaxAgeExceeded);
    }
    if situation
        .hinted_sub
        .is_some_and(|sub| sub != session.account)
    {
        return Some(Refusal::IdTokenHintMismatch);
    }
    let wanted_sub = request
        .claims
        .id_token
        .get("sub")
        .and_then(|sub| sub.get("value"));
    wanted_sub
        .is_some_and(|sub| sub.as_str() != Some(&session.account))
        .then_some(Refusal::SubMismatch)
}

/// An essential `acr` that the login does not reach.
struct Unmet {
    refusal: AuthorizationRefusal,
    /// Whether the second factor would reach it.
    in_reach: bool,
}

/// Whether an essential `acr` is beyond `level`. That `values` is not an array is told before anybody
/// is asked anything.
fn acr_needed(
    request: &AuthorizationRequest,
    level: SecurityLevel,
    offered: &[SecurityLevel],
) -> Result<Option<Unmet>, AuthorizationRefusal> {
    use AuthorizationRefusal as Refusal;
    let Some(acr) = request.claims.id_token.get("acr") else {
        return Ok(None);
    };
    let member = |name: &str| acr.get(name).filter(|value| is_set(value));
    let (wanted, several) = match (member("essential"), member("values"), member("value")) {
        (None, ..) | (_, None, None) => return Ok(None),
        (_, Some(Value::Array(values)), _) => (values.as_slice(), true),
        (_, Some(_), _) => return Err(Refusal::AcrValuesNotAnArray),
        (_, None, Some(value)) => (std::slice::from_ref(value), false),
    };
    let mut levels = wanted
        .iter()
        .filter_map(|acr| SecurityLevel::of(acr.as_str()?))
        .filter(|level| offered.contains(level))
        .peekable();
    let in_reach = levels.peek().is_some();
    let reached = levels.any(|wanted| wanted <= level);
    Ok((!reached).then_some(Unmet {
        refusal: Refusal::AcrNotReached { several },
        in_reach,
    }))
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
