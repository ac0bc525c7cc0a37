use jose::{ContentEncryption, JwsAlg, KeyManagement};
use oidc::client::{GrantType, SigningAlg};
use oidc::client_auth::{ASSERTION_ALGS, AuthMethod};
use oidc::dpop::PROOF_ALGS;
use oidc::offer::{EncryptionOffer, Endpoints, Offer};
use oidc::pkce::CodeChallengeMethod;
use oidc::response_mode::ResponseMode;
use oidc::response_type::ResponseType;
use oidc::security_level::SecurityLevel;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
    pub(super) fn build(&self) -> Result<Offer, String> {
        let usual = Offer::default();
        let auth_methods = AUTH_METHODS.of(&self.token_endpoint_auth_methods_supported)?;
        let auth_methods = auth_methods.unwrap_or(usual.auth_methods);
        let assertion_algs =
            ASSERTIONS.of(&self.token_endpoint_auth_signing_alg_values_supported)?;
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
                .of(&self.acr_values_supported)?
                .unwrap_or(usual.acr_values),
            claims_parameter: there(self.claims_parameter_supported),
            code_challenge_methods: CHALLENGES
                .of(&self.code_challenge_methods_supported)?
                .unwrap_or(usual.code_challenge_methods),
            proof_algs: PROOFS
                .of(&self.dpop_signing_alg_values_supported)?
                .unwrap_or(usual.proof_algs),
            endpoints: Endpoints {
                end_session: there(self.end_session_endpoint),
                introspection: there(self.introspection_endpoint),
                pushed_authorization_request: there(self.pushed_authorization_request_endpoint),
                revocation: there(self.revocation_endpoint),
                userinfo: there(self.userinfo_endpoint),
            },
            grant_types: GRANTS
                .of(&self.grant_types_supported)?
                .unwrap_or(usual.grant_types),
            id_token_algs: ID_TOKENS
                .of(&self.id_token_signing_alg_values_supported)?
                .unwrap_or(usual.id_token_algs),
            id_token_encryption: encryption(
                "id_token",
                &self.id_token_encryption_alg_values_supported,
                &self.id_token_encryption_enc_values_supported,
            )?,
            response_modes: MODES
                .of(&self.response_modes_supported)?
                .unwrap_or(usual.response_modes),
            response_types: TYPES
                .of(&self.response_types_supported)?
                .unwrap_or(usual.response_types),
            auth_methods,
            assertion_algs,
            userinfo_algs: USERINFO
                .of(&self.userinfo_signing_alg_values_supported)?
                .unwrap_or(usual.userinfo_algs),
            userinfo_encryption: encryption(
                "userinfo",
                &self.userinfo_encryption_alg_values_supported,
                &self.userinfo_encryption_enc_values_supported,
            )?,
        })
    }
}

/// A member that is a list, and what may stand in it.
pub(super) struct List<T: 'static> {
    pub(super) key: &'static str,
    known: &'static [T],
    name: fn(T) -> &'static str,
    /// What must stand in it, or why it must not be empty.
    needs: Needs,
}

#[derive(Clone, Copy)]
enum Needs {
    Nothing,
    One,
    This(&'static str),
}

impl<T: Copy + PartialEq> List<T> {
    /// The words as values; those that the mock does not know are refused, as is a word that comes twice.
    fn of(&self, given: &Option<Vec<String>>) -> Result<Option<Vec<T>>, String> {
        let key = self.key;
        let Some(words) = given else {
            return Ok(None);
        };
        let mut values = Vec::with_capacity(words.len());
        for word in words {
            let value = self.value(word).ok_or_else(|| {
                format!(
                    "metadata.{key}: `{word}` is not among what the mock can do: {}",
                    self.names().join(", ")
                )
            })?;
            if values.contains(&value) {
                return Err(format!("metadata.{key}: `{word}` stands twice"));
            }
            values.push(value);
        }
        let needed = match self.needs {
            Needs::Nothing => None,
            Needs::One => values.is_empty().then(|| self.names().join(", ")),
            Needs::This(word) => {
                let is_there = words.iter().any(|there| there == word);
                (!is_there).then(|| word.to_owned())
            }
        };
        match needed {
            Some(needed) => Err(format!(
                "metadata.{key} needs {needed}; leave the key out where all that Banno offers is offered"
            )),
            None => Ok(Some(values)),
        }
    }

