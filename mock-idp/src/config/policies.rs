use std::time::Duration;

use oidc::policy::{
    Cors, IdTokenClaims, Leniencies, Leniency, Policies, RefreshRotation, ScopeNotEnabled,
};
use serde::Deserialize;

/// `[policies]`: what Banno documents nowhere.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PoliciesSection {
    refresh_rotation: Option<Rotation>,
    refresh_reuse_seconds: Option<u64>,
    scope_not_enabled: Option<ScopeNotEnabled>,
    id_token_claims: Option<IdTokenClaims>,
    authorization_response_iss: Option<bool>,
    cors: Option<Cors>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Rotation {
    #[default]
    Always,
    Never,
    ReuseInterval,
    Stock,
}

/// `[leniencies]`: what Banno refuses; each is off unless it is named here.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one switch per leniency, by its name"
)]
pub(super) struct LenienciesSection {
    #[serde(default)]
    allow_access_token_in_query: bool,
    #[serde(default)]
    allow_any_loopback_port: bool,
    #[serde(default)]
    allow_code_reuse: bool,
    #[serde(default)]
    allow_missing_pkce: bool,
    #[serde(default)]
    allow_plain_pkce: bool,
    #[serde(default)]
    allow_redirect_uri_mismatch: bool,
    #[serde(default)]
    allow_wrong_client_secret: bool,
}

impl PoliciesSection {
    pub(super) fn build(&self) -> Result<Policies, String> {
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
        let default = Policies::default();
        Ok(Policies {
            refresh_rotation,
            scope_not_enabled: self.scope_not_enabled.unwrap_or_default(),
            id_token_claims: self.id_token_claims.unwrap_or_default(),
            authorization_response_iss: self
                .authorization_response_iss
                .unwrap_or(default.authorization_response_iss),
            cors: self.cors.unwrap_or_default(),
        })
    }
}

impl LenienciesSection {
    pub(super) fn build(&self) -> Leniencies {
        let chosen = |leniency: &Leniency| match leniency {
            Leniency::AllowAccessTokenInQuery => self.allow_access_token_in_query,
            Leniency::AllowAnyLoopbackPort => self.allow_any_loopback_port,
            Leniency::AllowCodeReuse => self.allow_code_reuse,
            Leniency::AllowMissingPkce => self.allow_missing_pkce,
            Leniency::AllowPlainPkce => self.allow_plain_pkce,
            Leniency::AllowRedirectUriMismatch => self.allow_redirect_uri_mismatch,
            Leniency::AllowWrongClientSecret => self.allow_wrong_client_secret,
        };
        Leniency::ALL.into_iter().filter(chosen).collect()
    }
}
