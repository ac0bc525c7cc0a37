use super::Mock;

/// The quickstart's client.
pub(crate) const CLIENT: &str = "05166b79-4f61-484d-a4b4-2a225926bf4b";
pub(crate) const SECRET: &str = "mock-secret-for-the-banno-quickstart";
pub(crate) const CALLBACK: &str = "https://localhost:8080/auth/cb";
/// RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An authorization request: that of the quickstart, with changes.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    params: Vec<(String, String)>,
}

impl Ask {
    /// What every request needs, for the quickstart's client.
    pub(crate) fn plain() -> Self {
        let usual = [
            ("client_id", CLIENT),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid"),
            ("state", "st"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        Self {
            params: usual.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec(),
        }
    }

    /// A plain request that gets a refresh token too.
    pub(crate) fn offline() -> Self {
        Self::plain().with(
            "scope",
            "openid email profile https://api.banno.com/consumer/auth/offline_access",
        )
    }

    /// The request that shows every claim of the quickstart's user.
    pub(crate) fn full() -> Self {
        Self::plain()
            .with(
                "scope",
                "openid address email phone profile \
                 https://api.banno.com/consumer/auth/offline_access \
                 https://api.banno.com/consumer/auth/accounts.readonly \
                 https://api.banno.com/consumer/auth/transactions.detail.readonly",
            )
            .with("nonce", "no")
            .with(
                "claims",
                r#"{"id_token":{"birthdate":null,"locale":null,"sid":null,"https://api.banno.com/consumer/claim/institution_id":null}}"#,
            )
    }

    /// The request of another client.
    pub(crate) fn of(client: &str) -> Self {
        Self::plain().with("client_id", client)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        match self.params.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => value.clone_into(known),
            None => self.params.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.params.retain(|(known, _)| known != name);
        self
    }

    /// Adds a parameter a second time.
    pub(crate) fn again(mut self, name: &str, value: &str) -> Self {
        self.params.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.params)
            .finish()
    }

    pub(crate) fn url(&self, mock: &Mock) -> String {
        mock.url(&format!("/auth?{}", self.query()))
    }

    pub(crate) fn redirect_uri(&self) -> &str {
        let found = self.params.iter().find(|(name, _)| name == "redirect_uri");
        found.map_or(CALLBACK, |(_, uri)| uri)
    }
}

/// A client of each kind.
pub(crate) const CLIENTS: &str = r#"
[[clients]]
client_id = "05166b79-4f61-484d-a4b4-2a225926bf4b"
client_secret = "mock-secret-for-the-banno-quickstart"
name = "Banno quickstart"
redirect_uris = ["https://localhost:8080/auth/cb", "http://localhost:8080/auth/cb"]

[[clients]]
client_id = "rs256"
client_secret = "rs256-secret"
id_token_signed_response_alg = "RS256"
redirect_uris = ["https://localhost:8080/auth/cb"]
response_types = ["code", "none"]
post_logout_redirect_uris = ["https://localhost:8080/bye?from=bank"]

[[clients]]
client_id = "ps256"
client_secret = "ps256-secret"
id_token_signed_response_alg = "PS256"
redirect_uris = ["https://localhost:8080/auth/cb"]

[[clients]]
client_id = "public"
token_endpoint_auth_method = "none"
redirect_uris = ["https://localhost:8080/auth/cb"]

[[clients]]
client_id = "narrow"
client_secret = "narrow-secret"
scopes = ["openid", "profile"]
redirect_uris = ["https://localhost:8080/auth/cb"]

[[clients]]
client_id = "trusted"
client_secret = "trusted-secret"
require_consent = false
redirect_uris = ["https://localhost:8080/auth/cb"]

[[clients]]
client_id = "lenient"
client_secret = "lenient-secret"
require_pkce = false
redirect_uris = ["https://localhost:8080/auth/cb"]

[[clients]]
client_id = "native"
token_endpoint_auth_method = "none"
redirect_uris = ["com.example.app:/callback"]

[[clients]]
client_id = "code-only"
client_secret = "code-only-secret"
grant_types = ["authorization_code"]
redirect_uris = ["https://localhost:8080/auth/cb"]
"#;
