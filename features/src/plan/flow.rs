use std::time::Duration;

use anyhow::{Context as _, ensure};
use reqwest::Method;
use serde_json::{Map, Value};

use super::id_token::Expected;
use super::{Login, Notes, authorization_response, id_token, jwk_set, token_response, userinfo};
use crate::change;
use crate::entropy::unguessable;
use crate::jose::{self, Verified};
use crate::params::Params;
use crate::scene::Scene;
use crate::target::{self, Client};
use crate::user_agent::{Answer, Form, Request};

impl Scene {
    /// The plan's authorization request (OIDC Core 3.1.2.1), its parameters in the order of the alphabet, changed in words.
    /// As the suite's it is without a code challenge, but where the provider takes none without.
    pub(crate) fn plan_request(&mut self, words: &str) -> anyhow::Result<Params> {
        let client = self.client()?;
        let redirect_uri = client.redirect_uris.first().context("no redirect URI")?;
        let mut request = Params::from([
            ("client_id", client.client_id.as_str()),
            ("redirect_uri", redirect_uri),
            ("response_type", "code"),
            ("scope", "openid"),
        ]);
        self.plan.requests += 1;
        let number = self.plan.requests;
        request.set("nonce", format!("nonce{number:05}"));
        request.set("state", format!("state{number:05}"));
        if let target::Login::Person(_) = self.stage.target.login {
            // A tab of another scenario may be loaded again at any time.
            let fresh = format!("state{number:05}-{}", unguessable()?);
            request.set("state", fresh);
        }
        if self.stage.target.requires_pkce {
            request.set("code_challenge", jose::code_challenge(LONGEST_VERIFIER));
            request.set("code_challenge_method", "S256");
        }
        if self.plan.by_form_post {
            request.set("response_mode", "form_post");
        }
        change::apply(&mut request, words, |name| self.fact(name))?;
        Ok(request.sorted())
    }

    /// Sends the user to the authorization endpoint, and follows to a page or back to the relying party.
    pub(crate) async fn plan_ask(&mut self, method: Method, request: Params) -> anyhow::Result<()> {
        let url = self.provider.endpoint("authorization_endpoint")?;
        self.plan.request = request.clone();
        self.plan.has_asked_user = false;
        self.request = request.clone();
        let stage = self.stage.clone();
        if let target::Login::Person(person) = &stage.target.login {
            anyhow::ensure!(method == Method::GET, "a person's browser opens addresses");
            return self.send_person(person).await;
        }
        let request = crate::scene::request(method, url, request);
        self.browser.send(request).await?;
        self.follow().await
    }

    /// Signs the user in and allows, where the provider asks for it.
    pub(crate) async fn plan_answer_pages(&mut self) -> anyhow::Result<()> {
        if let target::Login::Person(_) = self.stage.target.login {
            // They have.
            return Ok(());
        }
        if self.plan_response()?.is_none() && self.shows_login()? {
            self.plan.has_asked_user = true;
            self.sign_in().await?;
        }
        if self.plan_response()?.is_none() {
            self.allow_where_asked().await?;
        }
        Ok(())
    }

    /// What the browser brings back to the relying party, where it is sent there: by the query, or by `form_post`
    /// (OAuth 2.0 Form Post Response Mode 2) where that was asked for.
    pub(crate) fn plan_response(&self) -> anyhow::Result<Option<Params>> {
        let redirect_uri = self.plan.request.get("redirect_uri");
        let redirect_uri = redirect_uri.unwrap_or_default();
        let page = self.browser.page()?;
        let leads_back = |url: &url::Url| {
            let mut bare = url.clone();
            bare.set_query(None);
            bare.set_fragment(None);
            bare.as_str() == redirect_uri.split('?').next().unwrap_or_default()
        };
        let by_form = Form::continuation(page).filter(|request| leads_back(&request.url));
        let by_redirect = page.redirect().filter(leads_back);
        match (by_redirect, by_form) {
            (None, None) => Ok(None),
            (Some(url), _) => {
                ensure!(
                    !self.plan.by_form_post,
                    "CheckCallbackHttpMethodIsPost: the answer comes by a redirect, and form_post was asked for"
                );
                Ok(Some(Params::decode(url.query().unwrap_or_default())))
            }
            (None, Some(request)) => {
                ensure!(
                    self.plan.by_form_post,
                    "the answer comes by form_post, which nobody asked for"
                );
                let query = Params::decode(request.url.query().unwrap_or_default());
                ensure!(
                    query.get("code").is_none() && query.get("error").is_none(),
                    "RejectAuthCodeInUrlQuery: part of the answer is in the query"
                );
                Ok(Some(Params::decode(&request.body.unwrap_or_default())))
            }
        }
    }

