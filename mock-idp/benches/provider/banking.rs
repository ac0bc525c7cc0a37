//! Accounts, and the first and the last page of ten thousand transactions: a page must cost the same wherever
//! it stands.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::Value;

use crate::connection::Connection;
use crate::server::Server;
use crate::{CONNECTIONS, ROUNDS, per_second};

const USER: &str = "manytransactions";
const SCOPE: &str = "openid https://api.banno.com/consumer/auth/accounts.readonly \
    https://api.banno.com/consumer/auth/transactions.detail.readonly";

pub(crate) struct Banking<'s> {
    server: &'s Server,
    authorization: String,
    accounts: String,
    transactions: String,
}

impl<'s> Banking<'s> {
    pub(crate) fn sign_in(server: &'s Server) -> Self {
        let minted = mint(server);
        let access_token = minted["access_token"].as_str().unwrap();
        let sub = claim(access_token, "sub");
        let authorization = format!("Authorization: Bearer {access_token}\r\n");
        let accounts = format!("/a/consumer/api/v0/users/{sub}/accounts");
        let told = server.connect().get(&accounts, &authorization);
        let told: Value = serde_json::from_str(&told.body).unwrap();
        let id = told["accounts"][0]["id"].as_str().unwrap();
        Self {
            server,
            transactions: format!("{accounts}/{id}/transactions"),
            authorization,
            accounts,
        }
    }

    pub(crate) fn accounts(&self) -> Vec<f64> {
        self.gets(&self.accounts)
    }

    pub(crate) fn page(&self, offset: u32) -> Vec<f64> {
        let page = format!("{}?limit=100&offset={offset}", self.transactions);
        self.gets(&page)
    }

    fn gets(&self, path: &str) -> Vec<f64> {
        let round = |_| {
            per_second(CONNECTIONS, |_| {
                let mut connection: Connection = self.server.connect();
                let (path, authorization) = (path.to_owned(), self.authorization.clone());
                Box::new(move || assert_eq!(connection.get(&path, &authorization).status, 200))
            })
        };
        (0..ROUNDS).map(round).collect()
    }
}

/// Tokens from the control plane.
fn mint(server: &Server) -> Value {
    let body = serde_json::json!({ "user": USER, "scope": SCOPE }).to_string();
    let mut stream = TcpStream::connect(&server.control).unwrap();
    let request = format!(
        "POST /institutions/mock-bank/tokens HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

/// A claim of a JWT, unverified.
fn claim(jwt: &str, name: &str) -> String {
    use base64::Engine as _;
    let payload = jwt.split('.').nth(1).unwrap();
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload);
    let claims: Value = serde_json::from_slice(&payload.unwrap()).unwrap();
    claims[name].as_str().unwrap().to_owned()
}
