use serde::Deserialize;

/// What a target can do beside the protocol; what is not named it cannot.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, one key each"
)]
pub(crate) struct Capabilities {
    /// Its time can be moved forward.
    clock: bool,
    /// A test can change it while it runs: its keys, users, clients and switches, and what it has issued.
    control: bool,
    /// It records the true reason of each refusal where a test can read it.
    journal: bool,
    /// Nothing that one scenario does is remembered in the next.
    fresh: bool,
    /// The companion application can be registered with it and started beside it.
    companion: bool,
    /// An application's redirect URI on any port of this machine can be registered with it.
    back_end: bool,
    /// It serves the user's picture itself.
    picture: bool,
    /// Somebody else may sign in where a user is signed in, without a page in between.
    user_switch: bool,
    /// Its pages are those of this workspace.
    pages: bool,
    /// Its access tokens are JSON Web Tokens, as Banno's are.
    jwt_access_tokens: bool,
    /// Its users are the personas of this workspace's fixtures.
    personas: bool,
    /// It serves the Consumer API beside the protocol, to users as this workspace's fixtures have them.
    consumer_api: bool,
    /// Its refresh tokens rotate: each is good for one use (RFC 9700 4.14.2).
    rotation: bool,
    /// It puts the claims of scopes into the ID token, too, as Banno does.
    scope_claims_in_id_token: bool,
    /// Whoever runs it wants to see thousands of malformed requests.
    noise: bool,
    /// It binds access tokens to keys that applications prove.
    dpop: bool,
    /// Its users have a security level, which `acr` tells; a password alone reaches the lowest.
    security_levels: bool,
}

impl Capabilities {
    /// Whether the target has what a `@needs-…` tag names.
    pub(crate) fn has(self, need: &str) -> anyhow::Result<bool> {
        Ok(match need {
            "clock" => self.clock,
            "control" => self.control,
            "journal" => self.journal,
            "fresh" => self.fresh,
            "companion" => self.companion,
            "back-end" => self.back_end,
            "picture" => self.picture,
            "pages" => self.pages,
            "jwt-access-tokens" => self.jwt_access_tokens,
            "user-switch" => self.user_switch,
            "personas" => self.personas,
            "dpop" => self.dpop,
            "noise" => self.noise,
            "rotation" => self.rotation,
            "scope-claims-in-id-token" => self.scope_claims_in_id_token,
            "consumer-api" => self.consumer_api,
            "security-levels" => self.security_levels,
            other => anyhow::bail!("the tag @needs-{other} names nothing that a target can have"),
        })
    }
}
