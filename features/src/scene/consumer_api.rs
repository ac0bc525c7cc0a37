use anyhow::Context as _;
use reqwest::Method;
use serde_json::Value;
use tokio::task::JoinHandle;
use url::Url;

use super::Scene;
use crate::change;
use crate::jose;
use crate::params::Params;
use crate::user_agent::{Answer, Request};

/// What an application has learned from the Consumer API.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    /// The accounts of the user whom it asked about last.
    pub(crate) accounts: Vec<Value>,
    /// What it was told with 200, the newest last.
    pub(crate) told: Vec<Value>,
    /// By which name each answer goes, refusals too.
    pub(crate) request_ids: Vec<String>,
    /// What it was told page by page.
    pub(crate) pages: Vec<Value>,
    /// What it is still waiting for.
    pub(crate) awaited: Option<JoinHandle<anyhow::Result<Answer>>>,
}

impl Learned {
    /// What it was told last.
    pub(crate) fn last(&self) -> anyhow::Result<&Value> {
        self.told.last().context("the application was told nothing")
    }

    /// What it was told before that.
    pub(crate) fn before(&self) -> anyhow::Result<&Value> {
        let [.., before, _] = &self.told[..] else {
            anyhow::bail!("the application was told something once only");
        };
        Ok(before)
    }

    /// The first list of transactions that it was told.
    pub(crate) fn first_transactions(&self) -> anyhow::Result<&Vec<Value>> {
        let first = self
            .told
            .iter()
            .find_map(|told| told["transactions"].as_array());
        first.context("the application was told no transactions")
    }

    /// An account by its name.
    pub(crate) fn account(&self, name: &str) -> anyhow::Result<&Value> {
        let account = self.accounts.iter().find(|account| account["name"] == name);
        account.with_context(|| format!("the application knows no account {name:?}"))
    }

    /// One of the first list that it was told, with others on both sides.
    fn a_transaction(&self) -> Option<&Value> {
        let list = self.first_transactions().ok()?;
        list.get(list.len() / 2)
    }

    /// A fact that features may name in braces.
    pub(super) fn fact(&self, name: &str) -> Option<String> {
        let of = |value: Option<&Value>, member: &str| value?[member].as_str().map(str::to_owned);
        match name {
            "all" => Some(self.first_transactions().ok()?.len().to_string()),
            "all_but_two" => {
                let all = self.first_transactions().ok()?.len();
                Some(all.checked_sub(2)?.to_string())
            }
            "a_transaction" => of(self.a_transaction(), "id"),
            "its_date" => of(self.a_transaction(), "datePosted"),
            "its_update" => of(self.a_transaction(), "lastUpdated"),
            "the_only_account" => match &self.accounts[..] {
                [account] => of(Some(account), "id"),
                _ => None,
            },
            "task" => {
                let mut newest = self.told.iter().rev();
                newest.find_map(|told| of(Some(told), "taskId"))
            }
            _ => {
                let named = |account: &&Value| snake_case(&account["name"]) == name;
                of(self.accounts.iter().find(named), "id")
            }
        }
    }
}

impl Scene {
    /// An address of the Consumer API.
    pub(crate) fn api(&self, path: &str) -> anyhow::Result<Url> {
        let base = self.provider.issuer.strip_suffix("/oidc");
        let base = base.context("the issuer is not below a Consumer API")?;
        Ok(Url::parse(&format!("{base}{}", self.expand(path)?))?)
    }

    /// Whom the newest tokens are for; without tokens, the target's user.
    pub(crate) fn user_id(&self) -> Option<String> {
        let Some(tokens) = self.tokens.last() else {
            return self.stage.target.subject().map(str::to_owned);
        };
        let mut tokens = ["id_token", "access_token"]
            .iter()
            .filter_map(|name| tokens[name].as_str());
        tokens.find_map(|token| jose::sub(token).ok())
    }

    /// A request to the Consumer API, the access token in its header, changed in words.
    pub(crate) fn api_request(
        &self,
        method: Method,
        path: &str,
        words: &str,
    ) -> anyhow::Result<Request> {
        let url = self.api(path)?;
        let mut params = match self.fact("access_token") {
            Some(token) => self.shown(&token, &method, &url)?,
            None => Params::default(),
        };
        change::apply(&mut params, words, |name| self.fact(name))?;
        Ok(super::application::request(method, url, params))
    }

    /// Sends it and keeps what the application is told.
    pub(crate) async fn ask_api(&mut self, request: Request) -> anyhow::Result<()> {
        let answer = self.http.send(request).await?;
        self.learn(answer)
    }

    /// Keeps what the application is told.
    pub(crate) fn learn(&mut self, answer: Answer) -> anyhow::Result<()> {
        let request_id = answer.header("x-request-id").map(str::to_owned);
        self.learned.request_ids.extend(request_id);
        if answer.status == 200 {
            let told = answer.json()?;
            if let Some(accounts) = told["accounts"].as_array() {
                self.learned.accounts.clone_from(accounts);
            }
            self.learned.told.push(told);
        }
        self.answer = Some(answer);
        Ok(())
    }

    /// What the last answer tells, which must be a 200.
    pub(crate) fn told_by_api(&self) -> anyhow::Result<&Value> {
        let answer = self.answer()?;
        anyhow::ensure!(answer.status == 200, "it is refused: {answer}");
        self.learned.last()
    }
}

/// "Home Equity Line" is `home_equity_line`.
fn snake_case(name: &Value) -> String {
    let name = name.as_str().unwrap_or_default();
    name.to_lowercase().replace(' ', "_")
}
