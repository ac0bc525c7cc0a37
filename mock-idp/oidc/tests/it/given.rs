//! One institution, its clients and its user, as most tests find them.

use std::sync::Arc;
use std::time::Duration;

use oidc::access_token::AccessToken;
use oidc::authorization_code::Authorization;
use oidc::claims::{Claims, ClaimsRequest};
use oidc::client::{Client, ClientAuthentication, GrantType, SigningAlg};
use oidc::client_auth::Context;
use oidc::clock::Timestamp;
use oidc::dpop::Holder;
use oidc::grant::{Grant, GrantId};
use oidc::offer::Offer;
use oidc::params::Params;
use oidc::policy::{Leniencies, Leniency, Policies};
use oidc::profile::{Lifetimes, Profile, ProfileName};
use oidc::response_mode::{AuthorizationResponse, FormPost};
use oidc::response_type::ResponseType;
use oidc::scope::{BANNO_OFFLINE_ACCESS, ScopeSet};
use oidc::secret::Secret;
use serde_json::{Value, json};

pub(crate) const ISSUER: &str = "https://localhost:8443/a/consumer/api/v0/oidc";
pub(crate) const API: &str = "https://localhost:8443/a/consumer/api/v0";
pub(crate) const RILEY: &str = "5cad5c30-6d24-11e9-870c-0242b78f8571";
pub(crate) const SECRET: &str = "a published mock secret";
pub(crate) const NOW: Timestamp = Timestamp::from_unix(1_790_000_000);

/// RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A parameter as it is sent.
pub(crate) type Pair<'a> = (&'a str, &'a str);

pub(crate) fn later(seconds: u64) -> Timestamp {
    NOW.after(Duration::from_secs(seconds))
}

pub(crate) fn profile() -> Profile {
    let claims = "sub family_name given_name middle_name name nickname picture preferred_username \
                  email address phone_number acr sid auth_time iss birthdate \
                  https://api.banno.com/consumer/claim/institution_id";
    Profile {
        name: ProfileName::Banno,
        issuer: ISSUER.to_owned(),
        back_channel: None,
        api: API.to_owned(),
        scopes: Arc::new(ScopeSet::parse(&format!(
            "openid offline_access profile email address phone {BANNO_OFFLINE_ACCESS}"
        ))),
        claims: Arc::new(claims.split_whitespace().map(str::to_owned).collect()),
        restricted: Arc::default(),
        lifetimes: Lifetimes::default(),
        offer: Offer::default(),
        policies: Policies::default(),
        leniencies: Leniencies::default(),
    }
}

/// An institution that accepts these things, though Banno refuses them.
pub(crate) fn lenient(leniencies: &[Leniency]) -> Profile {
    Profile {
        leniencies: leniencies.iter().copied().collect(),
        ..profile()
    }
}

/// An institution that has chosen otherwise where Banno documents nothing.
pub(crate) fn choosing(policies: Policies) -> Profile {
    Profile {
        policies,
        ..profile()
    }
}

/// A confidential client with two redirect URIs.
pub(crate) fn client() -> Client {
    Client {
        id: "two".to_owned(),
        name: "Two redirect URIs".to_owned(),
        authentication: ClientAuthentication::Secret(Secret::new(SECRET)),
        redirect_uris: vec![
            "https://rp.example/cb".to_owned(),
            "https://rp.example/other".to_owned(),
        ],
        post_logout_redirect_uris: vec!["https://rp.example/bye".to_owned()],
        response_types: vec![ResponseType::Code, ResponseType::None],
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        scopes: None,
        claims: [].into(),
        id_token_alg: SigningAlg::Es256,
        id_token_encryption: None,
        userinfo_alg: None,
        userinfo_encryption: None,
        dpop_bound_access_tokens: false,
        require_consent: true,
        require_pkce: true,
    }
}

/// A public client with one redirect URI.
pub(crate) fn public_client() -> Client {
    Client {
        id: "one".to_owned(),
        authentication: ClientAuthentication::None,
        redirect_uris: vec!["https://one.example/cb".to_owned()],
        ..client()
    }
}

/// A client that may ask for `openid` and `email` alone, and may not refresh.
pub(crate) fn narrow_client() -> Client {
    Client {
        id: "narrow".to_owned(),
        scopes: Some(ScopeSet::parse("openid email")),
        grant_types: vec![GrantType::AuthorizationCode],
        ..client()
    }
}

