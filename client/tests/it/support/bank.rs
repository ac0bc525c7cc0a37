use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

/// The Consumer API of a bank, for any user; every answer can be changed.
#[derive(Default)]
pub(crate) struct Bank {
    /// The events of the task by question; the last stay. None at all: started and ended at once.
    pub(crate) events: Vec<Vec<&'static str>>,
    /// The accounts; none at all: a checking account, a loan and Bill Pay.
    pub(crate) accounts: Option<Vec<Value>>,
    /// The transactions by the account's id as it stands in the path.
    pub(crate) transactions: HashMap<&'static str, Vec<Value>>,
    /// How many transactions there are on a page at most, whatever was asked for.
    pub(crate) page: Option<usize>,
    /// Transactions without end, by the number that they begin at.
    pub(crate) is_endless: bool,
    /// What a call is answered instead.
    pub(crate) instead: HashMap<&'static str, ResponseTemplate>,
    /// The call at which an access token dies.
    pub(crate) dies: Vec<(&'static str, &'static str)>,
    dead: HashSet<String>,
    asked: HashMap<&'static str, usize>,
    requests: usize,
}

impl Bank {
    pub(super) fn answer(&mut self, request: &Request) -> ResponseTemplate {
        self.requests += 1;
        let path: Vec<_> = request.url.path_segments().unwrap().collect();
        let call = match (request.method.as_str(), &path[2..]) {
            ("PUT", ["fetch"]) => "fetch",
            ("GET", ["tasks", _]) => "task",
            ("GET", ["accounts"]) => "accounts",
            ("GET", ["accounts", _, "transactions"]) => "transactions",
            _ => "unknown",
        };
        let asked = self.asked.entry(call).or_default();
        *asked += 1;
        let nth = *asked - 1;
        let query: HashMap<_, _> = request.url.query_pairs().into_owned().collect();
        let bearer = request.headers["authorization"].to_str().unwrap();
        let died: Vec<_> = self.dies.extract_if(.., |(at, _)| *at == call).collect();
        self.dead
            .extend(died.into_iter().map(|(_, it)| format!("Bearer {it}")));
        let template = match call {
            _ if self.dead.contains(bearer) => answer(401, &error(401, "Unauthorized")),
            _ if self.instead.contains_key(call) => self.instead[call].clone(),
            "fetch" => answer(200, &json!({"taskId": "task-1"})),
            "task" => answer(200, &self.task(nth)),
            "accounts" => answer(200, &self.account_list()),
            "transactions" => answer(200, &self.page_of(path[3], &query)),
            _ => answer(404, &error(404, "Not Found")),
        };
        template.insert_header("x-request-id", format!("req-{}", self.requests).as_str())
    }

    fn task(&self, nth: usize) -> Value {
        let started_and_ended = vec!["TaskStarted", "TaskEnded"];
        let events = self.events.get(nth).or_else(|| self.events.last());
        let events = events.unwrap_or(&started_and_ended);
        let event = |kind: &&str| json!({"type": kind, "date": "2023-11-14T22:13:20.000Z"});
        let list: Vec<_> = events.iter().map(event).collect();
        json!({"version": list.len(), "events": list})
    }

    fn account_list(&self) -> Value {
        let accounts = self.accounts.clone().unwrap_or_else(standard_accounts);
        json!({"accounts": accounts, "inactivatedAccountIds": []})
    }

    fn page_of(&self, account: &str, query: &HashMap<String, String>) -> Value {
        let kind = json!({"accountType": "Deposit", "accountSubType": "Checking"});
        let number = |name: &str| query[name].parse::<usize>().unwrap();
        let (offset, mut limit) = (number("offset"), number("limit"));
        limit = self.page.map_or(limit, |page| page.min(limit));
        let page: Vec<_> = match self.transactions.get(account) {
            _ if self.is_endless => (offset..offset + limit).map(transaction).collect(),
            Some(all) => all.iter().skip(offset).take(limit).cloned().collect(),
            None => return json!({"account": kind, "inactivatedTransactionIds": []}),
        };
        json!({
            "transactions": page, "inactivatedTransactionIds": [], "offset": offset,
            "limit": limit, "account": kind,
        })
    }
}

/// An answer in JSON.
pub(crate) fn answer(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

/// A transaction that tells its number.
pub(crate) fn transaction(number: usize) -> Value {
    let day = number % 28 + 1;
    let month = number / 28 % 12 + 1;
    let year = 2000 + number / 28 / 12;
    json!({
        "id": format!("tx-{number}"),
        "datePosted": format!("{year}-{month:02}-{day:02}T05:00:00.000Z"),
        "amount": format!("-{number}.25"),
        "memo": format!("Memo {number}"),
        "sequence": number,
    })
}

fn standard_accounts() -> Vec<Value> {
    vec![
        json!({
            "id": "checking", "name": "Everyday Checking", "numbers": "x1234",
            "accountType": "Deposit", "accountSubType": "Checking", "accountStatus": "Active",
            "balance": "741.41", "fetchedDate": "2023-11-14T22:13:20.000Z",
            "something": {"new": [1]},
        }),
        json!({
            "id": "loan", "name": "Auto Loan", "numbers": "x99", "accountType": "Debt",
            "accountSubType": "Auto", "accountStatus": "Past due", "balance": "15430.00",
        }),
        json!({"id": "billpay", "name": "Bill Pay", "accountType": "Bill Pay", "numbers": null}),
    ]
}

fn error(status: u16, messages: &str) -> Value {
    json!({"errorCode": status, "messages": messages})
}
