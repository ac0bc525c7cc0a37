use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use super::{Clock, DiscoveryError, Http, ProviderMetadata};

/// The provider's metadata, fetched at first use and kept for an hour; at most one fetch at a time.
#[derive(Debug)]
pub(super) struct MetadataCache {
    clock: Arc<dyn Clock>,
    kept: Mutex<Kept>,
    /// Counts the fetches, so that whoever waited for one knows that it has been tried.
    round: AtomicU64,
}

#[derive(Debug, Default)]
struct Kept {
    metadata: Option<Arc<ProviderMetadata>>,
    /// When the metadata is to be fetched again.
    due_at: u64,
    /// Why the last fetch failed, where there was nothing older to go on with.
    failure: Option<DiscoveryError>,
}

impl MetadataCache {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            kept: Mutex::default(),
            round: AtomicU64::new(0),
        }
    }

    /// The metadata. The lock is held for the whole fetch, on purpose: who comes second waits,
    /// takes the first one's outcome, good or bad, and asks for nothing. What is too old is better
    /// than nothing where the provider does not answer.
    pub(super) async fn get(
        &self,
        http: &Http,
        issuer: &str,
    ) -> Result<Arc<ProviderMetadata>, DiscoveryError> {
        let round = self.round.load(Ordering::Acquire);
        let now = self.clock.now();
        let mut kept = self.kept.lock().await;
        if let Some(metadata) = &kept.metadata
            && now < kept.due_at
        {
            return Ok(Arc::clone(metadata));
        }
        if self.round.load(Ordering::Acquire) != round
            && let Some(failure) = &kept.failure
        {
            return Err(failure.clone());
        }
        let outcome = ProviderMetadata::discover(http, issuer).await;
        self.round.fetch_add(1, Ordering::AcqRel);
        kept.take(outcome, now)
    }
}

impl Kept {
    fn take(
        &mut self,
        outcome: Result<ProviderMetadata, DiscoveryError>,
        now: u64,
    ) -> Result<Arc<ProviderMetadata>, DiscoveryError> {
        match (outcome, &self.metadata) {
            (Ok(metadata), _) => {
                let metadata = Arc::new(metadata);
                self.metadata = Some(Arc::clone(&metadata));
                self.due_at = now.saturating_add(MAX_AGE);
                self.failure = None;
                Ok(metadata)
            }
            (Err(error), Some(stale)) => {
                tracing::warn!(
                    error.name = error.name(),
                    "the provider's metadata cannot be renewed, the old one is used: {error}"
                );
                self.due_at = now.saturating_add(RETRY_AFTER);
                Ok(Arc::clone(stale))
            }
            (Err(error), None) => {
                self.failure = Some(error.clone());
                Err(error)
            }
        }
    }
}

const MAX_AGE: u64 = 3600;
/// How long old metadata is used before the provider is asked again.
const RETRY_AFTER: u64 = 60;
