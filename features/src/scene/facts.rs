use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::Scene;
use crate::change;

impl Scene {
    /// Replaces the facts in braces.
    pub(crate) fn expand(&self, text: &str) -> anyhow::Result<String> {
        change::expand(text, |name| self.fact(name))
    }

    /// A fact that features may name in braces.
    pub(crate) fn fact(&self, name: &str) -> Option<String> {
        let client = self.client().ok()?;
        let token = |response: Option<&Value>, name: &str| {
            response.and_then(|response| response[name].as_str().map(str::to_owned))
        };
        match name {
            "issuer" => Some(self.provider.issuer.clone()),
            "api" => Some(format!("{}/a/consumer/api/v0", self.provider.root().ok()?)),
            "client_id" => Some(client.client_id.clone()),
            "client_secret" => Some(client.client_secret.as_ref()?.expose().to_owned()),
            "redirect_uri" => client.redirect_uris.first().cloned(),
            "other_redirect_uri" => client.redirect_uris.get(1).cloned(),
            "post_logout_redirect_uri" => client.post_logout_redirect_uris.first().cloned(),
            "other_post_logout_redirect_uri" => client.post_logout_redirect_uris.get(1).cloned(),
            "default_client_id" => Some(self.client_named("default").ok()?.client_id.clone()),
            "another_client_id" => Some(self.client_named("another").ok()?.client_id.clone()),
            "basic" => {
                let secret = client.client_secret.as_ref()?.expose();
                Some(STANDARD.encode(format!("{}:{secret}", client.client_id)))
            }
            "wrong_basic" => Some(STANDARD.encode(format!("{}:wrong", client.client_id))),
            "carriage_return" => Some("\r".to_owned()),
            "escape" => Some("\u{1b}".to_owned()),
            "line_feed" => Some("\n".to_owned()),
            "nul" => Some("\0".to_owned()),
            "offline" => Some(self.stage.target.offline_access.scope.clone()),
            "id_token_alg" => Some(client.id_token_signed_response_alg.clone()),
            "access_token_seconds" => Some(self.stage.target.lifetimes.access_token.to_string()),
            "refresh_token_seconds" => Some(self.stage.target.lifetimes.refresh_token.to_string()),
            "verifier" => Some(VERIFIER.to_owned()),
            "sub" => self.stage.target.subject().map(str::to_owned),
            "another_sub" => self.another_user().ok()?.subject().map(str::to_owned),
            "username" => Some(self.stage.target.user.username.clone()),
            "another_username" => Some(self.another_user().ok()?.username),
            "password" => Some(self.stage.target.user.password.expose().to_owned()),
            "forged_id_token" => {
                let token = token(self.tokens.last(), "id_token")?;
                Some(format!("{}.{}", token.rsplit_once('.')?.0, "A".repeat(86)))
            }
            "code" => self.code.clone(),
            "institution_id" => {
                let claims = &self.stage.target.user.claims;
                let id = claims.get("https://api.banno.com/consumer/claim/institution_id")?;
                id.as_str().map(str::to_owned)
            }
            "user_id" => self.user_id(),
            "request_uri" => self.request_uri.clone(),
            "access_token" | "id_token" | "refresh_token" => token(self.tokens.last(), name),
            scope if scope.ends_with("_readonly") || scope.ends_with("_readwrite") => {
                Some(format!("{CONSUMER_AUTH}{}", scope.replace('_', ".")))
            }
            _ => {
                let moving = self.moving.as_ref();
                let fact = moving.and_then(|moving| moving.fact(name));
                let fact = fact.or_else(|| self.learned.fact(name));
                let fact = fact.or_else(|| self.fact_of_keys(name));
                let fact = fact.or_else(|| self.plan_fact(name));
                fact.or_else(|| {
                    let name = name.strip_prefix("first_")?;
                    token(self.tokens.first(), name)
                })
            }
        }
    }
}

/// Before the names of the Consumer API's scopes.
pub(crate) const CONSUMER_AUTH: &str = "https://api.banno.com/consumer/auth/";
/// A verifier is per transaction; one scenario is one application's only user.
pub(super) const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more";
