use serde::Deserialize;
use url::Url;

use super::http::HttpResponse;
use super::{
    AccessToken, Code, CodeVerifier, Http, IdToken, RawIdToken, RefreshToken, Registration,
    TokenError,
};

/// The tokens of a signed-in user, all checked.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// The access token.
    pub access_token: AccessToken,
    /// When the access token expires, where the provider says so.
    pub expires_at: Option<u64>,
    /// The lifetime that the provider gave, in seconds.
    pub expires_in: Option<u64>,
    /// The ID token.
    pub id_token: IdToken,
    /// The refresh token, if an offline scope was granted.
    pub refresh_token: Option<RefreshToken>,
    /// The granted scope, separated by spaces.
    pub scope: String,
    /// The token type as the provider wrote it; always some spelling of `Bearer`.
    pub token_type: String,
}

impl Tokens {
    /// Whether the access token has no more than `margin` seconds left; one without a known
    /// lifetime is used until it is refused.
    #[must_use]
    pub fn expires_within(&self, margin: u64, now: u64) -> bool {
        self.expires_at
            .is_some_and(|expires_at| now.saturating_add(margin) >= expires_at)
    }
}

/// A successful token response (RFC 6749 5.1, OIDC Core 3.1.3.3) before its ID token is checked.
pub(super) struct TokenResponse {
    pub(super) access_token: AccessToken,
    pub(super) token_type: String,
    pub(super) expires_in: Option<u64>,
    pub(super) id_token: Option<RawIdToken>,
    pub(super) refresh_token: Option<RefreshToken>,
    pub(super) scope: Option<String>,
}

/// Redeems an authorization code (RFC 6749 4.1.3, RFC 7636 4.5).
pub(super) async fn exchange_code(
    http: &Http,
    endpoint: &Url,
    registration: &Registration,
    code: &Code,
    code_verifier: &CodeVerifier,
) -> Result<TokenResponse, TokenError> {
    let body = vec![
        ("grant_type", "authorization_code".to_owned()),
        ("code", code.expose().to_owned()),
        ("redirect_uri", registration.redirect_uri.clone()),
        ("code_verifier", code_verifier.expose().to_owned()),
    ];
    request(http, endpoint, registration, body).await
}

/// Redeems a refresh token (RFC 6749 6).
pub(super) async fn exchange_refresh_token(
    http: &Http,
    endpoint: &Url,
    registration: &Registration,
    refresh_token: &RefreshToken,
) -> Result<TokenResponse, TokenError> {
    let body = vec![
        ("grant_type", "refresh_token".to_owned()),
        ("refresh_token", refresh_token.expose().to_owned()),
    ];
    request(http, endpoint, registration, body).await
}

async fn request(
    http: &Http,
    endpoint: &Url,
    registration: &Registration,
    mut body: Vec<(&str, String)>,
) -> Result<TokenResponse, TokenError> {
    let authorization = registration
        .authentication
        .apply(&registration.client_id, &mut body);
    let response = http.post(endpoint, &body, authorization.as_deref()).await?;
    parse(&response)
}

fn parse(response: &HttpResponse) -> Result<TokenResponse, TokenError> {
    match response.status {
        200 if !response.is_json() => Err(TokenError::NotJson),
        200 => success(&response.body),
        400 | 401 => Err(refusal(response)),
        status => Err(TokenError::Status { status }),
    }
}

fn success(body: &[u8]) -> Result<TokenResponse, TokenError> {
    let malformed = |error: serde_json::Error| TokenError::Malformed(without_values(&error));
    let object = super::json::object(body).map_err(malformed)?;
    let wire: WireTokens =
        serde_json::from_value(serde_json::Value::Object(object)).map_err(malformed)?;
    if wire.access_token.is_empty() {
        return Err(TokenError::Malformed("access_token is empty".to_owned()));
    }
    if !wire.token_type.eq_ignore_ascii_case("bearer") {
        return Err(TokenError::TokenType {
            received: wire.token_type,
        });
    }
    Ok(TokenResponse {
        access_token: AccessToken::new(wire.access_token),
        token_type: wire.token_type,
        expires_in: wire.expires_in,
        id_token: wire.id_token.map(RawIdToken::new),
        refresh_token: wire.refresh_token.map(RefreshToken::new),
        scope: wire.scope,
    })
}

fn refusal(response: &HttpResponse) -> TokenError {
    match serde_json::from_slice::<WireError>(&response.body) {
        Ok(wire) if response.is_json() => TokenError::Refused {
            error: wire.error,
            description: wire.error_description,
        },
        _ => TokenError::Status {
            status: response.status,
        },
    }
}

/// What serde says without the values that it quotes, which may be tokens.
fn without_values(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Data => "a member is missing or of the wrong type".to_owned(),
        _ => "it is not a JSON object with each member once".to_owned(),
    }
}

#[derive(Deserialize)]
struct WireTokens {
    access_token: String,
    token_type: String,
    expires_in: Option<u64>,
    id_token: Option<String>,
    refresh_token: Option<String>,
    scope: Option<String>,
}

#[derive(Deserialize)]
struct WireError {
    error: String,
    error_description: Option<String>,
}
