use std::time::Duration;

use oidc::client::SigningAlg;
use oidc::offer::Offer;
use oidc::policy::{
    Cors, IdTokenClaims, IdTokenSid, Leniencies, Leniency, Policies, RefreshRotation,
    ScopeNotEnabled,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `[policies]`: what Banno documents nowhere.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Policies)]
pub struct PoliciesSection {
    /// When a refresh token is replaced; `always` unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_rotation: Option<Rotation>,
    /// How long a replaced refresh token may be used again, with `reuse_interval`.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_reuse_seconds: Option<u64>,
    /// What happens to a known scope that is not enabled for the client; `refuse` unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope_not_enabled: Option<ScopeNotEnabled>,
    /// Which claims stand in ID tokens; those of the scopes unless told otherwise, in the profile `certification`
    /// those that are requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token_claims: Option<IdTokenClaims>,
    /// Which ID tokens have `sid`; those for which it is requested unless told otherwise, in the profile
    /// `certification` all.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token_sid: Option<IdTokenSid>,
    /// What ID tokens are signed with, unless a client is registered for another algorithm; `ES256` unless told
    /// otherwise, in the profile `certification` `RS256`, or what the institution's metadata lists instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token_signed_response_alg: Option<SigningAlg>,
    /// Whether authorization responses carry `iss` (RFC 9207); they do unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_response_iss: Option<bool>,
    /// Which scripts may read answers; those on the client's own origins unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    cors: Option<Cors>,
}

/// When a refresh token is replaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Rotation {
    #[default]
    Always,
    Never,
    ReuseInterval,
    Stock,
}

/// `[leniencies]`: what Banno refuses; each is off unless it is named here.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Leniencies)]
#[expect(
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    reason = "one switch per leniency, by its name"
)]
pub struct LenienciesSection {
    /// An access token in the query of a userinfo request (RFC 6750 2.3).
    #[serde(default)]
    allow_access_token_in_query: bool,
    /// A redirect URI of this machine on another port than the registered one (RFC 8252 7.3).
    #[serde(default)]
    allow_any_loopback_port: bool,
    /// Signing in and agreeing without a page: `true` as whom the client's `login_hint` names behind
    /// `auto:`, a user name as that user wherever somebody would be asked for a password.
    #[serde(default)]
    allow_auto_login: AutoLogin,
    /// A code that has been used before (RFC 6749 4.1.2).
    #[serde(default)]
    allow_code_reuse: bool,
    /// An authorization request without a code challenge (RFC 7636).
    #[serde(default)]
    allow_missing_pkce: bool,
    /// A code challenge of the method `plain` (RFC 7636 4.2).
    #[serde(default)]
    allow_plain_pkce: bool,
    /// A redirect URI at the token endpoint that is missing or another one (RFC 6749 4.1.3).
    #[serde(default)]
    allow_redirect_uri_mismatch: bool,
    /// A client that nobody has registered: its first request registers it, and the secret that it first brings
    /// is its secret from then on.
    #[serde(default)]
    allow_unknown_clients: bool,
    /// A client secret that is not the client's (RFC 6749 2.3.1).
    #[serde(default)]
    allow_wrong_client_secret: bool,
}

/// Who is signed in without a page.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged, expecting = "true, false or a user name")]
enum AutoLogin {
    /// Nobody, or whom the client's `login_hint` names behind `auto:`.
    Switch(bool),
    /// That user.
    User(String),
}

impl Default for AutoLogin {
    fn default() -> Self {
        Self::Switch(false)
    }
}

