use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use super::{AccessToken, Error, RefreshError, RelyingParty, Tokens};

/// The tokens of one user, and at most one refresh of them at a time.
#[derive(Debug)]
pub struct FreshTokens {
    kept: Mutex<Kept>,
    /// Counts the refreshes, so that whoever waited for one knows that it has been tried.
    round: AtomicU64,
}

#[derive(Debug)]
struct Kept {
    tokens: Tokens,
    failure: Option<Arc<Error>>,
}

impl FreshTokens {
    /// Keeps the tokens of a login.
    #[must_use]
    pub fn new(tokens: Tokens) -> Self {
        Self {
            kept: Mutex::new(Kept {
                tokens,
                failure: None,
            }),
            round: AtomicU64::new(0),
        }
    }

    /// The tokens as they are now; a refresh under way comes first.
    pub async fn now(&self) -> Tokens {
        self.kept.lock().await.tokens.clone()
    }

    /// The tokens, refreshed where they are stale, in a task of its own: a browser that hangs up
    /// must not lose the refresh token that the provider has just rotated.
    ///
    /// # Errors
    /// As [`RelyingParty::refresh`]; whoever waited for the same refresh gets the same error.
    pub async fn get(
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
#[derive(Clone, Debug)]
pub enum Stale {
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

/// Access tokens are refreshed that many seconds early, so that none expires under way.
const MARGIN: u64 = 30;