/// A client on the user's own machine.
pub(crate) fn native_client() -> Client {
    Client {
        id: "native".to_owned(),
        redirect_uris: vec![
            "http://localhost:8080/cb".to_owned(),
            "http://127.0.0.1/cb?a=b".to_owned(),
            "https://[::1]:9000/".to_owned(),
            "https://rp.example/cb".to_owned(),
            "http://10.0.0.1:8080/cb".to_owned(),
            "http://localhost:8080?a=b".to_owned(),
            "http://localhost.local:8080/cb".to_owned(),
        ],
        ..client()
    }
}

/// Whoever authenticates at the token endpoint, with no script in between.
pub(crate) fn context(profile: &Profile) -> Context<'_> {
    Context {
        origin: None,
        path: "/token",
        now: NOW,
        profile,
    }
}

/// A client that proves no key.
pub(crate) const fn holder(client: &Client) -> Holder<'_> {
    Holder {
        client,
        proof: None,
    }
}

pub(crate) fn params(pairs: &[Pair<'_>]) -> Params {
    let mut encoded = url::form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(pairs);
    Params::parse(encoded.finish().as_bytes())
}

/// `base` with other values for the names in `changes`; an empty value leaves the parameter out,
/// and a name that is there twice comes twice.
pub(crate) fn changed(base: &[Pair<'_>], changes: &[Pair<'_>]) -> Params {
    let kept = base
        .iter()
        .filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    let pairs: Vec<_> = kept.chain(changes).copied().collect();
    params(&pairs)
}

/// Borrows what was decoded.
pub(crate) fn pairs(decoded: &[(String, String)]) -> Vec<Pair<'_>> {
    decoded
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// The address that a response leads to, which is to be a redirect.
pub(crate) fn address(response: AuthorizationResponse) -> String {
    match response {
        AuthorizationResponse::Redirect(address) => address.expose().to_owned(),
        AuthorizationResponse::FormPost(form) => panic!("a form for {}", form.action),
    }
}

/// The form that a response is, with its fields as they are sent.
pub(crate) fn form(response: AuthorizationResponse) -> (FormPost, Vec<(String, String)>) {
    let AuthorizationResponse::FormPost(form) = response else {
        panic!("a redirect");
    };
    let exposed = |(name, value): &(String, Secret)| (name.clone(), value.expose().to_owned());
    let fields = form.fields.iter().map(exposed).collect();
    (form, fields)
}

/// The rows of a table that is drawn with bars.
pub(crate) fn table<const N: usize>(drawn: &str) -> Vec<[&str; N]> {
    let rows = drawn.lines().filter(|line| !line.trim().is_empty());
    let cells = |row| {
        let cells: Vec<&str> = str::split(row, '|').map(str::trim).collect();
        <[&str; N]>::try_from(cells).unwrap()
    };
    rows.map(cells).collect()
}

pub(crate) fn grant() -> Grant {
    Grant {
        id: GrantId("grant".to_owned()),
        account: RILEY.to_owned(),
        client_id: client().id,
        scopes: ScopeSet::parse("openid email offline_access"),
        claims: ["birthdate".to_owned()].into(),
        expires_at: later(1_000_000),
        session_ended: false,
    }
}

pub(crate) fn authorization() -> Authorization {
    Authorization {
        grant: grant().id,
        client_id: client().id,
        account: RILEY.to_owned(),
        scope: grant().scopes,
        claims: ClaimsRequest::default(),
        nonce: None,
        auth_time: Timestamp::from_unix(1_789_999_000),
        acr: None,
        sid: "e10597ce-5d3c-4bd7-a9a4-31f3f4b5a3a5".to_owned(),
        resources: Vec::new(),
    }
}

pub(crate) fn access_token() -> AccessToken {
    AccessToken {
        grant: grant().id,
        client_id: client().id,
        account: RILEY.to_owned(),
        scope: grant().scopes,
        claims: ClaimsRequest::default(),
        sid: None,
        jkt: None,
        issued_at: NOW,
        expires_at: later(600),
        offline: false,
    }
}

/// Riley Doe, with her claims in an order of their own.
pub(crate) fn riley() -> Claims {
    let Value::Object(claims) = json!({
        "name": "Riley Doe",
        "given_name": "Riley",
        "family_name": "Doe",
        "preferred_username": "rileydoe",
        "locale": "en-US",
        "email": "rileydoe@jackhenry.dev",
        "phone_number": "+15552368",
        "birthdate": "1951-03-02",
        "address": {
            "street_address": "400 Broad St",
            "locality": "Seattle",
            "region": "WA",
            "postal_code": "981090000",
        },
        "shoe_size": 38,
    }) else {
        unreachable!("an object was written")
    };
    claims
}
