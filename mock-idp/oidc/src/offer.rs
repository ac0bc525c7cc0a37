//! What an institution offers of what Banno does: the lists of its metadata, and nothing beyond them is taken.

use jose::{ContentEncryption, JwsAlg, KeyManagement};

use crate::client::{GrantType, SigningAlg};
use crate::client_auth::{ASSERTION_ALGS, AuthMethod};
use crate::dpop::PROOF_ALGS;
use crate::pkce::CodeChallengeMethod;
use crate::response_mode::ResponseMode;
use crate::response_type::ResponseType;
use crate::security_level::SecurityLevel;

/// The lists, in the order in which metadata tells them; the default is what Banno offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// `acr_values_supported`; others are values that nobody knows.
    pub acr_values: Vec<SecurityLevel>,
    /// `claims_parameter_supported`.
    pub claims_parameter: bool,
    /// `code_challenge_methods_supported`.
    pub code_challenge_methods: Vec<CodeChallengeMethod>,
    /// `dpop_signing_alg_values_supported`; without any, proofs are not looked at.
    pub proof_algs: Vec<JwsAlg>,
    /// The endpoints that not every institution has.
    pub endpoints: Endpoints,
    /// `grant_types_supported`.
    pub grant_types: Vec<GrantType>,
    /// `id_token_signing_alg_values_supported`.
    pub id_token_algs: Vec<SigningAlg>,
    /// What ID tokens may be encrypted with.
    pub id_token_encryption: EncryptionOffer,
    /// `response_modes_supported`.
    pub response_modes: Vec<ResponseMode>,
    /// `response_types_supported`.
    pub response_types: Vec<ResponseType>,
    /// `token_endpoint_auth_methods_supported`, which Banno lists without `none`; public clients are served
    /// either way.
    pub auth_methods: Vec<AuthMethod>,
    /// `token_endpoint_auth_signing_alg_values_supported`.
    pub assertion_algs: Vec<JwsAlg>,
    /// `userinfo_signing_alg_values_supported`.
    pub userinfo_algs: Vec<SigningAlg>,
    /// What answers of userinfo may be encrypted with.
    pub userinfo_encryption: EncryptionOffer,
}

/// `…_encryption_alg_values_supported` and `…_encryption_enc_values_supported`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptionOffer {
    /// How keys may be encrypted.
    pub algs: Vec<KeyManagement>,
    /// How contents may be encrypted.
    pub encs: Vec<ContentEncryption>,
}

/// Which endpoints there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one for each endpoint")]
pub struct Endpoints {
    /// `end_session_endpoint`.
    pub end_session: bool,
    /// `introspection_endpoint`.
    pub introspection: bool,
    /// `pushed_authorization_request_endpoint`.
    pub pushed_authorization_request: bool,
    /// `revocation_endpoint`.
    pub revocation: bool,
    /// `userinfo_endpoint`.
    pub userinfo: bool,
}

impl Default for Offer {
    fn default() -> Self {
        use SigningAlg::{Es256, Ps256, Rs256};
        Self {
            acr_values: SecurityLevel::ALL.to_vec(),
            claims_parameter: true,
            code_challenge_methods: vec![CodeChallengeMethod::S256],
            proof_algs: PROOF_ALGS.to_vec(),
            endpoints: Endpoints::default(),
            grant_types: GrantType::ALL.to_vec(),
            id_token_algs: vec![Es256, Ps256, Rs256],
            id_token_encryption: EncryptionOffer::default(),
            response_modes: ResponseMode::ALL.to_vec(),
            response_types: vec![ResponseType::Code, ResponseType::None],
            auth_methods: AuthMethod::OF_CONFIDENTIAL_CLIENTS.to_vec(),
            assertion_algs: ASSERTION_ALGS.to_vec(),
            userinfo_algs: vec![Es256, Ps256, Rs256],
            userinfo_encryption: EncryptionOffer::default(),
        }
    }
}

impl Default for EncryptionOffer {
    fn default() -> Self {
        Self {
            algs: KeyManagement::ALL.to_vec(),
            encs: ContentEncryption::ALL.to_vec(),
        }
    }
}

impl Default for Endpoints {
    fn default() -> Self {
        Self {
            end_session: true,
            introspection: true,
            pushed_authorization_request: true,
            revocation: true,
            userinfo: true,
        }
    }
}

impl Offer {
    /// What ID tokens are signed with for a client that is registered for nothing else: ES256, as at Banno,
    /// or else RS256 (OIDC Dynamic Client Registration 2), or whatever there is.
    #[must_use]
    pub fn usual_id_token_alg(&self) -> SigningAlg {
        let usual = [SigningAlg::Es256, SigningAlg::Rs256, SigningAlg::Ps256];
        let offered = |alg: &SigningAlg| self.id_token_algs.contains(alg);
        usual.into_iter().find(offered).unwrap_or_default()
    }

    /// Whether refresh tokens are given.
    #[must_use]
    pub fn has_refresh_tokens(&self) -> bool {
        self.grant_types.contains(&GrantType::RefreshToken)
    }
}

impl Endpoints {
    /// Whether what stands at that path below the issuer is there.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        match path {
            "/logout" | "/logout/confirm" | "/logout/success" => self.end_session,
            "/me" => self.userinfo,
            "/request" => self.pushed_authorization_request,
            "/token/introspection" => self.introspection,
            "/token/revocation" => self.revocation,
            _ => true,
        }
    }
}
