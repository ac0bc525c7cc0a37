use std::io::Write;
use std::sync::{Arc, Mutex};

use url::Url;

use super::logouts::Logouts;
use super::session::Sessions;
use super::{Waiting, token_set};
use crate::config::ConfigError;
use crate::consumer::Pause;
use crate::rp::{Clock, Entropy, Error, RelyingParty, Tokens};

/// What the handlers share; one value for all workers.
pub(crate) struct WebApp {
    pub(super) relying_party: Arc<RelyingParty>,
    pub(super) sessions: Sessions,
    pub(super) logouts: Logouts,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) pause: Arc<dyn Pause>,
    /// How long is waited for a fetch, in seconds.
    pub(super) task_timeout: u64,
    /// The base of the Consumer API; who does not look at accounts needs none.
    pub(super) consumer_api: Result<Url, ConfigError>,
    pub(super) environment: String,
    /// Whether this server speaks TLS, so that cookies can be kept from plain http.
    pub(super) tls: bool,
    /// Where browsers come back to from a logout, if they do.
    pub(super) post_logout_path: Option<String>,
    /// Who waits at a terminal for a login, if anybody does.
    pub(super) waiting: Option<Waiting>,
    print_tokens: bool,
    output: Mutex<Box<dyn Write + Send>>,
}

/// What the pages are made of besides the relying party.
pub(crate) struct Parts {
    pub(crate) post_logout_path: Option<String>,
    pub(crate) tls: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) pause: Arc<dyn Pause>,
    pub(crate) task_timeout: u64,
    pub(crate) output: Box<dyn Write + Send>,
    pub(crate) waiting: Option<Waiting>,
}

impl WebApp {
    /// Puts the parts together.
    pub(crate) fn new(
        relying_party: RelyingParty,
        environment: &crate::Environment,
        parts: Parts,
    ) -> Self {
        Self {
            relying_party: Arc::new(relying_party),
            sessions: Sessions::new(Arc::clone(&parts.clock), parts.entropy),
            logouts: Logouts::default(),
            clock: parts.clock,
            pause: parts.pause,
            task_timeout: parts.task_timeout,
            consumer_api: environment.consumer_api(),
            environment: environment.name.clone(),
            tls: parts.tls,
            post_logout_path: parts.post_logout_path,
            waiting: parts.waiting,
            print_tokens: environment.print_tokens,
            output: Mutex::new(parts.output),
        }
    }

    /// Tells whoever waits at a terminal that the login has failed.
    pub(super) fn tell_failure(&self, error: Error) {
        if let Some(waiting) = &self.waiting {
            // They may have given up.
            let _ = waiting.send(Err(error));
        }
    }

    /// Prints the token set of a login, as Banno's quickstart does; masked unless the environment
    /// is a mock and says so.
    pub(super) fn print_tokens(&self, tokens: &Tokens) {
        let text = token_set::to_text(tokens, self.print_tokens);
        let mut output = self
            .output
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        // Nobody can be told that standard output is gone.
        let _ = writeln!(output, "{text}").and_then(|()| output.flush());
    }
}
