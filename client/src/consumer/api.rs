use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::paging::Page;
use super::received::Received;
use super::{Account, Answer, Call, ConsumerError, Task};
use crate::rp::{AccessToken, FreshTokens, HttpResponse, RelyingParty, Stale, json};

/// The Consumer API of one institution, for one user.
#[derive(Clone, Debug)]
pub struct ConsumerApi {
    base: Url,
    user: String,
    relying_party: Arc<RelyingParty>,
    tokens: Arc<FreshTokens>,
}

impl ConsumerApi {
    /// The API below `base` for the user that the tokens were issued for: `sub` is the user's id.
    pub async fn new(
        base: Url,
        relying_party: Arc<RelyingParty>,
        tokens: Arc<FreshTokens>,
    ) -> Self {
        let user = tokens.now().await.id_token.subject().to_owned();
        Self {
            base,
            user,
            relying_party,
            tokens,
        }
    }

    /// Starts a fetch: the institution looks for what is new.
    ///
    /// # Errors
    /// Every [`ConsumerError`] of a call.
    pub async fn begin(&self, now: u64) -> Result<Task, ConsumerError> {
        let url = self.url(&["fetch"])?;
        let (body, answer) = self.call(Call::Fetch, &url, None).await?;
        let id = body
            .required_text("taskId")
            .map_err(malformed(answer.clone()))?;
        Ok(Task::new(id, now, answer))
    }

    /// Asks how the task is, and tells whether that was news. With `patience` the institution is
    /// asked to wait until there is some (`sinceVersion`, long polling).
    ///
    /// # Errors
    /// Every [`ConsumerError`] of a call.
    pub async fn look_at(
        &self,
        task: &mut Task,
        patience: Option<Duration>,
    ) -> Result<bool, ConsumerError> {
        let mut url = self.url(&["tasks", task.id()])?;
        if let (Some(version), Some(_)) = (task.version(), patience) {
            url.query_pairs_mut()
                .append_pair("sinceVersion", &version.to_string());
        }
        let (body, answer) = self.call(Call::Task, &url, patience).await?;
        task.take(body, answer.clone()).map_err(malformed(answer))
    }

    /// The user's accounts, in the institution's order.
    ///
    /// # Errors
    /// Every [`ConsumerError`] of a call, and [`ConsumerError::AccountRepeated`].
    pub async fn accounts(&self) -> Result<Vec<Account>, ConsumerError> {
        let url = self.url(&["accounts"])?;
        let (mut body, answer) = self.call(Call::Accounts, &url, None).await?;
        let mut read = || -> Result<Vec<Account>, String> {
            let list = body.take_list("accounts")?.ok_or("accounts is missing")?;
            list.into_iter().map(Account::parse).collect()
        };
        let accounts = read().map_err(malformed(answer.clone()))?;
        let mut ids = HashSet::new();
        if !accounts.iter().all(|account| ids.insert(account.id())) {
            return Err(ConsumerError::AccountRepeated { answer });
        }
        Ok(accounts)
    }

    /// The transactions of an account from `offset` on, at most `limit` of them.
    pub(super) async fn page(
        &self,
        account: &str,
        offset: usize,
        limit: usize,
    ) -> Result<Page, ConsumerError> {
        let mut url = self.url(&["accounts", account, "transactions"])?;
        url.query_pairs_mut()
            .append_pair("offset", &offset.to_string())
            .append_pair("limit", &limit.to_string());
        let (body, answer) = self.call(Call::Transactions, &url, None).await?;
        Page::parse(body, &answer).map_err(malformed(answer))
    }

    /// The address below the user's; each part is one segment, whatever it contains.
    fn url(&self, path: &[&str]) -> Result<Url, ConsumerError> {
        let segments = ["users", &self.user]
            .into_iter()
            .chain(path.iter().copied());
        // These would lead to another resource, and no encoding keeps them (WHATWG URL 4.4).
        if let Some(id) = segments.clone().find(|it| matches!(*it, "" | "." | "..")) {
            return Err(ConsumerError::Id { id: id.to_owned() });
        }
        let mut url = self.base.clone();
        match url.path_segments_mut() {
            Ok(mut path) => path.pop_if_empty().extend(segments),
            Err(()) => {
                return Err(ConsumerError::Id {
                    id: self.user.clone(),
                });
            }
        };
        Ok(url)
    }

    /// Makes a call. A refused access token is refreshed, once for all who hold it, and the call is
    /// made once more.
    async fn call(
        &self,
        call: Call,
        url: &Url,
        patience: Option<Duration>,
    ) -> Result<(Received, Answer), ConsumerError> {
        let tokens = self.tokens.now().await;
        let (mut response, mut answer) =
            self.send(call, url, &tokens.access_token, patience).await?;
        if response.status == 401 {
            if tokens.refresh_token.is_none() {
                return Err(ConsumerError::Unauthorized { answer });
            }
            let refused = Stale::Refused(tokens.access_token);
            let tokens = self.tokens.get(&self.relying_party, refused).await?;
            (response, answer) = self.send(call, url, &tokens.access_token, patience).await?;
        }
        let body = read(&response, &answer)?;
        Ok((body, answer))
    }

    async fn send(
        &self,
        call: Call,
        url: &Url,
        access_token: &AccessToken,
        patience: Option<Duration>,
    ) -> Result<(HttpResponse, Answer), ConsumerError> {
        let http = self.relying_party.http();
        let response = http
            .resource(call.method(), url, access_token, patience)
            .await?;
        let request_id = response.request_id.clone();
        Ok((response, Answer { call, request_id }))
    }
}

/// Sorts the answers out that are none to go on with.
fn read(response: &HttpResponse, answer: &Answer) -> Result<Received, ConsumerError> {
    let answer = answer.clone();
    match response.status {
        200 => {}
        401 => return Err(ConsumerError::UnauthorizedTwice { answer }),
        403 => return Err(ConsumerError::Forbidden { answer }),
        404 => return Err(ConsumerError::NotFound { answer }),
        429 => return Err(ConsumerError::TooManyRequests { answer }),
        status @ 500.. => return Err(ConsumerError::Unavailable { answer, status }),
        status => {
            let body = json::object(&response.body).ok().map(Received);
            let detail = body.and_then(|body| Some(body.text("messages")?.to_owned()));
            return Err(ConsumerError::Status {
                answer,
                status,
                detail,
            });
        }
    }
    if !response.is_json() {
        return Err(ConsumerError::NotJson { answer });
    }
    match json::object(&response.body) {
        Ok(body) => Ok(Received(body)),
        Err(_) => Err(malformed(answer)(
            "it is not a JSON object with each member once".to_owned(),
        )),
    }
}

fn malformed(answer: Answer) -> impl FnOnce(String) -> ConsumerError {
    move |reason| ConsumerError::Malformed { answer, reason }
}
