//! How the authorization response gets to the client.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::error::WireError;
use crate::secret::Secret;

/// Where in the redirect URI the response stands (OAuth 2.0 Multiple Response Types 2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResponseMode {
    /// In the query: the only mode that requests may name so far.
    #[default]
    Query,
    /// In the fragment: for errors of response types that imply it.
    Fragment,
}

/// The proven place that an authorization response goes to. Nothing else builds redirects, so none
/// can lack `state` or `iss` (RFC 9207 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// A redirect URI that the client has registered.
    pub redirect_uri: String,
    /// Where the response stands in it.
    pub mode: ResponseMode,
    /// `state`, as the client sent it.
    pub state: Option<Secret>,
    /// `iss`.
    pub issuer: String,
}

impl ResponseMode {
    /// The mode that a response type implies when the request names none.
    #[must_use]
    pub fn implied_by(response_type: Option<&str>) -> Self {
        match response_type {
            Some(response_type) if response_type.contains("token") => Self::Fragment,
            _ => Self::Query,
        }
    }
}

impl Destination {
    /// The URI of a successful response: `code`, `state`, `iss`.
    #[must_use]
    pub fn success(&self, code: &str) -> String {
        self.with_members([("code", code)].into_iter())
    }

    /// The URI of an error response: `error`, `error_description`, `scope`, `state`, `iss`.
    #[must_use]
    pub fn error(&self, error: &WireError) -> String {
        self.with_members(error.members())
    }

    fn with_members<'m>(&'m self, members: impl Iterator<Item = (&'m str, &'m str)>) -> String {
        let state = self.state.as_ref().map(|state| ("state", state.expose()));
        let members: Vec<_> = members
            .chain(state)
            .chain([("iss", self.issuer.as_str())])
            .collect();
        // Only registered URIs get here, and those have been parsed when they were registered.
        let Ok(mut uri) = Url::parse(&self.redirect_uri) else {
            return self.redirect_uri.clone();
        };
        match self.mode {
            ResponseMode::Fragment => {
                let mut fragment = url::form_urlencoded::Serializer::new(String::new());
                fragment.extend_pairs(&members);
                uri.set_fragment(Some(&fragment.finish()));
            }
            ResponseMode::Query => {
                let mut pairs: Vec<(String, String)> = uri.query_pairs().into_owned().collect();
                for (name, value) in members {
                    set(&mut pairs, name, value);
                }
                uri.query_pairs_mut().clear().extend_pairs(pairs);
            }
        }
        uri.into()
    }
}

/// Sets a member where it already stands, else behind the others, and leaves it there once.
fn set(pairs: &mut Vec<(String, String)>, name: &str, value: &str) {
    let at = pairs.iter().position(|(there, _)| there == name);
    pairs.retain(|(there, _)| there != name);
    let pair = (name.to_owned(), value.to_owned());
    pairs.insert(at.unwrap_or(pairs.len()), pair);
}
