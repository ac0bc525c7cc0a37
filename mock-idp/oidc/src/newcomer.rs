//! A client that nobody has registered, where an institution lets it register itself by its first request
//! (the leniency `allow_unknown_clients`).

use crate::params::Params;
use crate::redirect_uri::{NotRegistrable, check_registrable};

/// What its first authorization request tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newcomer<'p> {
    /// `client_id`.
    pub client_id: &'p str,
    /// `redirect_uri`: the one that it has from then on.
    pub redirect_uri: &'p str,
}

/// Why such a client is not registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRegistered {
    /// The id could not be told from others in a log.
    #[error("client_id has a control character")]
    ControlCharacter,
    /// What strangers can leave behind is bounded.
    #[error("there are {MOST_CLIENTS} clients already")]
    Full,
    /// The same.
    #[error("{0} is too long")]
    Long(&'static str),
    /// Banno would not register it.
    #[error("redirect_uri {0}")]
    RedirectUri(NotRegistrable),
    /// Without one there is nothing to register.
    #[error("it names no redirect_uri")]
    RedirectUriMissing,
}

impl<'p> Newcomer<'p> {
    /// Reads an authorization request with a `client_id` that is nobody's, at an institution with that many
    /// clients.
    ///
    /// # Errors
    /// [`NotRegistered`].
    pub fn of(
        client_id: &'p str,
        params: &'p Params,
        clients: usize,
    ) -> Result<Self, NotRegistered> {
        if client_id.chars().any(char::is_control) {
            return Err(NotRegistered::ControlCharacter);
        }
        let redirect_uri = params.get("redirect_uri");
        let redirect_uri = redirect_uri.ok_or(NotRegistered::RedirectUriMissing)?;
        if client_id.len() > LONGEST_ID {
            return Err(NotRegistered::Long("client_id"));
        }
        if redirect_uri.len() > LONGEST_URI {
            return Err(NotRegistered::Long("redirect_uri"));
        }
        check_registrable(redirect_uri).map_err(NotRegistered::RedirectUri)?;
        if clients >= MOST_CLIENTS {
            return Err(NotRegistered::Full);
        }
        Ok(Self {
            client_id,
            redirect_uri,
        })
    }
}

/// An institution that has as many, however they came, registers no more by itself.
pub const MOST_CLIENTS: usize = 256;
/// Of an id; Banno's are UUIDs.
const LONGEST_ID: usize = 256;
const LONGEST_URI: usize = 2048;
