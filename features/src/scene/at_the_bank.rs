use std::time::Duration;

use anyhow::Context as _;
use reqwest::Method;
use serde_json::{Value, json};

use super::Scene;
use crate::subject::AccountsAtTerminal;
use crate::user_agent::Request;

impl Scene {
    /// All accounts of the target's user with their transactions as the bank tells them, for whoever wants
    /// to compare: asked with tokens of their own.
    pub(crate) async fn accounts_at_the_bank(&self) -> anyhow::Result<Vec<Value>> {
        let scopes = ["accounts_readonly", "transactions_detail_readonly"];
        let scopes: Vec<_> = scopes.iter().filter_map(|name| self.fact(name)).collect();
        let body = json!({
            "user": self.stage.target.user.username,
            "client_id": self.client()?.client_id,
            "scope": scopes.join(" "),
        });
        let administration = self.provider.administration()?;
        let tokens = administration.post("/tokens", &body).await?;
        let token = tokens["access_token"].as_str().context("no access token")?;
        let sub = self.stage.target.subject().unwrap_or_default();
        let told = self
            .told_to(token, &format!("/users/{sub}/accounts"))
            .await?;
        let mut accounts = told["accounts"].as_array().context("no accounts")?.clone();
        for account in &mut accounts {
            let id = account["id"].as_str().unwrap_or_default();
            let path = format!("/users/{sub}/accounts/{id}/transactions");
            let told = self.told_to(token, &path).await?;
            if let Some(transactions) = told.get("transactions") {
                account["transactions"] = transactions.clone();
            }
        }
        Ok(accounts)
    }

    /// Lets every access token that anybody holds expire.
    pub(crate) async fn expire_access_tokens(&self) -> anyhow::Result<()> {
        let administration = self.provider.administration()?;
        let told = administration
            .get("/tokens?token_type=access_token")
            .await?;
        let tokens = told["tokens"].as_array().context("no tokens")?;
        anyhow::ensure!(!tokens.is_empty(), "nobody holds an access token");
        for token in tokens {
            let id = token["id"].as_str().context("a token has no id")?;
            let path = format!("/tokens/{id}/expire");
            administration.post(&path, &json!({})).await?;
        }
        Ok(())
    }

    /// Lets time pass for everybody, and for the companion at a terminal.
    pub(crate) async fn advance_with(
        &mut self,
        terminal: &AccountsAtTerminal,
        by: Duration,
    ) -> anyhow::Result<()> {
        self.advance(by).await?;
        terminal.follow_time_of(&self.provider);
        Ok(())
    }

    async fn told_to(&self, token: &str, path: &str) -> anyhow::Result<Value> {
        let request = Request::new(Method::GET, self.api(path)?);
        let request = request.header("authorization", format!("Bearer {token}"));
        let answer = self.http.send(request).await?;
        anyhow::ensure!(answer.status == 200, "{path} answers {answer}");
        answer.json()
    }
}
