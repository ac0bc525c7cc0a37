//! Client authentication (RFC 6749 2.3).

mod assertion;
mod basic;
mod method;

use crate::client::{Client, ClientAuthentication};
use crate::clock::Timestamp;
use crate::params::Params;
use crate::policy::Leniency;
use crate::profile::Profile;
use crate::refusal::ClientAuthRefusal;
use crate::replay::Once;
use crate::secret::Secret;

pub use assertion::{ASSERTION_ALGS, ClientAssertion, PrivateKeyJwt, UnfitKeys};
pub use method::AuthMethod;

/// The parameters that authenticate a client; none of them may come twice, which is looked at before
/// anything else.
const PARAMETERS: [&str; 4] = [
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
];

/// Who a request says that it is from, and what it offers as proof.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// `client_id`, or the `sub` of an assertion.
    pub client_id: String,
    /// What it offers.
    pub offered: Offered,
}

/// What a client offers as proof of who it is.
#[derive(Clone, Debug)]
pub enum Offered {
    /// `client_assertion` (RFC 7523 2.2).
    Assertion(ClientAssertion),
    /// Nothing: a public client.
    None,
    /// The secret, from the header or from the body (RFC 6749 2.3.1), with the method that this is.
    Secret(AuthMethod, Secret),
}

/// Where and when a client authenticates.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The script's origin that asks, if one does.
    pub origin: Option<&'a str>,
    /// The path of the endpoint below the issuer.
    pub path: &'a str,
    /// The time.
    pub now: Timestamp,
    /// The institution's.
    pub profile: &'a Profile,
}

/// A client that is who it says.
#[derive(Clone, Debug)]
pub struct Authenticated<'c> {
    /// The client.
    pub client: &'c Client,
    /// What must not have come before: the assertion, if it was one.
    pub once: Option<Once>,
}

impl Credentials {
    /// Reads the `Authorization` header and the body.
    ///
    /// # Errors
    /// The variants of [`ClientAuthRefusal`] that concern form, not truth.
    pub fn parse(authorization: Option<&str>, params: &Params) -> Result<Self, ClientAuthRefusal> {
        let repeated = params.repeated(&PARAMETERS);
        if !repeated.is_empty() {
            return Err(ClientAuthRefusal::ParameterRepeated(repeated));
        }
        let in_body = params.get("client_id");
        let secret = params.get("client_secret");
        let credentials = match (authorization, in_body) {
            (Some(header), _) => {
                let (client_id, secret_in_header) = basic::parse(header)?;
                if in_body.is_some_and(|in_body| in_body != client_id) {
                    return Err(ClientAuthRefusal::IdsDiffer);
                }
                if secret_in_header.expose().is_empty() {
                    return Err(ClientAuthRefusal::BasicWithoutSecret);
                }
                if secret.is_some() {
                    return Err(ClientAuthRefusal::SeveralMechanisms);
                }
                let offered = Offered::Secret(AuthMethod::ClientSecretBasic, secret_in_header);
                Some(Self { client_id, offered })
            }
            (None, Some(client_id)) => Some(Self {
                client_id: client_id.to_owned(),
                offered: secret.map_or(Offered::None, |secret| {
                    Offered::Secret(AuthMethod::ClientSecretPost, Secret::new(secret))
                }),
            }),
            (None, None) => None,
        };
        if let Some(assertion) = params.get("client_assertion") {
            if authorization.is_some() || secret.is_some() {
                return Err(ClientAuthRefusal::SeveralMechanisms);
            }
            let (client_id, assertion) = ClientAssertion::parse(assertion, params)?;
            let offered = Offered::Assertion(assertion);
            return Ok(Self { client_id, offered });
        }
        credentials
            .filter(|it| !it.client_id.is_empty())
            .ok_or(ClientAuthRefusal::Missing)
    }

    /// In which way the client proves itself.
    const fn method(&self) -> AuthMethod {
        match &self.offered {
            Offered::Assertion(_) => AuthMethod::PrivateKeyJwt,
            Offered::None => AuthMethod::None,
            Offered::Secret(method, _) => *method,
        }
    }

    /// Whether they are the first that such a client brings: what they offer is what it is registered for
    /// from then on, a secret or none. An assertion is not, since nobody knows its keys.
    #[must_use]
    pub fn settles(&self, client: &Client, context: Context<'_>) -> bool {
        let profile = context.profile;
        let is_open = matches!(client.authentication, ClientAuthentication::FirstUse);
        let is_allowed = profile.leniencies.has(Leniency::AllowUnknownClients);
        let may_ask = context
            .origin
            .is_none_or(|origin| profile.allows_origin(client, origin));
        let fits = match &self.offered {
            Offered::Assertion(_) => false,
            Offered::None => true,
            Offered::Secret(method, secret) => {
                profile.offer.auth_methods.contains(method) && !secret.expose().is_empty()
            }
        };
        is_open && is_allowed && may_ask && fits
    }

    /// Proves the client. What was accepted though Banno would have refused it is added to `used`;
    /// whether an assertion has come before is left to whoever remembers.
    ///
    /// # Errors
    /// The variants of [`ClientAuthRefusal`] that concern truth, which all look alike outside.
    pub fn authenticate<'c>(
        &self,
        client: Option<&'c Client>,
        context: Context<'_>,
        used: &mut Vec<Leniency>,
    ) -> Result<Authenticated<'c>, ClientAuthRefusal> {
        let client = client.ok_or(ClientAuthRefusal::ClientNotFound)?;
        let profile = context.profile;
        if let Some(origin) = context
            .origin
            .filter(|origin| !profile.allows_origin(client, origin))
        {
            return Err(ClientAuthRefusal::OriginNotAllowed {
                origin: origin.to_owned(),
                client_id: client.id.clone(),
            });
        }
        let method = self.method();
        if method != AuthMethod::None && !profile.offer.auth_methods.contains(&method) {
            return Err(ClientAuthRefusal::MethodNotOffered);
        }
        let once = match (&client.authentication, &self.offered) {
            (ClientAuthentication::None, Offered::None) => None,
            (ClientAuthentication::Secret(registered), Offered::Secret(_, secret)) => {
                if registered != secret && !profile.allows(Leniency::AllowWrongClientSecret, used) {
                    return Err(ClientAuthRefusal::InvalidSecret);
                }
                None
            }
            (ClientAuthentication::PrivateKeyJwt(registered), Offered::Assertion(assertion)) => {
                let once = assertion.check(&client.id, registered, context)?;
                Some(once)
            }
            _ => return Err(ClientAuthRefusal::MethodMismatch),
        };
        Ok(Authenticated { client, once })
    }
}