    /// The answer that has come back to the relying party.
    fn plan_answer(&self) -> anyhow::Result<Params> {
        let response = self.plan_response()?;
        response.with_context(|| match self.browser.page() {
            Ok(page) => format!("the user is not sent back, but sees {page}"),
            Err(error) => error.to_string(),
        })
    }

    /// The code that has come back (OIDC Core 3.1.2.5).
    pub(crate) fn plan_code(&self) -> anyhow::Result<String> {
        let response = self.plan_answer()?;
        let code =
            authorization_response::code(&response, &self.plan.request, &self.provider.issuer)?;
        Ok(code.to_owned())
    }

    /// The error that has come back (OIDC Core 3.1.2.6).
    pub(crate) fn plan_error(&mut self) -> anyhow::Result<String> {
        let response = self.plan_answer()?;
        let (request, notes) = (&self.plan.request, &mut self.plan.notes);
        let error =
            authorization_response::error(&response, request, &self.provider.issuer, notes)?;
        Ok(error.to_owned())
    }

    /// The request that redeems a code (OIDC Core 3.1.3.1), changed in words; with the verifier of a challenge of the
    /// plan's own.
    pub(crate) fn plan_code_request(&self, code: &str, words: &str) -> anyhow::Result<Request> {
        let redirect_uri = self.plan.request.get("redirect_uri").unwrap_or_default();
        let mut params = Params::from([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
        ]);
        let challenge = self.plan.request.get("code_challenge");
        if challenge == Some(&jose::code_challenge(LONGEST_VERIFIER)) {
            params.set("code_verifier", LONGEST_VERIFIER);
        }
        self.client_request("token_endpoint", params, words)
    }

    /// The whole flow that each module begins with: from the authorization request to userinfo, all answers checked.
    pub(crate) async fn plan_sign_in(&mut self, words: &str) -> anyhow::Result<()> {
        let request = self.plan_request(words)?;
        self.plan_finish(Method::GET, request).await
    }

    /// The same, from that request on.
    pub(crate) async fn plan_finish(
        &mut self,
        method: Method,
        request: Params,
    ) -> anyhow::Result<()> {
        self.plan_ask(method, request).await?;
        self.plan_answer_pages().await?;
        let code = self.plan_code()?;
        let answer = self.http.send(self.plan_code_request(&code, "")?).await?;
        let tokens = token_response::success(&answer)?;
        let client = self.client()?.clone();
        let request = self.plan.request.clone();
        let nonce = request.get("nonce");
        let claims = self.plan_claims(&tokens, &client, &code, nonce).await?;
        let userinfo = self.plan_userinfo(&tokens, &claims).await?;
        self.plan.logins.push(Login {
            client,
            request,
            code,
            tokens,
            claims,
            userinfo,
            asked_user: self.plan.has_asked_user,
        });
        Ok(())
    }

    /// The claims of the ID token of a token response, all checked (OIDC Core 3.1.3.7).
    pub(crate) async fn plan_claims(
        &self,
        tokens: &Map<String, Value>,
        client: &Client,
        code: &str,
        nonce: Option<&str>,
    ) -> anyhow::Result<Map<String, Value>> {
        let text = |name: &str| tokens.get(name).and_then(Value::as_str);
        let id_token = text("id_token").context("there is no id_token")?;
        let access_token = text("access_token").unwrap_or_default();
        let url = self.provider.endpoint("jwks_uri")?;
        let jwks = self.http.send(Request::get(url)).await?.json()?;
        // A set that libraries refuse says nothing of the token.
        jwk_set::check(&jwks, &mut Notes::default())?;
        let verified: Verified = match jose::kid(id_token) {
            Ok(_) => jose::verify(id_token, &jwks)?,
            Err(_) => jose::verify_without_kid(id_token, &jwks)?,
        };
        let expected = Expected {
            issuer: &self.provider.issuer,
            client_id: &client.client_id,
            nonce,
            alg: &client.id_token_signed_response_alg,
            access_token,
            code,
            now: self.plan_now(),
        };
        id_token::check(&verified, &expected)?;
        Ok(verified.claims)
    }

    /// What userinfo tells whoever has these tokens (OIDC Core 5.3).
    pub(crate) async fn plan_userinfo(
        &self,
        tokens: &Map<String, Value>,
        claims: &Map<String, Value>,
    ) -> anyhow::Result<Map<String, Value>> {
        let access_token = tokens.get("access_token").and_then(Value::as_str);
        let answer = self.userinfo(access_token.unwrap_or_default()).await?;
        userinfo::claims(&answer, claims.get("sub").and_then(Value::as_str))
    }

