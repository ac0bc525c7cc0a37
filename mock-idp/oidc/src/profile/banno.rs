//! Banno. Its scopes and claims are those of a live institution, in the fixtures; what it offers and has
//! chosen are the defaults of [`Offer`](crate::offer::Offer) and [`Policies`](crate::policy::Policies).

use crate::scope::OPENID;

/// The claims that a scope releases (OIDC Core 5.4, in Banno's selection and order).
pub(super) const SCOPE_CLAIMS: [(&str, &[&str]); 5] = [
    (OPENID, &["sub"]),
    (
        "profile",
        &[
            "family_name",
            "given_name",
            "middle_name",
            "name",
            "nickname",
            "picture",
            "preferred_username",
            LOCALE,
        ],
    ),
    ("email", &["email"]),
    ("address", &["address"]),
    ("phone", &["phone_number"]),
];

/// Documented by Banno as part of `profile` and seen in its samples, though not advertised.
pub(super) const LOCALE: &str = "locale";
