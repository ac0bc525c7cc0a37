//! What a client proves itself with, and what is encrypted for it.

use jose::{ContentEncryption, JwkSet, KeyManagement};
use oidc::client::ClientAuthentication;
use oidc::client_auth::{PrivateKeyJwt, UnfitKeys};
use oidc::encryption::{Encryption, Unfit};
use oidc::secret::Secret;

use super::{AuthMethod, ClientSection};

impl ClientSection {
    pub(super) fn authentication(&self, keys: JwkSet) -> Result<ClientAuthentication, Refused> {
        let of_secret = |what| Err(("client_secret", what));
        let alg = self.token_endpoint_auth_signing_alg;
        let method = self.token_endpoint_auth_method;
        if alg.is_some() && method != AuthMethod::PrivateKeyJwt {
            let what = "goes with token_endpoint_auth_method = \"private_key_jwt\"".to_owned();
            return Err(("token_endpoint_auth_signing_alg", what));
        }
        match (method, &self.client_secret) {
            (AuthMethod::None, None) => Ok(ClientAuthentication::None),
            (AuthMethod::None, Some(_)) => of_secret(
                "must be left out: a public client (token_endpoint_auth_method = \"none\") has no \
                 secret"
                    .to_owned(),
            ),
            (AuthMethod::PrivateKeyJwt, _) => {
                let registered = PrivateKeyJwt::new(keys, alg);
                let registered = registered.map_err(|unfit| match unfit {
                    UnfitKeys::Alg => ("token_endpoint_auth_signing_alg", unfit.to_string()),
                    UnfitKeys::NoKey => (
                        "jwks",
                        "needs a key that assertions can be verified with (RS256, PS256, ES256, EdDSA; \
                         token_endpoint_auth_signing_alg may name one)"
                            .to_owned(),
                    ),
                })?;
                Ok(ClientAuthentication::PrivateKeyJwt(registered))
            }
            (_, Some(secret)) if !secret.expose().is_empty() => {
                Ok(ClientAuthentication::Secret(secret.clone()))
            }
            _ => of_secret(
                "is missing; a client without one is public and says token_endpoint_auth_method = \"none\""
                    .to_owned(),
            ),
        }
    }

    pub(super) fn keys(&self) -> Result<JwkSet, String> {
        let jwks = self.jwks.as_ref().map(JwkSet::parse).transpose();
        Ok(jwks.map_err(|error| error.to_string())?.unwrap_or_default())
    }

    /// What is encrypted for it.
    pub(super) fn encryptions(&self, keys: &JwkSet) -> Result<Encryptions, Refused> {
        let of = |(key, alg), (enc_key, enc)| {
            encryption(alg, enc, keys, self.client_secret.as_ref()).map_err(|unfit| match unfit {
                Misfit::EncWithoutAlg => (enc_key, format!("goes with {key}")),
                Misfit::Key(unfit) => (key, unfit.to_string()),
            })
        };
        let userinfo_alg = self.userinfo_encrypted_response_alg;
        if userinfo_alg.is_some() && self.userinfo_signed_response_alg.is_none() {
            let what = "goes with userinfo_signed_response_alg: what is encrypted is signed first"
                .to_owned();
            return Err(("userinfo_encrypted_response_alg", what));
        }
        Ok(Encryptions {
            id_token: of(
                (
                    "id_token_encrypted_response_alg",
                    self.id_token_encrypted_response_alg,
                ),
                (
                    "id_token_encrypted_response_enc",
                    self.id_token_encrypted_response_enc,
                ),
            )?,
            userinfo: of(
                ("userinfo_encrypted_response_alg", userinfo_alg),
                (
                    "userinfo_encrypted_response_enc",
                    self.userinfo_encrypted_response_enc,
                ),
            )?,
        })
    }
}

/// A key that is wrong, and what is wrong with it.
pub(super) type Refused = (&'static str, String);

/// What is encrypted for a client.
pub(super) struct Encryptions {
    pub(super) id_token: Option<Encryption>,
    pub(super) userinfo: Option<Encryption>,
}

enum Misfit {
    EncWithoutAlg,
    Key(Unfit),
}

fn encryption(
    alg: Option<KeyManagement>,
    enc: Option<ContentEncryption>,
    keys: &JwkSet,
    secret: Option<&Secret>,
) -> Result<Option<Encryption>, Misfit> {
    let Some(alg) = alg else {
        return enc.map_or(Ok(None), |_| Err(Misfit::EncWithoutAlg));
    };
    // OpenID Connect Dynamic Client Registration 2.
    let enc = enc.unwrap_or(ContentEncryption::A128CbcHs256);
    let encryption = Encryption::new(alg, enc, keys, secret);
    encryption.map(Some).map_err(Misfit::Key)
}
