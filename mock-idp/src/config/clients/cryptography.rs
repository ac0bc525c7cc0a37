//! What a client proves itself with, and what is encrypted for it.

use jose::{ContentEncryption, JwkSet, JwkSetError, KeyManagement};
use oidc::client::ClientAuthentication;
use oidc::client_auth::{PrivateKeyJwt, UnfitKeys};
use oidc::encryption::{Encryption, Unfit};
use oidc::offer::{EncryptionOffer, Offer};
use oidc::secret::Secret;
use serde_json::Value;

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
            (AuthMethod::FirstUse, None) => Ok(ClientAuthentication::FirstUse),
            (AuthMethod::FirstUse, Some(_)) => of_secret(
                "must be left out: the client (token_endpoint_auth_method = \"first_use\") brings it".to_owned(),
            ),
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
                    UnfitKeys::NoKey => ("jwks", unfit.to_string()),
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
        let Some(jwks) = &self.jwks else {
            return Ok(JwkSet::default());
        };
        let set = JwkSet::parse(jwks).map_err(|error| match error {
            JwkSetError::NoKeys => format!("{error}: {}", mend(jwks)),
            JwkSetError::Key { .. } => error.to_string(),
        })?;
        match misspelt(jwks) {
            Some((given, meant)) => Err(format!("has a key of kty `{given}`, which is `{meant}`")),
            None => Ok(set),
        }
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

impl ClientSection {
    /// Refuses what the institution does not list in its metadata.
    pub(super) fn check_offered(&self, offer: &Offer) -> Result<(), Refused> {
        let signing = [
            (
                "id_token_signed_response_alg",
                self.id_token_signed_response_alg,
                &offer.id_token_algs,
            ),
            (
                "userinfo_signed_response_alg",
                self.userinfo_signed_response_alg,
                &offer.userinfo_algs,
            ),
        ];
        for (key, alg, offered) in signing {
            if let Some(alg) = alg.filter(|alg| !offered.contains(alg)) {
                return Err(not_offered(key, alg.as_str()));
            }
        }
        let encryption = [
            (
                (
                    "id_token_encrypted_response_alg",
                    self.id_token_encrypted_response_alg,
                ),
                (
                    "id_token_encrypted_response_enc",
                    self.id_token_encrypted_response_enc,
                ),
                &offer.id_token_encryption,
            ),
            (
                (
                    "userinfo_encrypted_response_alg",
                    self.userinfo_encrypted_response_alg,
                ),
                (
                    "userinfo_encrypted_response_enc",
                    self.userinfo_encrypted_response_enc,
                ),
                &offer.userinfo_encryption,
            ),
        ];
        for ((alg_key, alg), (enc_key, enc), EncryptionOffer { algs, encs }) in encryption {
            if let Some(alg) = alg.filter(|alg| !algs.contains(alg)) {
                return Err(not_offered(alg_key, alg.as_str()));
            }
            // OpenID Connect Dynamic Client Registration 2.
            let enc = enc.or_else(|| alg.map(|_| ContentEncryption::A128CbcHs256));
            if let Some(enc) = enc.filter(|enc| !encs.contains(enc)) {
                return Err(not_offered(enc_key, enc.as_str()));
            }
        }
        if self.dpop_bound_access_tokens && offer.proof_algs.is_empty() {
            let what = "is true, and the institution has no DPoP \
                        (metadata.dpop_signing_alg_values_supported is empty)";
            return Err(("dpop_bound_access_tokens", what.to_owned()));
        }
        Ok(())
    }
}

fn not_offered(key: &'static str, value: &str) -> Refused {
    let what =
        format!("`{value}` is not offered; add it to the list in `metadata`, or take another");
    (key, what)
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

/// How what is no JWK set becomes one.
fn mend(jwks: &Value) -> &'static str {
    match jwks {
        Value::String(text) if text.trim_start().starts_with("-----BEGIN") => {
            "this is PEM; write the public key as a JWK (RFC 7517), which `jose` and most libraries export"
        }
        Value::String(_) => "write the set itself, not its address or its text: nothing is fetched",
        Value::Array(_) => "put the list under `keys`",
        Value::Object(members) if members.contains_key("kty") => {
            "put this key into a list, under `keys`"
        }
        _ => "write { keys = [ … ] } with public keys (RFC 7517 5)",
    }
}

/// Key types are case-sensitive (RFC 7517 4.1), and keys of an unknown one are left out, so a slip would go unseen.
fn misspelt(jwks: &Value) -> Option<(&str, &'static str)> {
    let keys = jwks.get("keys")?.as_array()?;
    keys.iter().find_map(|key| {
        let kty = key.get("kty")?.as_str()?;
        let meant = ["EC", "OKP", "RSA"].into_iter();
        let mut meant = meant.filter(|known| known.eq_ignore_ascii_case(kty) && *known != kty);
        Some((kty, meant.next()?))
    })
}
