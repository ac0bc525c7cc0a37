//! A headless `OpenID` Connect relying party: the authorization code flow with PKCE, and nothing
//! that knows a browser, a web framework, the system's clock or its random numbers.
//!
//! [`RelyingParty`] is the way in: [`RelyingParty::begin`] makes an authorization request,
//! [`RelyingParty::finish`] turns the redirect that answers it into [`Tokens`], and
//! [`RelyingParty::refresh`] and [`RelyingParty::userinfo`] use them; [`RelyingParty::revoke`] and
//! [`RelyingParty::end_session`] are for the way out. [`FreshTokens`] keeps the tokens of one user
//! fresh, one refresh at a time. Each rule that can be broken is one variant of an error enum, and
//! [`Error::fault`] says whose doing it is.

mod authorization;
mod callback;
mod client_authentication;
mod clock;
mod discovery;
mod end_session;
mod entropy;
mod error;
mod fresh_tokens;
mod http;
mod id_token;
mod id_token_claims;
mod id_token_error;
pub(crate) mod json;
mod jwks;
mod metadata_cache;
mod pkce;
mod post_logout;
mod refresh;
mod registration;
mod relying_party;
mod response_mode;
mod revocation;
mod secret;
mod this_machine;
mod token;
mod token_error;
mod userinfo;

pub use authorization::{AuthorizationUrl, Transaction};
pub use callback::{AuthorizationResponse, CallbackError};
pub use client_authentication::{ClientAuthentication, ClientAuthenticationMethod};
pub use clock::{Clock, SystemClock};
pub use discovery::{DiscoveryError, ProviderMetadata};
pub use end_session::{EndSession, EndSessionUrl};
pub use entropy::{Entropy, EntropyError, SystemEntropy};
pub use error::{Error, Fault};
pub use fresh_tokens::{FreshTokens, Stale};
pub use http::{Http, HttpError, TransportError};
pub(crate) use http::{HttpResponse, is_loopback, trusting, without_query};
pub use id_token_claims::{Claims, IdToken};
pub use id_token_error::IdTokenError;
pub use jwks::JwksError;
pub use pkce::CodeChallenge;
pub use post_logout::{PostLogoutError, PostLogoutResponse};
pub use refresh::RefreshError;
pub use registration::{ClaimsRequest, Prompt, Registration, SigningAlgorithm};
pub use relying_party::RelyingParty;
pub use response_mode::{ResponseMode, UnknownResponseMode};
pub use revocation::RevocationError;
pub use secret::{
    AccessToken, ClientSecret, Code, CodeVerifier, LogoutState, Nonce, RawIdToken, RefreshToken,
    State,
};
pub(crate) use this_machine::ThisMachine;
pub use token::Tokens;
pub use token_error::TokenError;
pub use userinfo::UserinfoError;
