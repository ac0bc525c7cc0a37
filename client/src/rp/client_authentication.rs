use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use super::ClientSecret;

/// How the client proves itself at the token endpoint (OIDC Core 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuthenticationMethod {
    /// Id and secret in the Authorization header (RFC 6749 2.3.1).
    ClientSecretBasic,
    /// Id and secret in the body (RFC 6749 2.3.1); what Banno's quickstart does.
    #[default]
    ClientSecretPost,
    /// A public client: the id alone (RFC 6749 2.1).
    None,
}

/// A method together with the secret that it needs.
#[derive(Clone, Debug)]
pub enum ClientAuthentication {
    /// `client_secret_basic`.
    ClientSecretBasic(ClientSecret),
    /// `client_secret_post`.
    ClientSecretPost(ClientSecret),
    /// `none`.
    None,
}

impl ClientAuthentication {
    /// Adds the client to a token request: parameters for the body, and a header where the method
    /// has one. Never both (RFC 6749 2.3).
    pub(super) fn apply(&self, client_id: &str, body: &mut Vec<(&str, String)>) -> Option<String> {
        match self {
            Self::ClientSecretBasic(secret) => {
                return Some(format!(
                    "Basic {}",
                    STANDARD.encode(format!("{}:{}", encode(client_id), encode(secret.expose())))
                ));
            }
            Self::ClientSecretPost(secret) => {
                body.push(("client_id", client_id.to_owned()));
                body.push(("client_secret", secret.expose().to_owned()));
            }
            Self::None => body.push(("client_id", client_id.to_owned())),
        }
        None
    }
}

/// RFC 6749 2.3.1 has both halves form-urlencoded before they are joined, so that a colon in the
/// id cannot move the border.
fn encode(half: &str) -> String {
    form_urlencoded::byte_serialize(half.as_bytes()).collect()
}
