//! How the authorization response gets to the client.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::error::WireError;
use crate::secret::Secret;

/// Where the response stands (OAuth 2.0 Multiple Response Types 2.1, Form Post Response Mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResponseMode {
    /// In the query of the redirect URI.
    #[default]
    Query,
    /// In its fragment.
    Fragment,
    /// In a form that the browser posts to it.
    FormPost,
}

/// The proven place that an authorization response goes to. Nothing else builds responses, so none
/// can lack `state` or `iss` (RFC 9207 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// A redirect URI that the client has registered.
    pub redirect_uri: String,
    /// Where the response stands.
    pub mode: ResponseMode,
    /// `state`, as the client sent it.
    pub state: Option<Secret>,
    /// `iss`, unless the institution leaves it out.
    pub issuer: Option<String>,
}

/// An authorization response, ready for the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorizationResponse {
    /// The address of a redirect.
    Redirect(Secret),
    /// A form to post.
    FormPost(FormPost),
}

/// A form that the browser posts to the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormPost {
    /// The redirect URI.
    pub action: String,
    /// Its hidden fields, in order.
    pub fields: Vec<(String, Secret)>,
    /// Whether it tells an error.
    pub is_error: bool,
}

impl ResponseMode {
    /// All of them, in the order of Banno's metadata.
    pub const ALL: [Self; 3] = [Self::FormPost, Self::Fragment, Self::Query];

    /// The mode of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == name)
    }

    /// The value of `response_mode`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FormPost => "form_post",
            Self::Fragment => "fragment",
            Self::Query => "query",
        }
    }

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
    /// A successful response: `code` if there is one, `state`, `iss`.
    #[must_use]
    pub fn success(&self, code: Option<&Secret>) -> AuthorizationResponse {
        let code = code.map(|code| ("code", code.expose()));
        self.with_members(code.into_iter(), false)
    }

    /// An error response: `error`, `error_description`, `scope`, `state`, `iss`.
    #[must_use]
    pub fn error(&self, error: &WireError) -> AuthorizationResponse {
        self.with_members(error.members(), true)
    }

    fn with_members<'m>(
        &'m self,
        members: impl Iterator<Item = (&'m str, &'m str)>,
        is_error: bool,
    ) -> AuthorizationResponse {
        let state = self.state.as_ref().map(|state| ("state", state.expose()));
        let issuer = self.issuer.as_deref().map(|issuer| ("iss", issuer));
        let members: Vec<_> = members.chain(state).chain(issuer).collect();
        match self.mode {
            ResponseMode::Query => {
                AuthorizationResponse::Redirect(with_query(&self.redirect_uri, &members))
            }
            ResponseMode::Fragment => {
                AuthorizationResponse::Redirect(with_fragment(&self.redirect_uri, &members))
            }
            ResponseMode::FormPost => AuthorizationResponse::FormPost(FormPost {
                action: self.redirect_uri.clone(),
                fields: members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), Secret::new(value)))
                    .collect(),
                is_error,
            }),
        }
    }
}

/// The URI with members in its query: a member that is there already is replaced where it stands.
///
/// Only registered URIs get here, and those have been parsed when they were registered.
#[must_use]
pub fn with_query(uri: &str, members: &[(&str, &str)]) -> Secret {
    let Ok(mut url) = Url::parse(uri) else {
        return Secret::new(uri);
    };
    if !members.is_empty() {
        let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        for (name, value) in members {
            set(&mut pairs, name, value);
        }
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    Secret::new(url)
}

fn with_fragment(uri: &str, members: &[(&str, &str)]) -> Secret {
    let Ok(mut url) = Url::parse(uri) else {
        return Secret::new(uri);
    };
    let mut fragment = url::form_urlencoded::Serializer::new(String::new());
    fragment.extend_pairs(members);
    url.set_fragment(Some(&fragment.finish()));
    Secret::new(url)
}

/// Sets a member where it already stands, else behind the others, and leaves it there once.
fn set(pairs: &mut Vec<(String, String)>, name: &str, value: &str) {
    let at = pairs.iter().position(|(there, _)| there == name);
    pairs.retain(|(there, _)| there != name);
    let pair = (name.to_owned(), value.to_owned());
    pairs.insert(at.unwrap_or(pairs.len()), pair);
}
