//! The checks of an authorization request, in their order; the first that fails wins.

use url::Url;

use super::{AuthorizationRequest, max_age};
use crate::claims::ClaimsRequest;
use crate::client::{Client, GrantType};
use crate::params::Params;
use crate::pkce::{CodeChallenge, CodeChallengeMethod};
use crate::policy::{Leniency, ScopeNotEnabled};
use crate::profile::Profile;
use crate::prompt::Prompt;
use crate::refusal::AuthorizationRefusal as Refusal;
use crate::response_mode::ResponseMode;
use crate::response_type::ResponseType;
use crate::scope::{BANNO_OFFLINE_ACCESS, OFFLINE_ACCESS, OPENID, ScopeSet};
use crate::secret::Secret;

/// The parameters that may come once; others are ignored, however often they come.
const KNOWN: [&str; 22] = [
    "acr_values",
    "claims_locales",
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "display",
    "id_token_hint",
    "login_hint",
    "max_age",
    "nonce",
    "prompt",
    "redirect_uri",
    "registration",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "ui_locales",
    "claims",
    "dpop_jkt",
];

/// The checks that come before the client is looked up.
pub(super) fn repeated_or_request(params: &Params) -> Result<(), Refusal> {
    let repeated = params.repeated(&KNOWN);
    if !repeated.is_empty() {
        return Err(Refusal::ParameterRepeated(repeated));
    }
    refuse(params, "request", Refusal::RequestNotSupported)
}

/// The client of a request at the authorization endpoint.
pub(super) fn client<'c>(
    params: &Params,
    find: &impl Fn(&str) -> Option<&'c Client>,
) -> Result<&'c Client, Refusal> {
    repeated_or_request(params)?;
    let missing = || Refusal::ParameterMissing(vec!["client_id"]);
    let client_id = params.get("client_id").ok_or_else(missing)?;
    find(client_id).ok_or(Refusal::ClientNotFound)
}

/// Everything else.
pub(super) fn request(
    params: &Params,
    client: &Client,
    profile: &Profile,
) -> Result<AuthorizationRequest, Refusal> {
    let mut leniencies = Vec::new();
    let response_mode = response_mode(params, profile)?;
    let missing = params.missing(&["response_type", "client_id"]);
    if !missing.is_empty() {
        return Err(Refusal::ParameterMissing(missing));
    }
    refuse(params, "registration", Refusal::RegistrationNotSupported)?;
    let response_type = params.get("response_type").unwrap_or_default();
    let response_type = ResponseType::parse(response_type)
        .filter(|response_type| profile.offer.response_types.contains(response_type))
        .ok_or(Refusal::ResponseTypeUnsupported)?;
    if !client.response_types.contains(&response_type) {
        return Err(Refusal::ResponseTypeNotAllowed);
    }
    let redirect_uri = params
        .get("redirect_uri")
        .or_else(|| client.only_redirect_uri());
    let redirect_uri =
        redirect_uri.ok_or_else(|| Refusal::ParameterMissing(vec!["redirect_uri"]))?;
    let mut prompt = Prompt::parse(params.get("prompt"))?;
    let scope = scope(params, client, prompt, profile)?;
    if !may_redirect_to(client, redirect_uri, profile, &mut leniencies) {
        return Err(Refusal::RedirectUriNotRegistered);
    }
    let needs_challenge = response_type == ResponseType::Code && client.require_pkce;
    let code_challenge = code_challenge(params, needs_challenge, profile, &mut leniencies)?;
    if response_type == ResponseType::None && profile.offer.claims_parameter {
        refuse(params, "claims", Refusal::ClaimsWithoutToken)?;
    }
    let claims = params
        .get("claims")
        .filter(|_| profile.offer.claims_parameter)
        .map(ClaimsRequest::parse)
        .transpose()?
        .map(|claims| claims.known(|claim| profile.releases(claim, client)))
        .unwrap_or_default();
    resource(params, profile)?;
    let max_age = max_age(params, &mut prompt)?;
    let mut request = AuthorizationRequest {
        client_id: client.id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        response_type,
        response_mode,
        state: params.get("state").map(Secret::new),
        nonce: params.get("nonce").map(str::to_owned),
        scope: scope.filter(|scope| profile.scopes.contains(scope)),
        claims,
        code_challenge,
        prompt,
        max_age,
        login_hint: params.get("login_hint").map(str::to_owned),
        id_token_hint: params.get("id_token_hint").map(Secret::new),
        resources: params.all("resource").to_vec(),
        dpop_jkt: params
            .get("dpop_jkt")
            .filter(|_| !profile.offer.proof_algs.is_empty())
            .map(str::to_owned),
        pushed: None,
        leniencies,
    };
    if max_age.is_some() || prompt.login {
        request.want_auth_time();
    }
    if let Some(acr_values) = params.get("acr_values") {
        request.want_acr(acr_values);
    }
    Ok(request)
}

