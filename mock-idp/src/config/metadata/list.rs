//! What may stand in the lists of `[metadata]`.

use jose::{ContentEncryption, JwsAlg, KeyManagement};
use oidc::client::{GrantType, SigningAlg};
use oidc::client_auth::{ASSERTION_ALGS, AuthMethod};
use oidc::dpop::PROOF_ALGS;
use oidc::pkce::CodeChallengeMethod;
use oidc::response_mode::ResponseMode;
use oidc::response_type::ResponseType;
use oidc::security_level::SecurityLevel;

/// A member that is a list, and what may stand in it.
pub(in crate::config) struct List<T: 'static> {
    pub(in crate::config) key: &'static str,
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
    pub(super) fn of(&self, given: Option<&[String]>) -> Result<Option<Vec<T>>, String> {
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
    pub(in crate::config) fn knows(&self, word: &str) -> bool {
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

pub(in crate::config) const LEVELS: List<SecurityLevel> = List {
    key: "acr_values_supported",
    known: &SecurityLevel::ALL,
    name: SecurityLevel::acr,
    needs: Needs::Nothing,
};
pub(in crate::config) const AUTH_METHODS: List<AuthMethod> = List {
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
pub(in crate::config) const ASSERTIONS: List<JwsAlg> = List {
    key: "token_endpoint_auth_signing_alg_values_supported",
    known: &ASSERTION_ALGS,
    name: JwsAlg::as_str,
    needs: Needs::Nothing,
};
pub(in crate::config) const CHALLENGES: List<CodeChallengeMethod> = List {
    key: "code_challenge_methods_supported",
    known: &[CodeChallengeMethod::S256, CodeChallengeMethod::Plain],
    name: CodeChallengeMethod::as_str,
    needs: Needs::One,
};
pub(in crate::config) const PROOFS: List<JwsAlg> = List {
    key: "dpop_signing_alg_values_supported",
    known: &PROOF_ALGS,
    name: JwsAlg::as_str,
    needs: Needs::Nothing,
};
pub(in crate::config) const GRANTS: List<GrantType> = List {
    key: "grant_types_supported",
    known: &GrantType::ALL,
    name: GrantType::as_str,
    needs: Needs::This("authorization_code"),
};
pub(in crate::config) const MODES: List<ResponseMode> = List {
    key: "response_modes_supported",
    known: &ResponseMode::ALL,
    name: ResponseMode::as_str,
    needs: Needs::This("query"),
};
pub(in crate::config) const TYPES: List<ResponseType> = List {
    key: "response_types_supported",
    known: &[ResponseType::Code, ResponseType::None],
    name: ResponseType::as_str,
    needs: Needs::This("code"),
};
const SIGNING: [SigningAlg; 3] = [SigningAlg::Es256, SigningAlg::Ps256, SigningAlg::Rs256];
pub(in crate::config) const ID_TOKENS: List<SigningAlg> = List {
    key: "id_token_signing_alg_values_supported",
    known: &SIGNING,
    name: SigningAlg::as_str,
    needs: Needs::One,
};
pub(in crate::config) const USERINFO: List<SigningAlg> = List {
    key: "userinfo_signing_alg_values_supported",
    known: &SIGNING,
    name: SigningAlg::as_str,
    needs: Needs::Nothing,
};
pub(in crate::config) const ID_TOKEN_ALGS: List<KeyManagement> =
    algs("id_token_encryption_alg_values_supported");
pub(in crate::config) const ID_TOKEN_ENCS: List<ContentEncryption> =
    encs("id_token_encryption_enc_values_supported");
pub(in crate::config) const USERINFO_ALGS: List<KeyManagement> =
    algs("userinfo_encryption_alg_values_supported");
pub(in crate::config) const USERINFO_ENCS: List<ContentEncryption> =
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
