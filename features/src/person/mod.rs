//! A person who signs in at a provider, in their own browser, and is sent back to this machine.

mod listener;
#[cfg(test)]
mod tests;
mod visit;

use std::time::Duration;

use anyhow::Context as _;
use tokio::sync::Mutex;
use tokio::time::timeout;
use url::Url;

use crate::mask;
use listener::Listener;
use visit::{Visit, state_of};

/// The person, who does one thing at a time, in one tab: where the provider has sent the browser back, it waits
/// until it is sent on to the next sign-in.
#[derive(Debug, Default)]
pub(crate) struct PersonAtBrowser {
    /// The commands that `BROWSER` names.
    browser: Option<String>,
    tab: Mutex<Tab>,
}

#[derive(Debug, Default)]
struct Tab {
    listener: Option<Listener>,
    /// The browser that has come back, and has no answer yet.
    waiting: Option<Visit>,
    /// Nobody came once, and so nobody is waited for any more.
    nobody_there: bool,
}

impl PersonAtBrowser {
    /// Whoever has that browser.
    pub(crate) fn new(browser: Option<String>) -> Self {
        Self {
            browser,
            tab: Mutex::default(),
        }
    }

    /// Sends the person to the authorization endpoint, and waits until the provider sends them back to the
    /// redirect URI, in answer to this request; tells the address, with the answer in its query.
    pub(crate) async fn sign_in(
        &self,
        authorization: &Url,
        redirect_uri: &Url,
        patience: Duration,
    ) -> anyhow::Result<Url> {
        let mut tab = self.tab.lock().await;
        anyhow::ensure!(
            !tab.nobody_there,
            "nobody came the last time, so nobody is asked"
        );
        let waiting = tab.waiting.take();
        let mut listener = Listener::at(redirect_uri, tab.listener.take()).await?;
        listener.clear().await;
        let sent_on = match waiting {
            Some(visit) => visit.send_on(authorization).await,
            None => false,
        };
        if !sent_on {
            self.invite(authorization, patience);
        }
        let state = state_of(authorization);
        let visit = timeout(patience, listener.visit(state.as_deref())).await;
        tab.nobody_there = visit.is_err();
        let visit = visit.with_context(|| {
            let others = if listener.turned_away {
                " (who came had another state)"
            } else {
                ""
            };
            format!(
                "nobody came back to {redirect_uri} within {} s from {}{others}; wait_seconds in [login] gives more time",
                patience.as_secs(),
                mask::address(authorization.as_str())
            )
        })??;
        let address = visit.address.clone();
        tab.listener = Some(listener);
        tab.waiting = Some(visit);
        Ok(address)
    }

    /// Tells the person that there is nothing more to do.
    pub(crate) async fn thank(&self) {
        if let Some(visit) = self.tab.lock().await.waiting.take() {
            // They may have closed it.
            let _ = visit.end().await;
        }
    }

    /// Says what to do, and opens the browser.
    fn invite(&self, authorization: &Url, patience: Duration) {
        eprintln!(
            "Sign in in your browser, and leave its tab open; {} s are left for it, Ctrl-C breaks it off. If none opens, open\n\
             {authorization}",
            patience.as_secs()
        );
        if let Err(error) = open_browser::open(authorization.as_str(), self.browser.as_deref()) {
            eprintln!("{error}");
        }
    }
}
