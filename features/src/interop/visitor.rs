use anyhow::Context as _;
use serde_json::Value;
use url::Url;

use super::program::Program;
use super::stage::Stage;
use super::words;
use crate::browser::{Chromium, Hand};
use crate::mask;
use crate::target::User;
use crate::user_agent::{Form, Http, UserAgent, text};

/// The user with a browser: Chromium where the program runs in the page, and what speaks HTTP alone elsewhere.
#[derive(Debug)]
pub(super) struct Visitor {
    browser: Browser,
    user: User,
    /// Of the program and of the provider.
    origins: [String; 2],
}

/// What the user sees in the end.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) url: Url,
    /// Of the answer; a program in the page has none, so there it is 200 for `#result` and 400 for `#error`.
    pub(super) status: u16,
    pub(super) body: String,
    /// What a page says, without its markup.
    words: Option<String>,
}

#[derive(Debug)]
enum Browser {
    Http(Box<UserAgent>),
    Chromium(Box<Chromium>),
}

impl Visitor {
    /// A browser without cookies.
    pub(super) async fn new(
        stage: &Stage,
        http: &Http,
        program: &Program,
        base_url: &str,
    ) -> anyhow::Result<Self> {
        let browser = if program.browser {
            let hashes = [http.spki_hash(stage.base_url()).await?];
            let opened = Chromium::open(WINDOW, Hand::Mouse, &hashes, None).await?;
            Browser::Chromium(Box::new(opened))
        } else {
            Browser::Http(Box::new(UserAgent::new(http.clone())))
        };
        Ok(Self {
            browser,
            user: stage.user.clone(),
            origins: [base_url.to_owned(), stage.base_url().to_owned()],
        })
    }

    /// Opens an address and signs in where that is asked for: what it ends with, and whether the password was
    /// asked for.
    pub(super) async fn sign_in(&mut self, url: &str) -> anyhow::Result<(Place, bool)> {
        self.open(url).await?;
        let asked = self.shows("submit").await?;
        if asked {
            let user = self.user.clone();
            let fields = [
                ("#username", user.username.as_str()),
                ("#password", user.password.expose()),
            ];
            self.press("submit", &fields).await?;
        }
        if self.shows("allow").await? {
            self.press("allow", &[]).await?;
        }
        Ok((self.place().await?, asked))
    }

    /// Opens an address and agrees to be signed out where that is asked for.
    pub(super) async fn sign_out(&mut self, url: &str) -> anyhow::Result<Place> {
        self.open(url).await?;
        if self.shows("logout").await? {
            self.press("logout", &[]).await?;
        }
        self.place().await
    }

    /// Opens an address.
    pub(super) async fn visit(&mut self, url: &str) -> anyhow::Result<Place> {
        self.open(url).await?;
        self.place().await
    }

    async fn open(&mut self, url: &str) -> anyhow::Result<()> {
        match &mut self.browser {
            Browser::Chromium(chromium) => {
                chromium.visit(url).await?;
                chromium.arrives(&known_but(""), "interop").await?;
                Ok(())
            }
            Browser::Http(agent) => {
                agent.open(url).await?;
                agent
                    .follow_within(&self.origins.each_ref().map(String::as_str))
                    .await
            }
        }
    }

    /// Whether there is a button with that id.
    async fn shows(&self, button: &str) -> anyhow::Result<bool> {
        match &self.browser {
            Browser::Chromium(chromium) => Ok(shown(chromium).await?.0 == button),
            Browser::Http(agent) => {
                let button = format!("#{button}");
                let form = agent.page().and_then(|page| Form::with(page, &button));
                Ok(form.is_ok_and(|form| form.has_button(&button)))
            }
        }
    }

    /// Fills in fields, which CSS selectors name, and presses the button with that id.
    async fn press(&mut self, button: &str, fields: &[(&str, &str)]) -> anyhow::Result<()> {
        match &mut self.browser {
            Browser::Chromium(chromium) => {
                for (field, value) in fields {
                    chromium.fill_in(field, value).await?;
                }
                chromium.press(&format!("#{button}")).await?;
                chromium.arrives(&known_but(button), "interop").await?;
                Ok(())
            }
            Browser::Http(agent) => {
                agent.submit(fields, &format!("#{button}")).await?;
                agent
                    .follow_within(&self.origins.each_ref().map(String::as_str))
                    .await
            }
        }
    }

    async fn place(&self) -> anyhow::Result<Place> {
        match &self.browser {
            Browser::Chromium(chromium) => {
                let (id, body) = shown(chromium).await?;
                Ok(Place {
                    url: Url::parse(&chromium.address().await?)?,
                    status: if id == "result" { 200 } else { 400 },
                    words: Some(body.clone()),
                    body,
                })
            }
            Browser::Http(agent) => {
                let page = agent.page()?;
                let kind = page.header("content-type").unwrap_or_default();
                let html = kind.starts_with("text/html");
                Ok(Place {
                    url: page.url.clone(),
                    status: page.status,
                    body: page.body.clone(),
                    words: html.then(|| text(page, "body")).flatten(),
                })
            }
        }
    }
}

impl Place {
    /// Whether this is an address, whatever its query.
    pub(super) fn is_at(&self, address: &str) -> bool {
        let mut url = self.url.clone();
        url.set_query(None);
        url.set_fragment(None);
        url.as_str() == address
    }

    /// What it says, in one line.
    pub(super) fn words(&self) -> String {
        words::one_line(self.text())
    }

    /// What it says.
    pub(super) fn text(&self) -> &str {
        self.words.as_ref().unwrap_or(&self.body)
    }

    /// What it says as JSON.
    pub(super) fn json(&self) -> anyhow::Result<Value> {
        serde_json::from_str(&self.body).with_context(|| format!("{self} is not JSON"))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let url = mask::address(self.url.as_str());
        write!(f, "{url} with {}: {}", self.status, self.words())
    }
}

/// What Chromium shows: the id of the element that the page is known by, and its text.
async fn shown(chromium: &Chromium) -> anyhow::Result<(String, String)> {
    let element = chromium.arrives(&known_but(""), "interop").await?;
    let id = element.attr("id").await?.unwrap_or_default();
    Ok((id, element.text().await?))
}

/// What every page on the way has one of, in the provider's pages and in the program's.
fn known_but(left_out: &str) -> String {
    let known = [
        "submit",
        "allow",
        "logout",
        "error-page",
        "signed-out",
        "result",
        "error",
    ];
    let known = known.into_iter().filter(|id| *id != left_out);
    known
        .map(|id| format!("#{id}"))
        .collect::<Vec<_>>()
        .join(", ")
}

const WINDOW: (u32, u32) = (1200, 900);