/// The mode that the request names, or that its response type implies.
fn response_mode(params: &Params, profile: &Profile) -> Result<ResponseMode, Refusal> {
    let implied = ResponseMode::implied_by(params.get("response_type"));
    match params.get("response_mode") {
        None => Ok(implied),
        Some(name) => match ResponseMode::named(name) {
            Some(mode) if !profile.offer.response_modes.contains(&mode) => {
                Err(Refusal::ResponseModeUnsupported)
            }
            None => Err(Refusal::ResponseModeUnsupported),
            Some(ResponseMode::Query) if implied == ResponseMode::Fragment => {
                Err(Refusal::ResponseModeNotAllowed)
            }
            Some(mode) => Ok(mode),
        },
    }
}

/// Whether the client has registered the URI, character for character.
pub(super) fn may_redirect_to(
    client: &Client,
    redirect_uri: &str,
    profile: &Profile,
    used: &mut Vec<Leniency>,
) -> bool {
    let leniency = Leniency::AllowAnyLoopbackPort;
    client.has_redirect_uri(redirect_uri)
        || client.has_loopback_redirect_uri(redirect_uri) && profile.allows(leniency, used)
}

fn refuse(params: &Params, name: &str, refusal: Refusal) -> Result<(), Refusal> {
    if params.get(name).is_some() {
        Err(refusal)
    } else {
        Ok(())
    }
}

fn scope(
    params: &Params,
    client: &Client,
    prompt: Prompt,
    profile: &Profile,
) -> Result<ScopeSet, Refusal> {
    let asked = ScopeSet::parse(params.get("scope").unwrap_or_default());
    let has_refresh_tokens = profile.offer.has_refresh_tokens();
    let may_be_offline =
        has_refresh_tokens && prompt.consent && client.may_use(GrantType::RefreshToken);
    let mut scope = asked.filter(|scope| match scope {
        BANNO_OFFLINE_ACCESS => has_refresh_tokens,
        OFFLINE_ACCESS => may_be_offline,
        _ => true,
    });
    if let Some(enabled) = &client.scopes {
        let known = scope.filter(|scope| profile.scopes.contains(scope));
        let not_enabled = known.without(enabled);
        match (
            profile.policies.scope_not_enabled,
            not_enabled.iter().next(),
        ) {
            (ScopeNotEnabled::Refuse, Some(first)) => {
                return Err(Refusal::ScopeNotAllowed(first.to_owned()));
            }
            _ => scope = scope.without(&not_enabled),
        }
    }
    if !scope.contains(OPENID) {
        // Parameters that mean something only with an ID token.
        let gated = [
            "acr_values",
            "claims",
            "claims_locales",
            "id_token_hint",
            "max_age",
            "nonce",
        ];
        if let Some(parameter) = gated.into_iter().find(|name| params.get(name).is_some()) {
            return Err(Refusal::OpenidScopeMissing(parameter));
        }
    }
    Ok(scope)
}

fn code_challenge(
    params: &Params,
    needed: bool,
    profile: &Profile,
    used: &mut Vec<Leniency>,
) -> Result<Option<CodeChallenge>, Refusal> {
    let challenge = params.get("code_challenge");
    let offers = |method| profile.offer.code_challenge_methods.contains(&method);
    let mut may_be_plain =
        || offers(CodeChallengeMethod::Plain) || profile.allows(Leniency::AllowPlainPkce, used);
    let method = match params.get("code_challenge_method") {
        Some("S256") if offers(CodeChallengeMethod::S256) => Some(CodeChallengeMethod::S256),
        Some("plain") if may_be_plain() => Some(CodeChallengeMethod::Plain),
        Some(_) => return Err(Refusal::CodeChallengeMethodUnsupported),
        None if challenge.is_some() && may_be_plain() => Some(CodeChallengeMethod::Plain),
        None => None,
    };
    match (challenge, method) {
        (Some(_), None) => Err(Refusal::CodeChallengeMethodMissing),
        (None, Some(_)) => Err(Refusal::CodeChallengeMissing),
        (None, None) if needed && !profile.allows(Leniency::AllowMissingPkce, used) => {
            Err(Refusal::PkceRequired)
        }
        (None, None) => Ok(None),
        (Some(challenge), Some(method)) => CodeChallenge::parse(challenge, method)
            .map(Some)
            .map_err(Refusal::CodeChallengeMalformed),
    }
}

/// Banno needs no resource indicator; its own API's is taken, however often it comes (RFC 8707 2).
fn resource(params: &Params, profile: &Profile) -> Result<(), Refusal> {
    for resource in params.all("resource") {
        let url = Url::parse(resource).map_err(|_| Refusal::ResourceNotAbsolute)?;
        if url.as_str().contains('#') {
            return Err(Refusal::ResourceFragment);
        }
        if *resource != profile.api {
            return Err(Refusal::ResourceUnknown);
        }
    }
    Ok(())
}

/// `max_age=0` is `prompt=login` (OIDC Core 3.1.2.1).
fn max_age(params: &Params, prompt: &mut Prompt) -> Result<Option<u64>, Refusal> {
    let Some(max_age) = params.get("max_age") else {
        return Ok(None);
    };
    let seconds = max_age::parse(max_age).ok_or(Refusal::MaxAgeInvalid)?;
    if seconds == 0 {
        prompt.login = true;
        return Ok(None);
    }
    Ok(Some(seconds))
}
