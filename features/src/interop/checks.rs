use anyhow::Context as _;
use serde_json::Value;

use super::bank::Bank;
use super::observed::{self, Observed};
use super::process::Process;
use super::program::Program;
use super::report::Reaction;
use super::stage::Stage;
use super::tamper::Change;
use super::visitor::{Place, Visitor};
use super::words;
use crate::user_agent::Http;

/// A program that runs as the client of an institution of its own.
#[derive(Debug)]
pub(super) struct Checks<'a> {
    pub(super) stage: &'a Stage,
    pub(super) program: &'a Program,
    pub(super) bank: Bank,
    pub(super) process: Process,
    pub(super) base_url: String,
    pub(super) http: Http,
}

impl Checks<'_> {
    /// A sign-in ends where it should, with an ID token of the provider for this client about this user.
    pub(super) async fn login(&self, visitor: &mut Visitor) -> anyhow::Result<()> {
        let (place, asked) = visitor.sign_in(&self.at(&self.program.sign_in)).await?;
        anyhow::ensure!(
            asked,
            "the provider has asked for no password; the way ended at {place}"
        );
        anyhow::ensure!(self.is_signed_in(&place), "the sign-in ended at {place}");
        let claims = &place.json()?["claims"];
        let sub = self.stage.user.subject();
        anyhow::ensure!(
            claims["sub"].as_str() == sub,
            "the ID token is about {}",
            claims["sub"]
        );
        let issuer = self.bank.issuer.as_str();
        anyhow::ensure!(
            claims["iss"] == issuer,
            "the ID token is of {}",
            claims["iss"]
        );
        let client_id = self.bank.client_id.as_str();
        let aud = &claims["aud"];
        let is_for = |aud: &Value| aud == client_id;
        let for_it = is_for(aud) || aud.as_array().is_some_and(|all| all.iter().any(is_for));
        anyhow::ensure!(for_it, "the ID token is for {aud}");
        Ok(())
    }

    /// The program tells what `/me` of the provider said about the same user.
    pub(super) async fn userinfo(&self, visitor: &mut Visitor) -> anyhow::Result<()> {
        let place = visitor.visit(&self.at(&self.program.signed_in)).await?;
        let told = place.json()?;
        let (claims, userinfo) = (&told["claims"], &told["userinfo"]);
        anyhow::ensure!(
            userinfo["sub"].is_string() && userinfo["sub"] == claims["sub"],
            "userinfo is about {}, the ID token about {}",
            userinfo["sub"],
            claims["sub"]
        );
        let name = &self.stage.user.claims["name"];
        anyhow::ensure!(
            userinfo["name"] == *name,
            "userinfo has the name {}",
            userinfo["name"]
        );
        let fetched = observed::userinfo(&self.bank.wire.exchanges());
        anyhow::ensure!(fetched > 0, "it tells of userinfo, and has not fetched it");
        Ok(())
    }

    /// Two refreshes in a row, so that the second shows whether the new refresh token was kept.
    pub(super) async fn refresh(&self, visitor: &mut Visitor, path: &str) -> anyhow::Result<()> {
        for times in 1..=2 {
            let place = visitor.visit(&self.at(path)).await?;
            anyhow::ensure!(place.status == 200, "refresh {times} ended at {place}");
            let told = place.json()?;
            anyhow::ensure!(
                told["refreshed"] == true && told["rotated"] == true,
                "refresh {times} told {told}; the provider gives a new refresh token each time"
            );
            let seen = observed::granted(&self.bank.wire.exchanges(), "refresh_token").count();
            anyhow::ensure!(
                seen == times,
                "{times} refreshes are told of, {seen} came over the wire"
            );
        }
        Ok(())
    }

    /// After a logout, both the program and the provider have forgotten the user.
    pub(super) async fn logout(&self, visitor: &mut Visitor, path: &str) -> anyhow::Result<()> {
        let place = visitor.sign_out(&self.at(path)).await?;
        anyhow::ensure!(place.is_at(&self.at("/")), "the logout ended at {place}");
        let asked = observed::logout(&self.bank.wire.exchanges());
        let asked = asked.context("it never came to the end session endpoint")?;
        for name in ["id_token_hint", "post_logout_redirect_uri"] {
            anyhow::ensure!(
                asked.get(name).is_some(),
                "the logout request has no {name}"
            );
        }
        let place = visitor.visit(&self.at(&self.program.signed_in)).await?;
        anyhow::ensure!(
            !self.is_signed_in(&place),
            "after the logout the session goes on: {place}"
        );
        let (place, asked) = visitor.sign_in(&self.at(&self.program.sign_in)).await?;
        anyhow::ensure!(asked, "the provider asks for no password after the logout");
        anyhow::ensure!(
            self.is_signed_in(&place),
            "the sign-in after the logout ended at {place}"
        );
        Ok(())
    }

    /// What the client says to a message that was changed on the way.
    pub(super) async fn reaction(&self, change: Change) -> anyhow::Result<Reaction> {
        let wire = &self.bank.wire;
        let mut visitor = self.visitor().await?;
        wire.set_change(Some(change));
        let arrived = visitor.sign_in(&self.at(&self.program.sign_in)).await;
        let changed = wire.changed();
        wire.set_change(None);
        let (place, _) = arrived?;
        anyhow::ensure!(
            changed > 0 || change == Change::Key,
            "no message has come that {} could stand in; the way ended at {place}",
            change.name()
        );
        if self.is_signed_in(&place) {
            return Ok(Reaction::Accepted);
        }
        anyhow::ensure!(
            place.status >= 400 && place.url.as_str().starts_with(&self.base_url),
            "with {} the way ended at {place}, which is no refusal by the client",
            change.name()
        );
        let later = visitor.visit(&self.at(&self.program.signed_in)).await?;
        anyhow::ensure!(
            !self.is_signed_in(&later),
            "{} is refused ({}), and yet a session has begun",
            change.name(),
            place.words()
        );
        anyhow::ensure!(
            changed > 0,
            "the keys were never fetched, and yet it refuses: {place}"
        );
        Ok(Reaction::Refused(self.told(&place)))
    }

    /// What it did so far.
    pub(super) fn observed(&self) -> anyhow::Result<Observed> {
        Observed::of(&self.bank.wire.exchanges())
    }

    /// A browser without cookies.
    pub(super) async fn visitor(&self) -> anyhow::Result<Visitor> {
        Visitor::new(self.stage, &self.http, self.program, &self.base_url).await
    }

    /// What helps to understand a failure: the last exchanges of browser and program, secrets masked, and what
    /// the program has printed.
    pub(super) fn evidence(&self) -> String {
        let passed = self.bank.wire.exchanges();
        let calls = passed.iter().filter(|it| is_call(it.request.url.path()));
        let calls: Vec<_> = calls.collect();
        let last_calls = calls[calls.len().saturating_sub(SHOWN_EXCHANGES)..].iter();
        let of_the_browser = self.http.all();
        let of_the_browser =
            &of_the_browser[of_the_browser.len().saturating_sub(SHOWN_EXCHANGES)..];
        let mut evidence: Vec<_> = of_the_browser.iter().map(ToString::to_string).collect();
        evidence.extend(last_calls.map(ToString::to_string));
        evidence.push(self.process.tail());
        evidence.join("\n")
    }

    /// The words of a refusal, the same in every run: what is made up for one has its name there.
    fn told(&self, place: &Place) -> String {
        let mut text = place.text().to_owned();
        let mut made_up = observed::sent(&self.bank.wire.exchanges());
        made_up.push((self.bank.issuer.clone(), "ISSUER"));
        made_up.push((self.bank.client_id.clone(), "CLIENT_ID"));
        made_up.push((self.base_url.clone(), "BASE_URL"));
        for (value, name) in made_up.iter().filter(|(value, _)| !value.is_empty()) {
            text = text.replace(value, name);
        }
        words::one_line(&text)
    }

    fn is_signed_in(&self, place: &Place) -> bool {
        place.status == 200 && place.is_at(&self.at(&self.program.signed_in))
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }
}

/// Whether programs ask there, not browsers.
fn is_call(path: &str) -> bool {
    ["/token", "/me", "/jwks", "/openid-configuration"]
        .iter()
        .any(|end| path.ends_with(end))
}

const SHOWN_EXCHANGES: usize = 3;
