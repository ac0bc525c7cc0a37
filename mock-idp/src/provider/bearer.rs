//! An access token comes in, wherever: every use looks its record up.

use std::sync::Arc;

use oidc::access_token::AccessToken;
use oidc::clock::Timestamp;
use oidc::grant::Grant;
use oidc::resource::Found;

use crate::institution::{Institution, User};
use crate::journal::Note;

/// An access token that was issued here, and what it rests on, as far as that is still there.
#[derive(Debug)]
pub struct Issued {
    /// Its record.
    pub token: AccessToken,
    /// The user that it was issued for.
    pub user: Option<Arc<User>>,
    /// The grant that it hangs on.
    pub grant: Option<Grant>,
}

impl Issued {
    /// Whether who is refused is told that the token is bound to a key. Of one that is over, or whose grant or session is,
    /// the library that Banno runs no longer knows.
    #[must_use]
    pub fn is_known_to_be_bound(&self, now: Timestamp) -> bool {
        let token = &self.token;
        let stands = |grant: &Grant| !grant.session_ended || token.offline;
        token.jkt.is_some()
            && !token.expires_at.is_past(now)
            && self.grant.as_ref().is_some_and(stands)
    }

    /// What there is to check.
    #[must_use]
    pub fn found<'a>(&'a self, institution: &'a Institution) -> Found<'a> {
        Found {
            token: &self.token,
            client: institution.client(&self.token.client_id),
            account_exists: self.user.is_some(),
            grant: self.grant.as_ref(),
        }
    }
}

/// Why there is no record of an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The signature is good for no token of this issuer, or the token is not one.
    Invalid,
    /// It was never issued here, was revoked, or is long gone.
    NotFound,
}

/// Finds the record of an access token, and notes whose it is. Whether the token is still good is not asked.
///
/// # Errors
/// [`Unknown`].
pub async fn find(
    institution: &Institution,
    presented: &str,
    note: &mut Note,
) -> Result<Issued, Unknown> {
    let issued = look_up(institution, presented).await?;
    note.client_id = Some(issued.token.client_id.clone());
    note.account = Some(issued.token.account.clone());
    note.grant = Some(issued.token.grant.clone());
    Ok(issued)
}

/// The same, for who is known already.
///
/// # Errors
/// [`Unknown`].
pub async fn look_up(institution: &Institution, presented: &str) -> Result<Issued, Unknown> {
    let verified = institution.access_tokens.verify(presented);
    let payload = verified.ok_or(Unknown::Invalid)?;
    let found = institution.store.access_token(&payload.jti).await;
    let token = found.ok_or(Unknown::NotFound)?;
    Ok(Issued {
        user: institution.user(&token.account).cloned(),
        grant: institution.store.grant(&token.grant).await,
        token,
    })
}
