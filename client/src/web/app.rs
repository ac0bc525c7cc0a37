use std::io::Write;
use std::sync::{Arc, Mutex};

use super::logouts::Logouts;
use super::session::Sessions;
use super::{Paths, token_set};
use crate::rp::{Clock, Entropy, RelyingParty, Tokens};

/// What the handlers share; one value for all workers.
pub(crate) struct WebApp {
    pub(super) relying_party: Arc<RelyingParty>,
    pub(super) sessions: Sessions,
    pub(super) logouts: Logouts,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) environment: String,
    /// Whether this server speaks TLS, so that cookies can be kept from plain http.
    pub(super) tls: bool,
    /// Where browsers come back to from a logout, if they do.
    pub(super) post_logout_path: Option<String>,
    print_tokens: bool,
    output: Mutex<Box<dyn Write + Send>>,
}

impl WebApp {
    /// Puts the parts together.
    pub(crate) fn new(
        relying_party: RelyingParty,
        environment: &crate::Environment,
        paths: &Paths,
        tls: bool,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        output: Box<dyn Write + Send>,
    ) -> Self {
        Self {
            relying_party: Arc::new(relying_party),
            sessions: Sessions::new(Arc::clone(&clock), entropy),
            logouts: Logouts::default(),
            clock,
            environment: environment.name.clone(),
            tls,
            post_logout_path: paths.post_logout.clone(),
            print_tokens: environment.print_tokens,
            output: Mutex::new(output),
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
