pub(super) mod list;

use oidc::client_auth::AuthMethod;
use oidc::offer::{EncryptionOffer, Endpoints, Offer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use list::{
    ASSERTIONS, AUTH_METHODS, CHALLENGES, GRANTS, ID_TOKEN_ALGS, ID_TOKEN_ENCS, ID_TOKENS, LEVELS,
    MODES, PROOFS, TYPES, USERINFO, USERINFO_ALGS, USERINFO_ENCS,
};

/// `[metadata]`: what an institution offers, by the members of its metadata (OIDC Discovery 3). What is not listed is
/// refused, and a list can have nothing that the mock cannot do.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Metadata)]
pub struct MetadataSection {
    /// Banno's security levels; empty where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) acr_values_supported: Option<Vec<String>>,
    /// Whether the parameter `claims` is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) claims_parameter_supported: Option<bool>,
    /// `S256`, `plain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code_challenge_methods_supported: Option<Vec<String>>,
    /// With `authorization_code`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) grant_types_supported: Option<Vec<String>>,
    /// With `query`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response_modes_supported: Option<Vec<String>>,
    /// With `code`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response_types_supported: Option<Vec<String>>,
    /// `client_secret_basic`, `client_secret_post`, `private_key_jwt`, `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) token_endpoint_auth_methods_supported: Option<Vec<String>>,
    /// What assertions may be signed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) token_endpoint_auth_signing_alg_values_supported: Option<Vec<String>>,
    /// A client that names none has ES256 if it stands here, or else RS256.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id_token_signing_alg_values_supported: Option<Vec<String>>,
    /// Empty, like the next one, where ID tokens are not encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id_token_encryption_alg_values_supported: Option<Vec<String>>,
    /// How contents may be encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id_token_encryption_enc_values_supported: Option<Vec<String>>,
    /// Empty where userinfo answers JSON only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) userinfo_signing_alg_values_supported: Option<Vec<String>>,
    /// Empty, like the next one, where answers of userinfo are not encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) userinfo_encryption_alg_values_supported: Option<Vec<String>>,
    /// How contents may be encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) userinfo_encryption_enc_values_supported: Option<Vec<String>>,
    /// Empty where nobody looks at `DPoP` headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) dpop_signing_alg_values_supported: Option<Vec<String>>,
    /// `false` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_session_endpoint: Option<bool>,
    /// `false` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) introspection_endpoint: Option<bool>,
    /// `false` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pushed_authorization_request_endpoint: Option<bool>,
    /// `false` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revocation_endpoint: Option<bool>,
    /// `false` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) userinfo_endpoint: Option<bool>,
}

impl MetadataSection {
    /// What an institution offers whose profile offers the `usual`.
    pub(super) fn build(&self, usual: Offer) -> Result<Offer, String> {
        let auth_methods =
            AUTH_METHODS.of(self.token_endpoint_auth_methods_supported.as_deref())?;
        let auth_methods = auth_methods.unwrap_or(usual.auth_methods);
        let assertion_algs = ASSERTIONS.of(self
            .token_endpoint_auth_signing_alg_values_supported
            .as_deref())?;
        let signs = auth_methods.contains(&AuthMethod::PrivateKeyJwt);
        let assertion_algs = match assertion_algs {
            Some(algs) if signs && algs.is_empty() => {
                return Err(format!(
                    "metadata.{} is empty, and private_key_jwt is offered: list what assertions may be signed with",
                    ASSERTIONS.key
                ));
            }
            Some(algs) => algs,
            None if signs => usual.assertion_algs,
            None => Vec::new(),
        };
        let there = |told: Option<bool>| told.unwrap_or(true);
        Ok(Offer {
            acr_values: LEVELS
                .of(self.acr_values_supported.as_deref())?
                .unwrap_or(usual.acr_values),
            claims_parameter: there(self.claims_parameter_supported),
            code_challenge_methods: CHALLENGES
                .of(self.code_challenge_methods_supported.as_deref())?
                .unwrap_or(usual.code_challenge_methods),
            proof_algs: PROOFS
                .of(self.dpop_signing_alg_values_supported.as_deref())?
                .unwrap_or(usual.proof_algs),
            endpoints: Endpoints {
                end_session: there(self.end_session_endpoint),
                introspection: there(self.introspection_endpoint),
                pushed_authorization_request: there(self.pushed_authorization_request_endpoint),
                revocation: there(self.revocation_endpoint),
                userinfo: there(self.userinfo_endpoint),
            },
            grant_types: GRANTS
                .of(self.grant_types_supported.as_deref())?
                .unwrap_or(usual.grant_types),
            id_token_algs: ID_TOKENS
                .of(self.id_token_signing_alg_values_supported.as_deref())?
                .unwrap_or(usual.id_token_algs),
            id_token_encryption: encryption(
                "id_token",
                self.id_token_encryption_alg_values_supported.as_deref(),
                self.id_token_encryption_enc_values_supported.as_deref(),
            )?,
            response_modes: MODES
                .of(self.response_modes_supported.as_deref())?
                .unwrap_or(usual.response_modes),
            response_types: TYPES
                .of(self.response_types_supported.as_deref())?
                .unwrap_or(usual.response_types),
            auth_methods,
            assertion_algs,
            userinfo_algs: USERINFO
                .of(self.userinfo_signing_alg_values_supported.as_deref())?
                .unwrap_or(usual.userinfo_algs),
            userinfo_encryption: encryption(
                "userinfo",
                self.userinfo_encryption_alg_values_supported.as_deref(),
                self.userinfo_encryption_enc_values_supported.as_deref(),
            )?,
        })
    }
}

/// A list of encryption, of which both halves are empty or none.
fn encryption(
    of: &str,
    algs: Option<&[String]>,
    encs: Option<&[String]>,
) -> Result<EncryptionOffer, String> {
    let usual = EncryptionOffer::default();
    let (alg_list, enc_list) = if of == "userinfo" {
        (&USERINFO_ALGS, &USERINFO_ENCS)
    } else {
        (&ID_TOKEN_ALGS, &ID_TOKEN_ENCS)
    };
    let offer = EncryptionOffer {
        algs: alg_list.of(algs)?.unwrap_or(usual.algs),
        encs: enc_list.of(encs)?.unwrap_or(usual.encs),
    };
    if offer.algs.is_empty() != offer.encs.is_empty() {
        return Err(format!(
            "metadata.{} and metadata.{} go together: both are empty, or neither",
            alg_list.key, enc_list.key
        ));
    }
    Ok(offer)
}
