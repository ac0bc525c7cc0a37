use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::Environment;
use crate::rp::{Claims, Tokens};

/// What a login brought: the claims and the facts about the tokens, never a token itself.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The environment's name.
    pub environment: String,
    /// The claims: the ID token's in their order, then what only the userinfo endpoint told.
    pub claims: Claims,
    /// The facts about the tokens.
    pub tokens: TokenFacts,
}

/// What may be known about tokens by whoever looks over a shoulder.
#[derive(Debug, Serialize)]
pub struct TokenFacts {
    /// The token type.
    pub token_type: String,
    /// The granted scope.
    pub scope: String,
    /// The access token's lifetime in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u64>,
    /// The ID token's lifetime in seconds: `exp` minus `iat`.
    pub id_token_lifetime: u64,
    /// The ID token's algorithm.
    pub id_token_alg: &'static str,
    /// The id of the key that signed the ID token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_kid: Option<String>,
    /// Whether there is a refresh token.
    pub refresh_token: bool,
}

impl Report {
    pub(crate) fn new(
        environment: &Environment,
        tokens: &Tokens,
        userinfo: Option<Claims>,
    ) -> Self {
        let claims = tokens.id_token.claims();
        let seconds = |claim: &str| {
            claims
                .get(claim)
                .and_then(Value::as_u64)
                .unwrap_or_default()
        };
        let facts = TokenFacts {
            token_type: tokens.token_type.clone(),
            scope: tokens.scope.clone(),
            expires_in: tokens.expires_in,
            id_token_lifetime: seconds("exp").saturating_sub(seconds("iat")),
            id_token_alg: environment.id_token_signed_response_alg.as_str(),
            id_token_kid: tokens.id_token.kid().map(str::to_owned),
            refresh_token: tokens.refresh_token.is_some(),
        };
        Self {
            environment: environment.name.clone(),
            claims: tokens.id_token.claims_with(&userinfo.unwrap_or_default()),
            tokens: facts,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = &self.tokens;
        writeln!(formatter, "Signed in at {}", self.environment)?;
        writeln!(formatter)?;
        writeln!(formatter, "{:#}", Value::Object(self.claims.clone()))?;
        writeln!(formatter)?;
        writeln!(formatter, "token type      {}", facts.token_type)?;
        writeln!(formatter, "scope           {}", facts.scope)?;
        if let Some(expires_in) = facts.expires_in {
            writeln!(formatter, "access token    {expires_in} s")?;
        }
        write!(
            formatter,
            "ID token        {} s, {}",
            facts.id_token_lifetime, facts.id_token_alg
        )?;
        match &facts.id_token_kid {
            Some(kid) => writeln!(formatter, ", key {kid}")?,
            None => writeln!(formatter)?,
        }
        let refresh_token = if facts.refresh_token { "yes" } else { "no" };
        write!(formatter, "refresh token   {refresh_token}")
    }
}
