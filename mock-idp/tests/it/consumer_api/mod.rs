//! The Consumer API behind the login: what a good token opens, and what it does not.

mod accounts;
mod odd;
mod profile;
mod refusals;
mod tasks;
mod transactions;

use mock_idp::admin::MintRequest;
use reqwest::Method;
use serde_json::Value;

use crate::support::{Answer, Mock, builder};

pub(super) const RILEY: &str = "5cad5c30-6d24-11e9-870c-0242b78f8571";

/// Everything that the endpoints ask for.
const ALL: &str = "openid \
    https://api.banno.com/consumer/auth/accounts.readonly \
    https://api.banno.com/consumer/auth/accounts.unmaskednumber.readonly \
    https://api.banno.com/consumer/auth/transactions.detail.readonly \
    https://api.banno.com/consumer/auth/user.profile.readonly \
    https://api.banno.com/consumer/auth/user.preferredname.readwrite \
    https://api.banno.com/consumer/auth/user.email.readwrite";

/// Somebody with a token.
#[derive(Debug)]
pub(super) struct Customer<'m> {
    mock: &'m Mock,
    pub(super) sub: String,
    pub(super) access_token: String,
}

impl<'m> Customer<'m> {
    /// A user of the institution with a token for everything.
    pub(super) async fn of(mock: &'m Mock, username: &str) -> Self {
        Self::with_scope(mock, username, ALL).await
    }

    pub(super) async fn with_scope(mock: &'m Mock, username: &str, scope: &str) -> Self {
        let institution = mock.institution();
        let admin = mock.admin(&institution.id).unwrap();
        let wish = MintRequest {
            user: username.to_owned(),
            scope: Some(scope.to_owned()),
            ..MintRequest::default()
        };
        let minted = admin.mint(&wish).await.unwrap();
        let users = &institution.users;
        let user = users.iter().find(|user| user.username == username);
        Self {
            mock,
            sub: user.unwrap().sub.clone(),
            access_token: minted.access_token.expose().to_owned(),
        }
    }

    /// Asks for what is below the user.
    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    /// The same, and it is there.
    pub(super) async fn told(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.wire());
        answer.json()
    }

    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Answer {
        let bearer = format!("Bearer {}", self.access_token);
        let headers = [&[("authorization", bearer.as_str())], headers].concat();
        let url = url(self.mock, &self.sub, path);
        self.mock.send(method, &url, &headers, body).await
    }

    /// The id of the account of that name.
    pub(super) async fn account(&self, name: &str) -> String {
        let accounts = self.told("/accounts").await;
        let accounts = accounts["accounts"].as_array().unwrap();
        let found = accounts.iter().find(|account| account["name"] == name);
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }
}

pub(super) fn url(mock: &Mock, sub: &str, path: &str) -> String {
    format!("{}/a/consumer/api/v0/users/{sub}{path}", mock.base_url())
}

pub(super) async fn start() -> Mock {
    Mock::of(builder()).await
}

/// A bank whose one customer has those accounts.
pub(super) async fn start_with(accounts: &str) -> Mock {
    let config = format!(
        r#"
        [[users]]
        sub = "5a5a5a5a-0000-4000-8000-000000000000"
        username = "sam"
        password = "sam"
        {accounts}
        "#
    );
    Mock::of(builder().config(&config)).await
}

/// Cents of an amount.
pub(super) fn cents(amount: &Value) -> i64 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}
