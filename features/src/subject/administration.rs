use reqwest::Method;
use serde_json::Value;

use super::Control;
use crate::params::Params;
use crate::user_agent::Answer;

/// What the control plane does to one institution. Paths begin behind the institution's own.
#[derive(Clone, Debug)]
pub(crate) struct Administration {
    control: Control,
    path: String,
}

impl Administration {
    /// That of the institution of this id.
    pub(super) fn of(control: &Control, id: &str) -> Self {
        Self {
            control: control.clone(),
            path: format!("/institutions/{id}"),
        }
    }

    /// What is to be known about this path.
    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.control.get(&self.at(path)).await
    }

    /// Makes or does something.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.control.post(&self.at(path), body).await
    }

    /// Changes what the body names.
    pub(crate) async fn patch(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.control.patch(&self.at(path), body).await
    }

    /// Takes it away.
    pub(crate) async fn delete(&self, path: &str) -> anyhow::Result<()> {
        self.control.delete(&self.at(path)).await
    }

    /// The answer to a question, whatever it is.
    pub(crate) async fn ask(&self, path: &str, query: &Params) -> anyhow::Result<Answer> {
        let path = format!("{}?{}", self.at(path), query.encoded());
        self.control.exchange(Method::GET, &path, None).await
    }

    /// The answer to a wish, whatever it is.
    pub(crate) async fn attempt(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<Answer> {
        let path = self.at(path);
        self.control.exchange(method, &path, Some(body)).await
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.path)
    }
}
