//! Client authentication (RFC 6749 2.3).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

use crate::client::{Client, ClientAuthentication};
use crate::params::Params;
use crate::policy::Leniency;
use crate::profile::Profile;
use crate::refusal::ClientAuthRefusal;
use crate::secret::Secret;
use crate::unverified;

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
    /// `client_id`.
    pub client_id: String,
    /// The secret, from the header or from the body; a public client sends none.
    pub secret: Option<Secret>,
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
                let (client_id, secret_in_header) = parse_basic(header)?;
                if in_body.is_some_and(|in_body| in_body != client_id) {
                    return Err(ClientAuthRefusal::IdsDiffer);
                }
                if secret_in_header.expose().is_empty() {
                    return Err(ClientAuthRefusal::BasicWithoutSecret);
                }
                if secret.is_some() {
                    return Err(ClientAuthRefusal::SeveralMechanisms);
                }
                Some(Self {
                    client_id,
                    secret: Some(secret_in_header),
                })
            }
            (None, Some(client_id)) => Some(Self {
                client_id: client_id.to_owned(),
                secret: secret.map(Secret::new),
            }),
            (None, None) => None,
        };
        if let Some(assertion) = params.get("client_assertion") {
            if authorization.is_some() || secret.is_some() {
                return Err(ClientAuthRefusal::SeveralMechanisms);
            }
            return Err(refuse_assertion(assertion, params));
        }
        credentials
            .filter(|it| !it.client_id.is_empty())
            .ok_or(ClientAuthRefusal::Missing)
    }

    /// Proves the client; `origin` is the script's that asks, if one does. What was accepted though
    /// Banno would have refused it is added to `used`.
    ///
    /// # Errors
    /// The variants of [`ClientAuthRefusal`] that concern truth, which all look alike outside.
    pub fn authenticate<'c>(
        &self,
        client: Option<&'c Client>,
        origin: Option<&str>,
        profile: &Profile,
        used: &mut Vec<Leniency>,
    ) -> Result<&'c Client, ClientAuthRefusal> {
        let client = client.ok_or(ClientAuthRefusal::ClientNotFound)?;
        if let Some(origin) = origin.filter(|origin| !profile.allows_origin(client, origin)) {
            return Err(ClientAuthRefusal::OriginNotAllowed {
                origin: origin.to_owned(),
                client_id: client.id.clone(),
            });
        }
        match (&client.authentication, &self.secret) {
            (ClientAuthentication::None, None) => Ok(client),
            (ClientAuthentication::Secret(registered), Some(secret)) if registered == secret => {
                Ok(client)
            }
            (ClientAuthentication::Secret(_), Some(_))
                if profile.allows(Leniency::AllowWrongClientSecret, used) =>
            {
                Ok(client)
            }
            (ClientAuthentication::Secret(_), Some(_)) => Err(ClientAuthRefusal::InvalidSecret),
            _ => Err(ClientAuthRefusal::MethodMismatch),
        }
    }
}

/// Why an assertion is refused (RFC 7523 2.2, 3): by its form, or because no client is registered for
/// assertions yet, so that none can be right.
fn refuse_assertion(assertion: &str, params: &Params) -> ClientAuthRefusal {
    let Some(payload) = unverified::payload(assertion) else {
        return ClientAuthRefusal::AssertionMalformed;
    };
    let subject = payload.get("sub").and_then(Value::as_str);
    let Some(subject) = subject.filter(|subject| !subject.is_empty()) else {
        return ClientAuthRefusal::AssertionWithoutSubject;
    };
    if params.get("client_id").is_some_and(|id| id != subject) {
        return ClientAuthRefusal::AssertionSubjectMismatch;
    }
    match params.get("client_assertion_type") {
        None => ClientAuthRefusal::AssertionTypeMissing,
        Some(JWT_BEARER) => ClientAuthRefusal::MethodMismatch,
        Some(_) => ClientAuthRefusal::AssertionTypeUnknown,
    }
}

/// RFC 7523 2.2.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn parse_basic(header: &str) -> Result<(String, Secret), ClientAuthRefusal> {
    let (scheme, credentials) = header
        .split_once(' ')
        .ok_or(ClientAuthRefusal::BasicMalformed)?;
    if !scheme.eq_ignore_ascii_case("basic") || credentials.contains(' ') {
        return Err(ClientAuthRefusal::BasicMalformed);
    }
    let decoded = decode_base64(credentials);
    let (id, secret) = decoded
        .split_once(':')
        .ok_or(ClientAuthRefusal::BasicMalformed)?;
    let id = decode_form(id).ok_or(ClientAuthRefusal::BasicNotEncoded)?;
    let secret = decode_form(secret).ok_or(ClientAuthRefusal::BasicNotEncoded)?;
    Ok((id, Secret::new(secret)))
}

/// Decodes as Node.js does, which skips what is not base64 and stops at the padding.
fn decode_base64(text: &str) -> String {
    let engine = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let mut alphabet: String = text
        .chars()
        .take_while(|c| *c != '=')
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/'))
        .collect();
    if alphabet.len() % 4 == 1 {
        alphabet.pop();
    }
    let bytes = engine.decode(alphabet).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Undoes form encoding (RFC 6749 appendix B); `None` where an escape is broken or the result has
/// something other than printable ASCII.
fn decode_form(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => hex(bytes.next()?)? << 4 | hex(bytes.next()?)?,
            other => other,
        });
    }
    let printable = decoded.iter().all(|byte| (0x20..=0x7E).contains(byte));
    if printable {
        String::from_utf8(decoded).ok()
    } else {
        None
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
