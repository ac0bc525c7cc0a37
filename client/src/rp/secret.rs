use std::fmt;

use subtle::ConstantTimeEq;

/// Declares string newtypes that cannot be printed by accident: `Debug` is masked, there is no
/// `Display`, and they compare in constant time.
macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(String);

        impl $name {
            /// Wraps the value.
            #[must_use]
            pub fn new(value: impl Into<String>) -> Self {
                Self(value.into())
            }

            /// The value itself; whoever calls this answers for where it goes.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }

            /// Whether the value is `other`, in a time that does not tell where they differ.
            #[must_use]
            pub fn matches(&self, other: &str) -> bool {
                self.0.as_bytes().ct_eq(other.as_bytes()).into()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(masked)"))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.matches(&other.0)
            }
        }

        impl Eq for $name {}
    )*};
}

secrets! {
    /// An access token (RFC 6749 1.4); opaque to a client, whatever it looks like.
    AccessToken;
    /// The client's secret (RFC 6749 2.3.1).
    ClientSecret;
    /// An authorization code (RFC 6749 1.3.1).
    Code;
    /// The code verifier of one authorization request (RFC 7636 4.1).
    CodeVerifier;
    /// The `state` of one logout request (RP-Initiated Logout 1.0, 2).
    LogoutState;
    /// The `nonce` of one authorization request (OIDC Core 3.1.2.1).
    Nonce;
    /// An ID token as it came, three base64url parts (OIDC Core 2).
    RawIdToken;
    /// A refresh token (RFC 6749 1.5).
    RefreshToken;
    /// The `state` of one authorization request (RFC 6749 4.1.1).
    State;
}
