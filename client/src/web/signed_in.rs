use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use crate::rp::{
    AccessToken, Claims, Error, Fault, RefreshError, RelyingParty, TokenError, Tokens,
    UserinfoError,
};

/// A signed-in user: the tokens, and at most one refresh of them at a time.
pub(super) struct SignedIn {
    kept: Mutex<Kept>,
    /// Counts the refreshes, so that whoever waited for one knows that it has been tried.
    round: AtomicU64,
}

struct Kept {
    tokens: Tokens,
    userinfo: Claims,
    failure: Option<Arc<Error>>,
}

impl SignedIn {
    pub(super) fn new(tokens: Tokens, userinfo: Option<Claims>) -> Self {
        Self {
            kept: Mutex::new(Kept {
                tokens,
                userinfo: userinfo.unwrap_or_default(),
                failure: None,
            }),
            round: AtomicU64::new(0),
        }
    }

    /// What is known about the user: the ID token's claims in their order, then what only the
    /// userinfo endpoint told.
    pub(super) async fn claims(&self) -> Claims {
        let kept = self.kept.lock().await;
        kept.tokens.id_token.claims_with(&kept.userinfo)
    }

    /// The tokens as they are now; a refresh under way comes first.
    pub(super) async fn tokens(&self) -> Tokens {
        self.kept.lock().await.tokens.clone()
    }

    /// Asks the userinfo endpoint again, with an access token that is refreshed before it expires
    /// and once more if it is refused all the same.
    pub(super) async fn update(
        self: &Arc<Self>,
        relying_party: &Arc<RelyingParty>,
        now: u64,
    ) -> Result<(), Arc<Error>> {
        let mut tokens = self.fresh(relying_party, Stale::By(now)).await?;
        let mut answer = relying_party.userinfo(&tokens).await;
        if let Err(Error::Userinfo(UserinfoError::Unauthorized)) = answer
            && tokens.refresh_token.is_some()
        {
            let refused = Stale::Refused(tokens.access_token);
            tokens = self.fresh(relying_party, refused).await?;
            answer = relying_party.userinfo(&tokens).await;
        }
        if let Some(claims) = answer? {
            self.kept.lock().await.userinfo = claims;
        }
        Ok(())
    }

    /// Refreshes the tokens where they are stale, in a task of its own: a browser that hangs up
    /// must not lose the refresh token that the provider has just rotated.
    async fn fresh(
        self: &Arc<Self>,
        relying_party: &Arc<RelyingParty>,
        stale: Stale,
    ) -> Result<Tokens, Arc<Error>> {
        let round = self.round.load(Ordering::Acquire);
        {
            let kept = self.kept.lock().await;
            if !stale.applies_to(&kept.tokens) {
                return Ok(kept.tokens.clone());
            }
        }
        let this = Arc::clone(self);
        let relying_party = Arc::clone(relying_party);
        let refresh = tokio::spawn(async move { this.refresh(&relying_party, round).await });
        match refresh.await {
            Ok(outcome) => outcome,
            // The task panicked or the program is ending.
            Err(_) => Err(Arc::new(Error::Refresh(RefreshError::Interrupted))),
        }
    }

    /// The lock is held for the whole request, on purpose: who comes second waits, takes the first
    /// one's outcome, good or bad, and asks for nothing.
    async fn refresh(
        &self,
        relying_party: &RelyingParty,
        round: u64,
    ) -> Result<Tokens, Arc<Error>> {
        let mut kept = self.kept.lock().await;
        if self.round.load(Ordering::Acquire) != round {
            return match &kept.failure {
                Some(failure) => Err(Arc::clone(failure)),
                None => Ok(kept.tokens.clone()),
            };
        }
        let outcome = relying_party.refresh(&kept.tokens).await.map_err(Arc::new);
        self.round.fetch_add(1, Ordering::AcqRel);
        match outcome {
            Ok(tokens) => {
                kept.tokens = tokens;
                kept.failure = None;
                Ok(kept.tokens.clone())
            }
            Err(error) => {
                kept.failure = Some(Arc::clone(&error));
                Err(error)
            }
        }
    }
}

/// When tokens need a refresh.
enum Stale {
    /// They expire at or shortly after that time.
    By(u64),
    /// The provider refused this access token.
    Refused(AccessToken),
}

impl Stale {
    fn applies_to(&self, tokens: &Tokens) -> bool {
        match self {
            Self::By(now) => tokens.expires_within(MARGIN, *now),
            Self::Refused(access_token) => tokens.access_token == *access_token,
        }
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

/// Access tokens are refreshed that many seconds early, so that none expires under way.
const MARGIN: u64 = 30;
