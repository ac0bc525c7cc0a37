//! What it means that an element of a list is missing, or there besides.

use crate::finding::Severity::{Breaking, Info, Notable};
use crate::finding::Weight;

/// A list, and what its differences mean.
pub(super) struct List {
    pub(super) member: &'static str,
    /// What a document offers that leaves the list out.
    pub(super) implied: Implied,
    /// The provider leaves it out, which means nothing of the kind or tells nothing.
    pub(super) absent: Weight,
    missing: Weight,
    extra: Weight,
    /// Words that weigh otherwise.
    exceptions: &'static [Exception],
}

/// What a document means that leaves a list out.
pub(super) enum Implied {
    Nothing,
    These(&'static [&'static str]),
    Unsaid,
}

enum Exception {
    Missing(&'static str, Weight),
    Extra(&'static str, Weight),
}

impl List {
    pub(super) fn missing_of(&self, word: &str) -> Weight {
        let special = self
            .exceptions
            .iter()
            .find_map(|exception| match exception {
                Exception::Missing(name, weight) if *name == word => Some(*weight),
                _ => None,
            });
        special.unwrap_or(self.missing)
    }

    pub(super) fn extra_of(&self, word: &str) -> Weight {
        let special = self
            .exceptions
            .iter()
            .find_map(|exception| match exception {
                Exception::Extra(name, weight) if *name == word => Some(*weight),
                _ => None,
            });
        special.unwrap_or(self.extra)
    }
}

impl Implied {
    pub(super) fn values(&self) -> Vec<&'static str> {
        match self {
            Self::These(words) => words.to_vec(),
            Self::Nothing | Self::Unsaid => Vec::new(),
        }
    }
}

const REQUIRED: Weight = (
    Breaking,
    "is required (OIDC Discovery 3): libraries refuse a document without it",
);

const fn list(
    member: &'static str,
    implied: Implied,
    [absent, missing, extra]: [Weight; 3],
) -> List {
    List {
        member,
        implied,
        absent,
        missing,
        extra,
        exceptions: &[],
    }
}

/// Something that a client is registered for.
const fn registered(member: &'static str, absent: &'static str) -> List {
    let missing = "an application that is registered for it fails";
    let extra = "the mock registers no client for it";
    list(
        member,
        Implied::Nothing,
        [(Breaking, absent), (Breaking, missing), (Notable, extra)],
    )
}

pub(super) const LISTS: [List; 18] = [
    list(
        "acr_values_supported",
        Implied::Nothing,
        [
            (
                Notable,
                "no level of login is offered: an application that asks for one may not get it",
            ),
            (
                Notable,
                "an application that asks for this level may be signed in at another",
            ),
            (Notable, "the mock does not sign in at this level"),
        ],
    ),
    list(
        "claims_supported",
        Implied::Unsaid,
        [
            (Notable, "which claims there are is not said"),
            (
                Notable,
                "an application that asks for this claim does not get it",
            ),
            (Notable, "the mock answers without this claim"),
        ],
    ),
    List {
        exceptions: &[Exception::Missing(
            "S256",
            (
                Breaking,
                "an application that sends a challenge of this method is refused",
            ),
        )],
        ..list(
            "code_challenge_methods_supported",
            Implied::Nothing,
            [
                (
                    Notable,
                    "no PKCE is announced (RFC 8414 2): libraries that insist on it refuse the provider, and \
                     others may send their challenge in vain",
                ),
                (
                    Notable,
                    "an application that sends a challenge of this method is refused",
                ),
                (Notable, "the profile refuses challenges of this method"),
            ],
        )
    },
    list(
        "grant_types_supported",
        Implied::These(&["authorization_code", "implicit"]),
        [
            REQUIRED,
            (
                Breaking,
                "an application that uses this grant is refused at the token endpoint",
            ),
            (Notable, "the profile refuses this grant"),
        ],
    ),
    list(
        "response_modes_supported",
        Implied::These(&["query", "fragment"]),
        [
            REQUIRED,
            (
                Breaking,
                "an application that asks for its response in this mode is refused",
            ),
            (Notable, "the profile refuses this mode"),
        ],
    ),
    list(
        "response_types_supported",
        Implied::Unsaid,
        [
            REQUIRED,
            (
                Breaking,
                "an application that uses this response type is refused",
            ),
            (Notable, "the profile refuses this response type"),
        ],
    ),
    List {
        exceptions: &[Exception::Missing(
            "openid",
            (
                Breaking,
                "without it nobody is signed in (OIDC Core 3.1.2.1)",
            ),
        )],
        ..list(
            "scopes_supported",
            Implied::Unsaid,
            [
                (Notable, "which scopes there are is not said"),
                (
                    Notable,
                    "an application that asks for this scope gets less, or is refused",
                ),
                (
                    Notable,
                    "the profile drops this scope, so an application gets less from the mock",
                ),
            ],
        )
    },
    list(
        "subject_types_supported",
        Implied::Unsaid,
        [
            REQUIRED,
            (Notable, "`sub` may be another one for each application"),
            (
                Info,
                "of no concern unless an application is registered for it",
            ),
        ],
    ),
    List {
        exceptions: &[Exception::Extra(
            "none",
            (
                Info,
                "the mock has public clients too, and lists them as little as Banno does",
            ),
        )],
        ..list(
            "token_endpoint_auth_methods_supported",
            Implied::These(&["client_secret_basic"]),
            [
                REQUIRED,
                (
                    Breaking,
                    "an application that proves itself in this way is refused",
                ),
                (
                    Notable,
                    "the profile refuses clients that prove themselves in this way",
                ),
            ],
        )
    },
    list(
        "token_endpoint_auth_signing_alg_values_supported",
        Implied::Unsaid,
        [
            (
                Notable,
                "what assertions (private_key_jwt) may be signed with is not said",
            ),
            (
                Breaking,
                "an application that signs its assertions (private_key_jwt) with it is refused",
            ),
            (
                Notable,
                "the mock refuses assertions that are signed with it",
            ),
        ],
    ),
    List {
        exceptions: &[
            Exception::Missing(
                "RS256",
                (
                    Breaking,
                    "an application that leaves the algorithm of ID tokens to OpenID Connect's default fails",
                ),
            ),
            Exception::Extra(
                "none",
                (
                    Notable,
                    "ID tokens may be unsigned: an application has to insist on its algorithm",
                ),
            ),
        ],
        ..list(
            "id_token_signing_alg_values_supported",
            Implied::Unsaid,
            [
                REQUIRED,
                (
                    Breaking,
                    "an application that is registered for ID tokens with this algorithm fails",
                ),
                (Notable, "the profile signs no ID token with this algorithm"),
            ],
        )
    },
    registered(
        "id_token_encryption_alg_values_supported",
        "ID tokens are not encrypted",
    ),
    registered(
        "id_token_encryption_enc_values_supported",
        "ID tokens are not encrypted",
    ),
    registered(
        "userinfo_signing_alg_values_supported",
        "userinfo does not sign what it answers",
    ),
    registered(
        "userinfo_encryption_alg_values_supported",
        "userinfo does not encrypt what it answers",
    ),
    registered(
        "userinfo_encryption_enc_values_supported",
        "userinfo does not encrypt what it answers",
    ),
    list(
        "dpop_signing_alg_values_supported",
        Implied::Nothing,
        [
            (
                Breaking,
                "tokens are not bound to keys (RFC 9449): an application that insists on it fails",
            ),
            (
                Breaking,
                "an application that signs its proofs (RFC 9449) with it is refused",
            ),
            (Notable, "the mock refuses proofs that are signed with it"),
        ],
    ),
    list(
        "claim_types_supported",
        Implied::These(&["normal"]),
        [
            REQUIRED,
            (Notable, "claims may come in another way (OIDC Core 5.6)"),
            (
                Info,
                "an application that knows normal claims only does not notice",
            ),
        ],
    ),
];
