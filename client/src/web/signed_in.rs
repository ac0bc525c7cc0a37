use std::sync::Arc;

use tokio::sync::Mutex;

use super::fetch_under_way::FetchUnderWay;
use crate::rp::{
    Claims, Error, Fault, FreshTokens, RelyingParty, Stale, TokenError, Tokens, UserinfoError,
};

/// A signed-in user: the tokens, what userinfo told, and the fetch of accounts that may be running.
pub(super) struct SignedIn {
    pub(super) tokens: Arc<FreshTokens>,
    pub(super) fetch: FetchUnderWay,
    userinfo: Mutex<Claims>,
}

impl SignedIn {
    pub(super) fn new(tokens: Tokens, userinfo: Option<Claims>) -> Self {
        Self {
            tokens: Arc::new(FreshTokens::new(tokens)),
            fetch: FetchUnderWay::default(),
            userinfo: Mutex::new(userinfo.unwrap_or_default()),
        }
    }

    /// What is known about the user: the ID token's claims in their order, then what only the
    /// userinfo endpoint told.
    pub(super) async fn claims(&self) -> Claims {
        let tokens = self.tokens.now().await;
        tokens.id_token.claims_with(&*self.userinfo.lock().await)
    }

    /// What the userinfo endpoint told.
    pub(super) async fn userinfo(&self) -> Claims {
        self.userinfo.lock().await.clone()
    }

    /// Asks the userinfo endpoint again, with an access token that is refreshed before it expires
    /// and once more if it is refused all the same.
    pub(super) async fn update(
        &self,
        relying_party: &Arc<RelyingParty>,
        now: u64,
    ) -> Result<(), Arc<Error>> {
        let mut tokens = self.tokens.get(relying_party, Stale::By(now)).await?;
        let mut answer = relying_party.userinfo(&tokens).await;
        if let Err(Error::Userinfo(UserinfoError::Unauthorized)) = answer
            && tokens.refresh_token.is_some()
        {
            let refused = Stale::Refused(tokens.access_token);
            tokens = self.tokens.get(relying_party, refused).await?;
            answer = relying_party.userinfo(&tokens).await;
        }
        if let Some(claims) = answer? {
            *self.userinfo.lock().await = claims;
        }
        Ok(())
    }
}

/// Whether the session is over with this error: the grant is gone, the provider redeemed the
/// refresh token for an answer that cannot be taken, or it refuses an access token that no refresh
/// can better. Whatever may pass leaves the tokens as they were.
pub(super) fn ends_session(error: &Error) -> bool {
    match error {
        Error::IdToken(_)
        | Error::Token(TokenError::Malformed(_) | TokenError::TokenType { .. })
        | Error::Userinfo(UserinfoError::Unauthorized) => true,
        Error::Refresh(error) => error.fault() != Fault::Transport,
        Error::Token(error) => error.is_invalid_grant(),
        _ => false,
    }
}
