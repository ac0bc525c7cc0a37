use anyhow::Context as _;
use serde_json::{Value, json};

use super::program::Program;
use super::stage::Stage;
use super::wire::Wire;

/// An institution for one run of one program, which is its only client.
#[derive(Debug)]
pub(super) struct Bank {
    id: String,
    pub(super) issuer: String,
    pub(super) client_id: String,
    /// Of a client that is not public.
    pub(super) client_secret: Option<String>,
    /// What passes between it and everybody else.
    pub(super) wire: Wire,
}

impl Bank {
    /// Makes one, with a client of its own for the program at that address.
    pub(super) async fn found(
        stage: &Stage,
        program: &Program,
        base_url: &str,
    ) -> anyhow::Result<Self> {
        let settings = json!({ "clients": [], "ttl_seconds": LONGEST_RUN });
        let made = stage.control.post("/institutions", &settings).await?;
        let id = text(&made, "id")?;
        let mut client = json!({
            "name": program.library,
            "redirect_uris": [format!("{base_url}{}", program.callback)],
            "post_logout_redirect_uris": [format!("{base_url}/")],
            "id_token_signed_response_alg": program.id_token_signed_response_alg,
        });
        if program.public {
            client["token_endpoint_auth_method"] = json!("none");
        }
        let clients = format!("/institutions/{id}/clients");
        let registered = stage.control.post(&clients, &client).await?;
        Ok(Self {
            issuer: text(&made, "issuer")?,
            client_id: text(&registered, "client_id")?,
            client_secret: registered["client_secret"].as_str().map(str::to_owned),
            wire: stage.front.wires().of(&id),
            id,
        })
    }

    /// Leaves nothing behind.
    pub(super) async fn close(&self, stage: &Stage) -> anyhow::Result<()> {
        stage
            .control
            .delete(&format!("/institutions/{}", self.id))
            .await
    }
}

fn text(made: &Value, member: &str) -> anyhow::Result<String> {
    let value = made[member].as_str().map(str::to_owned);
    value.with_context(|| format!("the control plane tells no {member}"))
}

/// In seconds: what was not closed, because a run was broken off, goes by itself.
const LONGEST_RUN: u32 = 1800;
