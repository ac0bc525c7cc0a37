use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{Addresses, Administration, Control};
use crate::target::Target;

/// An institution that one scenario has for itself. Its clock stands, so that time passes only where the
/// scenario says so, however busy the machine is.
#[derive(Debug)]
pub(crate) struct Institution {
    administration: Administration,
    issuer: String,
    now: u64,
}

/// A refusal as the provider's journal has it.
#[derive(Debug)]
pub(crate) struct Recorded {
    pub(crate) endpoint: String,
    /// The true reason.
    pub(crate) reason: String,
}

impl Institution {
    /// Makes one that knows the target's clients, its default client at these addresses too.
    pub(super) async fn found(
        control: &Control,
        target: &Target,
        application: &Addresses,
    ) -> anyhow::Result<Self> {
        let mut clients = target.clients.clone();
        if let Some(client) = clients.get_mut("default") {
            let uris = application.redirect_uri.iter().cloned();
            client.redirect_uris.splice(0..0, uris);
            let uris = application.post_logout_redirect_uri.iter().cloned();
            client.post_logout_redirect_uris.extend(uris);
        }
        let clients: Vec<_> = clients.values().collect();
        let mut settings = json!({ "clients": clients, "ttl_seconds": LONGEST_SCENARIO });
        if let Some(profile) = &target.profile {
            settings["profile"] = profile.as_str().into();
        }
        for (name, value) in &target.settings {
            settings[name] = value.clone();
        }
        let made = control.post("/institutions", &settings).await?;
        let member = |name: &str| {
            let value = made[name].as_str().map(str::to_owned);
            value.with_context(|| format!("the control plane tells no {name} of an institution"))
        };
        let mut institution = Self {
            administration: Administration::of(control, &member("id")?),
            issuer: member("issuer")?,
            now: 0,
        };
        institution.move_clock(&json!({ "frozen": true })).await?;
        Ok(institution)
    }

    /// Its issuer identifier.
    pub(super) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// What the control plane does to it.
    pub(super) const fn administration(&self) -> &Administration {
        &self.administration
    }

    /// What its clock shows.
    pub(super) const fn now(&self) -> u64 {
        self.now
    }

    /// Moves its time forward.
    pub(super) async fn advance(&mut self, by: Duration) -> anyhow::Result<()> {
        let change = json!({ "advance_seconds": by.as_secs() });
        self.move_clock(&change).await
    }

    /// Sets its time.
    pub(super) async fn show(&mut self, now: u64) -> anyhow::Result<()> {
        self.move_clock(&json!({ "now": now })).await
    }

    /// Puts it back to what it was when it was made; its clock stands again.
    pub(super) async fn reset(&mut self) -> anyhow::Result<()> {
        self.administration.post("/reset", &json!({})).await?;
        self.move_clock(&json!({ "frozen": true })).await
    }

    /// The refusals in its journal, the newest last.
    pub(super) async fn refusals(&self) -> anyhow::Result<Vec<Recorded>> {
        let journal = self.administration.get("/journal").await?;
        let entries = journal["entries"].as_array().context("no entries")?;
        let refused = entries.iter().filter_map(|entry| {
            let text = |value: &Value| value.as_str().map(str::to_owned);
            Some(Recorded {
                endpoint: text(&entry["endpoint"])?.replace('_', " "),
                reason: text(&entry["refusal"]["reason"])?,
            })
        });
        Ok(refused.collect())
    }

    /// Drops it, with all that it remembers.
    pub(super) async fn close(&self) -> anyhow::Result<()> {
        self.administration.delete("").await
    }

    async fn move_clock(&mut self, change: &Value) -> anyhow::Result<()> {
        let clock = self.administration.patch("/clock", change).await?;
        self.now = clock["now"].as_u64().context("the clock shows no time")?;
        Ok(())
    }
}

/// In seconds: an institution that was not dropped, because its run was broken off, goes by itself.
const LONGEST_SCENARIO: u32 = 1800;