impl PoliciesSection {
    /// The policies of an institution that offers this, and whose profile has the `usual` ones.
    pub(super) fn build(&self, usual: &Policies, offer: &Offer) -> Result<Policies, String> {
        let rotation = self.refresh_rotation.unwrap_or_default();
        let refresh_rotation = match (rotation, self.refresh_reuse_seconds) {
            (Rotation::ReuseInterval, Some(seconds)) => {
                RefreshRotation::ReuseInterval(Duration::from_secs(seconds))
            }
            (Rotation::ReuseInterval, None) => {
                return Err("policies.refresh_rotation `reuse_interval` needs \
                            policies.refresh_reuse_seconds, such as 30"
                    .to_owned());
            }
            (_, Some(seconds)) => {
                return Err(format!(
                    "policies.refresh_reuse_seconds `{seconds}` means something only with \
                     policies.refresh_rotation = \"reuse_interval\""
                ));
            }
            (Rotation::Always, None) => RefreshRotation::Always,
            (Rotation::Never, None) => RefreshRotation::Never,
            (Rotation::Stock, None) => RefreshRotation::Stock,
        };
        Ok(Policies {
            refresh_rotation,
            scope_not_enabled: self.scope_not_enabled.unwrap_or(usual.scope_not_enabled),
            id_token_claims: self.id_token_claims.unwrap_or(usual.id_token_claims),
            id_token_sid: self.id_token_sid.unwrap_or(usual.id_token_sid),
            id_token_signed_response_alg: self
                .id_token_alg(usual.id_token_signed_response_alg, offer)?,
            authorization_response_iss: self
                .authorization_response_iss
                .unwrap_or(usual.authorization_response_iss),
            cors: self.cors.unwrap_or(usual.cors),
        })
    }

    fn id_token_alg(&self, usual: SigningAlg, offer: &Offer) -> Result<SigningAlg, String> {
        let Some(alg) = self.id_token_signed_response_alg else {
            let is_offered = offer.id_token_algs.contains(&usual);
            return Ok(if is_offered {
                usual
            } else {
                offer.usual_id_token_alg()
            });
        };
        if offer.id_token_algs.contains(&alg) {
            return Ok(alg);
        }
        let offered = offer.id_token_algs.iter().map(|alg| alg.as_str());
        let offered: Vec<_> = offered.collect();
        Err(format!(
            "policies.id_token_signed_response_alg `{}` is not offered; \
             metadata.id_token_signing_alg_values_supported has {}",
            alg.as_str(),
            offered.join(", ")
        ))
    }

    /// The same, with that algorithm for ID tokens.
    pub(super) fn with_id_token_alg(self, alg: SigningAlg) -> Self {
        Self {
            id_token_signed_response_alg: Some(alg),
            ..self
        }
    }
}

impl LenienciesSection {
    pub(super) fn build(&self) -> Leniencies {
        let chosen = |leniency: &Leniency| match leniency {
            Leniency::AllowAccessTokenInQuery => self.allow_access_token_in_query,
            Leniency::AllowAnyLoopbackPort => self.allow_any_loopback_port,
            Leniency::AllowAutoLogin => matches!(self.allow_auto_login, AutoLogin::Switch(true)),
            Leniency::AllowCodeReuse => self.allow_code_reuse,
            Leniency::AllowMissingPkce => self.allow_missing_pkce,
            Leniency::AllowPlainPkce => self.allow_plain_pkce,
            Leniency::AllowRedirectUriMismatch => self.allow_redirect_uri_mismatch,
            Leniency::AllowUnknownClients => self.allow_unknown_clients,
            Leniency::AllowWrongClientSecret => self.allow_wrong_client_secret,
        };
        let leniencies: Leniencies = Leniency::ALL.into_iter().filter(chosen).collect();
        match &self.allow_auto_login {
            AutoLogin::Switch(_) => leniencies,
            AutoLogin::User(username) => leniencies.with_auto_login(username),
        }
    }

    /// Whether clients register themselves.
    pub(super) const fn allows_unknown_clients(&self) -> bool {
        self.allow_unknown_clients
    }

    /// The same, with clients that register themselves, or without.
    pub(super) fn with_unknown_clients(self, allow: bool) -> Self {
        Self {
            allow_unknown_clients: allow,
            ..self
        }
    }

    /// The same, with that user signed in without a page.
    pub(super) fn with_auto_login(self, username: String) -> Self {
        Self {
            allow_auto_login: AutoLogin::User(username),
            ..self
        }
    }
}
