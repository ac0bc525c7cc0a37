//! A provider that passes the plans of the OpenID Foundation's conformance suite (Basic, Config, Form Post
//! Basic, RP-Initiated Logout) without a warning. Where it differs from Banno it follows OpenID Connect Core.

use crate::client::{GrantType, SigningAlg};
use crate::offer::Offer;
use crate::policy::{IdTokenClaims, IdTokenSid, Policies};
use crate::response_type::ResponseType;
use crate::scope::{OFFLINE_ACCESS, OPENID, ScopeSet};

/// The claims that a scope releases: the whole table (OIDC Core 5.4).
pub(super) const SCOPE_CLAIMS: [(&str, &[&str]); 5] = [
    (OPENID, &["sub"]),
    (
        "profile",
        &[
            "name",
            "family_name",
            "given_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
        ],
    ),
    ("email", &["email", "email_verified"]),
    ("address", &["address"]),
    ("phone", &["phone_number", "phone_number_verified"]),
];

/// `scopes_supported`: those of the table, and the standard one for refresh tokens (OIDC Core 11).
#[must_use]
pub fn scopes() -> ScopeSet {
    let of_claims = SCOPE_CLAIMS.iter().map(|(scope, _)| *scope);
    of_claims.chain([OFFLINE_ACCESS]).collect()
}

/// `claims_supported`: those of the table, then what an ID token says of itself and of the login.
#[must_use]
pub fn claims() -> Vec<String> {
    let of_scopes = SCOPE_CLAIMS.iter().flat_map(|(_, claims)| *claims).copied();
    let names = of_scopes.chain(OF_TOKENS);
    names.map(str::to_owned).collect()
}

/// OIDC Core 2, Front-Channel Logout 3.
const OF_TOKENS: [&str; 7] = ["iss", "aud", "exp", "iat", "auth_time", "acr", "sid"];

/// RS256 comes first: it is the one that every client knows (OIDC Core 15.1). Security levels stay, since
/// whoever sends `acr_values` should be answered by one of them (OIDC Core 3.1.2.1).
pub(super) fn offer() -> Offer {
    use SigningAlg::{Es256, Ps256, Rs256};
    Offer {
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        id_token_algs: vec![Rs256, Es256, Ps256],
        response_types: vec![ResponseType::Code],
        userinfo_algs: vec![Rs256, Es256, Ps256],
        ..Offer::default()
    }
}

/// What scopes ask for is for the userinfo endpoint alone, as there is an access token for it (OIDC Core 5.4).
pub(super) fn policies() -> Policies {
    Policies {
        id_token_claims: IdTokenClaims::Requested,
        id_token_sid: IdTokenSid::Always,
        id_token_signed_response_alg: SigningAlg::Rs256,
        ..Policies::default()
    }
}
