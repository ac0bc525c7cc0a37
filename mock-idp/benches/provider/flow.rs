//! The requests that are measured, after one login through the pages.

use std::sync::Mutex;
use std::time::Instant;

use crate::connection::{Answer, Connection};
use crate::server::Server;
use crate::{CONNECTIONS, ROUNDS, per_second};

const ISSUER: &str = "/a/consumer/api/v0/oidc";
const CREDENTIALS: &str = "client_id=05166b79-4f61-484d-a4b4-2a225926bf4b&client_secret=mock-secret-for-the-banno-quickstart";
const REDIRECT_URI: &str = "https%3A%2F%2Flocalhost%3A8080%2Fauth%2Fcb";
/// RFC 7636 appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CODES_PER_ROUND: usize = 2000;

pub(crate) struct Flow<'s> {
    server: &'s Server,
    session: String,
    access_token: String,
}

impl<'s> Flow<'s> {
    pub(crate) fn sign_in(server: &'s Server) -> Self {
        let mut connection = server.connect();
        let begun = connection.get(&authorization_request(""), "");
        let page = location(&begun);
        let mut cookies = cookie(&begun);
        let shown = connection.get(&page, &header(&cookies));
        let form = format!(
            "xsrf={}&username=rileydoe&password=banno",
            form_token(&shown)
        );
        let login = connection.post(&format!("{page}/login"), &header(&cookies), &form);
        let session = cookie(&login);
        cookies = format!("{cookies}; {session}");
        let shown = connection.get(&page, &header(&cookies));
        let form = format!("xsrf={}&action=allow", form_token(&shown));
        let response = connection.post(&format!("{page}/consent"), &header(&cookies), &form);
        let tokens = redeem(&mut connection, &code(&response));
        let access_token = tokens.member("access_token");
        Self {
            server,
            session,
            access_token,
        }
    }

    pub(crate) fn discovery(&self) -> Vec<f64> {
        self.gets("/.well-known/openid-configuration", "")
    }

    pub(crate) fn jwks(&self) -> Vec<f64> {
        self.gets("/jwks", "")
    }

    pub(crate) fn userinfo(&self) -> Vec<f64> {
        self.gets(
            "/me",
            &format!("Authorization: Bearer {}\r\n", self.access_token),
        )
    }

    /// Each connection uses and rotates a refresh token of its own.
    pub(crate) fn refresh(&self) -> Vec<f64> {
        let round = |_| {
            per_second(CONNECTIONS, |_| {
                let mut connection = self.server.connect();
                let code = self.new_code(&mut connection);
                let mut token = redeem(&mut connection, &code).member("refresh_token");
                Box::new(move || {
                    let form =
                        format!("{CREDENTIALS}&grant_type=refresh_token&refresh_token={token}");
                    let answer = connection.post(&format!("{ISSUER}/token"), "", &form);
                    assert_eq!(answer.status, 200, "{}", answer.head);
                    token = answer.member("refresh_token");
                })
            })
        };
        (0..ROUNDS).map(round).collect()
    }

    /// Codes are made before the clock starts; the redemptions are measured.
    pub(crate) fn codes(&self) -> Vec<f64> {
        let round = |_| {
            let mut connection = self.server.connect();
            let made = (0..CODES_PER_ROUND).map(|_| self.new_code(&mut connection));
            let codes = Mutex::new(made.collect::<Vec<_>>());
            let mut connections: Vec<_> = (0..CONNECTIONS).map(|_| self.server.connect()).collect();
            let start = Instant::now();
            std::thread::scope(|scope| {
                for connection in &mut connections {
                    let codes = &codes;
                    scope.spawn(move || {
                        loop {
                            let Some(code) = codes.lock().unwrap().pop() else {
                                return;
                            };
                            redeem(connection, &code);
                        }
                    });
                }
            });
            f64::from(u32::try_from(CODES_PER_ROUND).unwrap()) / start.elapsed().as_secs_f64()
        };
        (0..ROUNDS).map(round).collect()
    }

    fn gets(&self, path: &str, headers: &str) -> Vec<f64> {
        let path = format!("{ISSUER}{path}");
        let round = |_| {
            per_second(CONNECTIONS, |_| {
                let mut connection = self.server.connect();
                let (path, headers) = (path.clone(), headers.to_owned());
                Box::new(move || assert_eq!(connection.get(&path, &headers).status, 200))
            })
        };
        (0..ROUNDS).map(round).collect()
    }

    /// A code without pages: the user is signed in and has consented.
    fn new_code(&self, connection: &mut Connection) -> String {
        let request = authorization_request("&prompt=none");
        code(&connection.get(&request, &header(&self.session)))
    }
}

fn authorization_request(more: &str) -> String {
    format!(
        "{ISSUER}/auth?response_type=code&client_id=05166b79-4f61-484d-a4b4-2a225926bf4b\
         &redirect_uri={REDIRECT_URI}&scope=openid+profile+https%3A%2F%2Fapi.banno.com%2Fconsumer%2Fauth%2Foffline_access\
         &code_challenge={CHALLENGE}&code_challenge_method=S256{more}"
    )
}

fn redeem(connection: &mut Connection, code: &str) -> Answer {
    let form = format!(
        "{CREDENTIALS}&grant_type=authorization_code&code={code}&redirect_uri={REDIRECT_URI}\
         &code_verifier={VERIFIER}"
    );
    let answer = connection.post(&format!("{ISSUER}/token"), "", &form);
    assert_eq!(answer.status, 200, "{}", answer.head);
    answer
}

fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.head);
    answer.headers("location").next().unwrap().to_owned()
}

fn code(answer: &Answer) -> String {
    let location = location(answer);
    let (_, query) = location.split_once("code=").unwrap();
    query.split('&').next().unwrap().to_owned()
}

fn cookie(answer: &Answer) -> String {
    let cookies = answer
        .headers("set-cookie")
        .map(|cookie| cookie.split(';').next().unwrap());
    cookies.collect::<Vec<_>>().join("; ")
}

fn header(cookies: &str) -> String {
    format!("Cookie: {cookies}\r\n")
}

fn form_token(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("name=\"xsrf\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}
