//! A browser as the protocol sees it: raw HTTP, cookies and forms, no scripts, and no redirect that
//! a scenario has not seen.

mod cookies;
mod exchange;
mod form;
mod http;
mod names;
mod page;

pub(crate) use exchange::{Answer, Exchange, Request, Sender};
pub(crate) use form::{Form, owner, posted};
pub(crate) use http::{Http, Trust};
pub(crate) use page::{attributes, count, link, text};

use anyhow::Context as _;
use url::Url;

use cookies::Jar;

/// One browser: its cookies, and the page or redirect that it sees now in one of its two tabs.
#[derive(Debug)]
pub(crate) struct UserAgent {
    http: Http,
    jar: Jar,
    page: Option<Answer>,
    other_tab: Option<Answer>,
}

impl UserAgent {
    /// A browser without cookies.
    pub(crate) fn new(http: Http) -> Self {
        Self {
            http,
            jar: Jar::default(),
            page: None,
            other_tab: None,
        }
    }

    /// What it sees now.
    pub(crate) fn page(&self) -> anyhow::Result<&Answer> {
        self.page
            .as_ref()
            .context("the browser has not been anywhere")
    }

    /// Takes over what a person's own browser was answered.
    pub(crate) fn take_over(&mut self, answer: Answer) {
        self.page = Some(answer);
    }

    /// Goes from one tab to the other, which at first is empty.
    pub(crate) fn switch_tabs(&mut self) {
        std::mem::swap(&mut self.page, &mut self.other_tab);
    }

    /// Opens an address and stays at the answer, redirect or not.
    pub(crate) async fn open(&mut self, url: &str) -> anyhow::Result<()> {
        let url = Url::parse(url).with_context(|| format!("not an address: {url}"))?;
        self.send(Request::get(url)).await
    }

    /// Sends any request as this browser.
    pub(crate) async fn send(&mut self, mut request: Request) -> anyhow::Result<()> {
        let url = request.url.clone();
        if let Some(cookies) = self.jar.header(&url) {
            request = request.header("cookie", cookies);
        }
        let accept = "text/html,application/xhtml+xml,*/*;q=0.8";
        if !request.has("accept") {
            request = request.header("accept", accept);
        }
        request.sender = Sender::Browser;
        let answer = self.http.send(request).await?;
        self.jar.store(&url, answer.all("set-cookie"));
        self.page = Some(answer);
        Ok(())
    }

    /// Follows redirects, and pages that send their form by themselves, as long as they lead to one of
    /// these origins.
    pub(crate) async fn follow_within(&mut self, origins: &[&str]) -> anyhow::Result<()> {
        for _ in 0..10 {
            let page = self.page()?;
            let redirect = page.redirect().map(Request::get);
            let Some(next) = redirect.or_else(|| Form::continuation(page)) else {
                return Ok(());
            };
            let origin = next.url.origin().ascii_serialization();
            if !origins.contains(&origin.as_str()) {
                return Ok(());
            }
            self.send(next).await?;
        }
        anyhow::bail!("ten redirects in a row")
    }

    /// Opens the link that reads so.
    pub(crate) async fn press_link(&mut self, reads: &str) -> anyhow::Result<()> {
        let page = self.page()?;
        let to = link(page, reads).with_context(|| format!("no link reads {reads:?}: {page}"))?;
        self.send(Request::get(to)).await
    }

    /// Fills in the form that the fields and the button are in, and presses that; CSS selectors say which.
    pub(crate) async fn submit(
        &mut self,
        fields: &[(&str, &str)],
        button: &str,
    ) -> anyhow::Result<()> {
        let control = fields.first().map_or(button, |(field, _)| field);
        let request = Form::with(self.page()?, control)?.submission(fields, button)?;
        self.send(request).await
    }
}