    /// Whether the mock can be that.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.value(word).is_some()
    }

    fn value(&self, word: &str) -> Option<T> {
        let mut known = self.known.iter().copied();
        known.find(|value| (self.name)(*value) == word)
    }

    fn names(&self) -> Vec<&'static str> {
        self.known.iter().copied().map(self.name).collect()
    }
}

/// A list of encryption, of which both halves are empty or none.
fn encryption(
    of: &str,
    algs: &Option<Vec<String>>,
    encs: &Option<Vec<String>>,
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

pub(super) const LEVELS: List<SecurityLevel> = List {
    key: "acr_values_supported",
    known: &SecurityLevel::ALL,
    name: SecurityLevel::acr,
    needs: Needs::Nothing,
};
pub(super) const AUTH_METHODS: List<AuthMethod> = List {
    key: "token_endpoint_auth_methods_supported",
    known: &[
        AuthMethod::ClientSecretBasic,
        AuthMethod::ClientSecretPost,
        AuthMethod::PrivateKeyJwt,
        AuthMethod::None,
    ],
    name: AuthMethod::as_str,
    needs: Needs::One,
};
pub(super) const ASSERTIONS: List<JwsAlg> = List {
    key: "token_endpoint_auth_signing_alg_values_supported",
    known: &ASSERTION_ALGS,
    name: JwsAlg::as_str,
    needs: Needs::Nothing,
};
pub(super) const CHALLENGES: List<CodeChallengeMethod> = List {
    key: "code_challenge_methods_supported",
    known: &[CodeChallengeMethod::S256, CodeChallengeMethod::Plain],
    name: CodeChallengeMethod::as_str,
    needs: Needs::One,
};
pub(super) const PROOFS: List<JwsAlg> = List {
    key: "dpop_signing_alg_values_supported",
    known: &PROOF_ALGS,
    name: JwsAlg::as_str,
    needs: Needs::Nothing,
};
pub(super) const GRANTS: List<GrantType> = List {
    key: "grant_types_supported",
    known: &GrantType::ALL,
    name: GrantType::as_str,
    needs: Needs::This("authorization_code"),
};
pub(super) const MODES: List<ResponseMode> = List {
    key: "response_modes_supported",
    known: &ResponseMode::ALL,
    name: ResponseMode::as_str,
    needs: Needs::This("query"),
};
pub(super) const TYPES: List<ResponseType> = List {
    key: "response_types_supported",
    known: &[ResponseType::Code, ResponseType::None],
    name: ResponseType::as_str,
    needs: Needs::This("code"),
};
const SIGNING: [SigningAlg; 3] = [SigningAlg::Es256, SigningAlg::Ps256, SigningAlg::Rs256];
pub(super) const ID_TOKENS: List<SigningAlg> = List {
    key: "id_token_signing_alg_values_supported",
    known: &SIGNING,
    name: SigningAlg::as_str,
    needs: Needs::One,
};
pub(super) const USERINFO: List<SigningAlg> = List {
    key: "userinfo_signing_alg_values_supported",
    known: &SIGNING,
    name: SigningAlg::as_str,
    needs: Needs::Nothing,
};
pub(super) const ID_TOKEN_ALGS: List<KeyManagement> =
    algs("id_token_encryption_alg_values_supported");
pub(super) const ID_TOKEN_ENCS: List<ContentEncryption> =
    encs("id_token_encryption_enc_values_supported");
pub(super) const USERINFO_ALGS: List<KeyManagement> =
    algs("userinfo_encryption_alg_values_supported");
pub(super) const USERINFO_ENCS: List<ContentEncryption> =
    encs("userinfo_encryption_enc_values_supported");

const fn algs(key: &'static str) -> List<KeyManagement> {
    List {
        key,
        known: &KeyManagement::ALL,
        name: KeyManagement::as_str,
        needs: Needs::Nothing,
    }
}

const fn encs(key: &'static str) -> List<ContentEncryption> {
    List {
        key,
        known: &ContentEncryption::ALL,
        name: ContentEncryption::as_str,
        needs: Needs::Nothing,
    }
}