    /// An answer of userinfo to whoever has signed in last.
    pub(crate) fn plan_check_userinfo(&self, answer: &Answer) -> anyhow::Result<()> {
        let sub = self.plan.login(0)?.sub();
        userinfo::claims(answer, sub).map(drop)
    }

    /// Lets time pass: by the provider's clock where a test may move that; else it is waited for.
    pub(crate) async fn let_pass(&mut self, seconds: u64) -> anyhow::Result<()> {
        let time = Duration::from_secs(seconds);
        if self.provider.now().is_some() {
            return self.advance(time).await;
        }
        eprintln!("waiting {seconds} s, since nobody can move the provider's clock");
        #[expect(
            clippy::disallowed_methods,
            reason = "at a provider that runs elsewhere, time itself is what is waited for"
        )]
        tokio::time::sleep(time).await;
        Ok(())
    }

    /// Refreshes as a client (RFC 6749 6), changed in words: the new tokens, all checked, and the claims of the new
    /// ID token, if there is one.
    pub(crate) async fn plan_refresh(
        &mut self,
        token: &str,
        words: &str,
    ) -> anyhow::Result<(Map<String, Value>, Option<Map<String, Value>>)> {
        let params = Params::from([("grant_type", "refresh_token"), ("refresh_token", token)]);
        let request = self.client_request("token_endpoint", params, words)?;
        let answer = self.http.send(request).await?;
        let tokens = token_response::success(&answer)?;
        token_response::check_refreshed(&answer, &tokens, &mut self.plan.notes)?;
        if !tokens.contains_key("id_token") {
            return Ok((tokens, None));
        }
        let login = self.plan.login(0)?;
        let (client, code) = (login.client.clone(), login.code.clone());
        // It repeats the nonce or has none (OIDC Core 12.2).
        let nonce = login.request.get("nonce").map(str::to_owned);
        let with_nonce = self.plan_claims(&tokens, &client, &code, nonce.as_deref());
        let claims = match with_nonce.await {
            Ok(claims) => claims,
            Err(_) => self.plan_claims(&tokens, &client, &code, None).await?,
        };
        Ok((tokens, Some(claims)))
    }

    /// The error of a token request that has to be refused (RFC 6749 5.2).
    pub(crate) async fn plan_refused(&mut self, request: Request) -> anyhow::Result<String> {
        let answer = self.http.send(request).await?;
        let notes: &mut Notes = &mut self.plan.notes;
        token_response::error(&answer, notes)
    }

    /// Notes where a token response does not say when its access token expires.
    pub(crate) fn plan_expect_expiry(&mut self) -> anyhow::Result<()> {
        let tokens = self.plan.login(0)?.tokens.clone();
        token_response::expect_expiry(&tokens, &mut self.plan.notes);
        Ok(())
    }

    /// Notes what the ID token tells and the last request has not asked for.
    pub(crate) fn plan_expect_no_more(&mut self) -> anyhow::Result<()> {
        let login = self.plan.login(0)?;
        let (claims, asked) = (login.claims.clone(), asked_for(&login.request));
        id_token::expect_no_more(&claims, &asked, &mut self.plan.notes);
        Ok(())
    }

    /// A refresh token that is as long and unguessable as it has to be.
    pub(crate) fn plan_refresh_token(&self, back: usize) -> anyhow::Result<Option<String>> {
        let Some(token) = self.plan.login(back)?.token("refresh_token") else {
            return Ok(None);
        };
        token_response::check_refresh_token(token)?;
        Ok(Some(token.to_owned()))
    }

    /// What time it is there: by the provider's clock where a test may move that, else by this machine's.
    pub(crate) fn plan_now(&self) -> i64 {
        let now = self.provider.now();
        now.map_or_else(
            || time::OffsetDateTime::now_utc().unix_timestamp(),
            u64::cast_signed,
        )
    }
}

/// The claims that a request asks for, by scopes and by name (OIDC Core 5.4 and 5.5).
fn asked_for(request: &Params) -> Vec<String> {
    let scopes = request.get("scope").unwrap_or_default().split(' ');
    let by_scope = scopes
        .flat_map(super::claims_of_scope)
        .map(|name| (*name).to_owned());
    let claims: Value =
        serde_json::from_str(request.get("claims").unwrap_or_default()).unwrap_or_default();
    let by_name = claims["id_token"]
        .as_object()
        .into_iter()
        .flat_map(Map::keys);
    by_scope.chain(by_name.cloned()).collect()
}

/// All of the characters that a verifier may have, and as many as it may have (RFC 7636 4.1).
pub(crate) const LONGEST_VERIFIER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
