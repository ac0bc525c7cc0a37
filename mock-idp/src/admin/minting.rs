use oidc::entropy::uuid;
use oidc::secret::Secret;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Admin, AdminError};
use crate::institution::{Institution, User};
use crate::journal::{Endpoint, Entry, Exchange, Note};
use crate::provider::minting::{self, Wish};

/// For whom tokens are to be handed out, and for what.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MintRequest {
    /// The user, by user name or by `sub`.
    pub user: String,
    /// The client; the first one of the institution unless told otherwise.
    pub client_id: Option<String>,
    /// The scopes, space-separated; `openid` unless told otherwise.
    pub scope: Option<String>,
    /// The `claims` parameter (OIDC Core 5.5), as an object.
    #[schema(value_type = Option<Object>)]
    pub claims: Option<Map<String, Value>>,
    /// What the ID token is to carry as `nonce`.
    pub nonce: Option<String>,
    /// The thumbprint of the key that the tokens are bound to (RFC 9449 6.1); none unless told otherwise.
    pub jkt: Option<String>,
}

/// Tokens, as the token endpoint would answer (RFC 6749 5.1, OIDC Core 3.1.3.3).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MintedTokens {
    /// Good at `/me`.
    #[schema(value_type = String)]
    pub access_token: Secret,
    /// In seconds.
    pub expires_in: u64,
    /// With the scope `openid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub id_token: Option<Secret>,
    /// With a scope for offline access.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub refresh_token: Option<Secret>,
    /// What was granted.
    pub scope: String,
    /// `Bearer`, or `DPoP` for bound ones.
    pub token_type: &'static str,
}

impl Admin {
    /// Hands out the tokens that the client would get if the user signed in and agreed to everything;
    /// nobody does, and the journal says so. Whether the user may sign in does not matter.
    ///
    /// # Errors
    /// [`AdminError::NotFound`] for user and client, [`AdminError::Invalid`] where the client could not
    /// ask for that, [`AdminError::Keys`], [`AdminError::Institution`].
    pub async fn mint(&self, request: &MintRequest) -> Result<MintedTokens, AdminError> {
        let institution = self.institution()?;
        let user = user(&institution, &request.user)?;
        let client = match &request.client_id {
            Some(id) => institution.client(id),
            None => institution.clients.first(),
        };
        let client = client.ok_or_else(|| match &request.client_id {
            Some(id) => AdminError::NotFound {
                word: "client",
                id: id.clone(),
            },
            None => AdminError::Invalid("the institution has no client".to_owned()),
        })?;
        let claims = request.claims.clone().map(Value::Object);
        let wish = Wish {
            scope: request.scope.as_deref().unwrap_or(oidc::scope::OPENID),
            claims: claims.map(|claims| claims.to_string()),
            nonce: request.nonce.as_deref(),
            jkt: request.jkt.as_deref(),
        };
        let mut note = Note::on(Endpoint::Minting);
        let minted = minting::mint(&institution, client, user, &wish, &mut note).await;
        let tokens = minted.map_err(|error| match error {
            minting::Error::Refused(why) => AdminError::Invalid(why),
            minting::Error::Keys(error) => AdminError::Keys(error),
        })?;
        institution.journal.record(self.entry(&institution, note));
        Ok(MintedTokens {
            access_token: tokens.access_token,
            expires_in: tokens.expires_in,
            id_token: tokens.id_token,
            refresh_token: tokens.refresh_token,
            scope: tokens.scope.to_string(),
            token_type: tokens.token_type,
        })
    }

    fn entry(&self, institution: &Institution, note: Note) -> Entry {
        let exchange = Exchange {
            at: institution.now(),
            request_id: uuid(&*institution.entropy),
            method: "POST".to_owned(),
            path: format!("/institutions/{}/tokens", self.id),
            status: 201,
        };
        Entry {
            minted: true,
            ..note.into_entry(exchange)
        }
    }
}

/// Finds a user by user name, or else by `sub`.
fn user<'i>(institution: &'i Institution, name: &str) -> Result<&'i User, AdminError> {
    let users = &institution.users;
    let by_name = users.iter().find(|user| user.username == name);
    let found = by_name.or_else(|| institution.user(name));
    found
        .map(AsRef::as_ref)
        .ok_or_else(|| AdminError::NotFound {
            word: "user",
            id: name.to_owned(),
        })
}
