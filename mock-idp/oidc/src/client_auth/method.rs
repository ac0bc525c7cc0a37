/// `token_endpoint_auth_method` (OIDC Core 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthMethod {
    /// The secret in the header.
    ClientSecretBasic,
    /// The secret in the body.
    ClientSecretPost,
    /// Nothing: a public client.
    None,
    /// An assertion that the client signs.
    PrivateKeyJwt,
}

impl AuthMethod {
    /// Those that prove something, in the order of Banno's metadata.
    pub const OF_CONFIDENTIAL_CLIENTS: [Self; 3] = [
        Self::ClientSecretBasic,
        Self::ClientSecretPost,
        Self::PrivateKeyJwt,
    ];

    /// The value of `token_endpoint_auth_method`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::None => "none",
            Self::PrivateKeyJwt => "private_key_jwt",
        }
    }
}
