use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::driver::Driver;

/// Headless Chromium with a profile of its own.
#[derive(Debug)]
pub(crate) struct Chromium {
    client: Client,
    hand: Hand,
    size: (u32, u32),
    pictures: Option<PathBuf>,
    _driver: Driver,
    _profile: TempDir,
}

/// How the user reaches things.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Hand {
    Keyboard,
    Mouse,
}

impl Chromium {
    /// Opens a window of that size that accepts the certificates with these hashes.
    pub(crate) async fn open(
        size: (u32, u32),
        hand: Hand,
        spki_hashes: &[String],
        pictures: Option<PathBuf>,
    ) -> anyhow::Result<Self> {
        // Dropped last, where it does not come to a browser: who writes there is gone by then.
        let profile = TempDir::with_prefix("conformance-chromium-")?;
        let driver = Driver::start()?;
        let mut capabilities = serde_json::Map::new();
        let options = options(size, &profile, spki_hashes);
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver.address())
            .await
            .context("cannot open Chromium")?;
        Ok(Self {
            client,
            hand,
            size,
            pictures,
            _driver: driver,
            _profile: profile,
        })
    }

    pub(crate) async fn visit(&self, url: &str) -> anyhow::Result<()> {
        Ok(self.client.goto(url).await?)
    }

    pub(crate) async fn address(&self) -> anyhow::Result<String> {
        Ok(self.client.current_url().await?.into())
    }

    /// Waits until the page has the element, and keeps a picture of it under that name.
    pub(crate) async fn arrives(&self, css: &str, name: &str) -> anyhow::Result<Element> {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .every(Duration::from_millis(20))
            .for_element(Locator::Css(css))
            .await;
        let element = match found {
            Ok(element) => element,
            Err(error) => anyhow::bail!(
                "no {css} at {}: {error}\n{}",
                self.address().await?,
                self.client.source().await?
            ),
        };
        if let Some(folder) = &self.pictures {
            std::fs::create_dir_all(folder)?;
            let (width, height) = self.size;
            let file = folder.join(format!("{name}-{width}x{height}.png"));
            let picture = self.client.screenshot().await?;
            std::fs::write(&file, picture)
                .with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(element)
    }

    /// Types into a field.
    pub(crate) async fn fill_in(&self, css: &str, text: &str) -> anyhow::Result<()> {
        let field = self.client.find(Locator::Css(css)).await?;
        match self.hand {
            Hand::Keyboard => self.reach(&field).await?,
            Hand::Mouse => field.click().await?,
        }
        Ok(self.client.active_element().await?.send_keys(text).await?)
    }

    /// Presses a button or a link.
    pub(crate) async fn press(&self, css: &str) -> anyhow::Result<()> {
        let target = self.client.find(Locator::Css(css)).await?;
        match self.hand {
            Hand::Keyboard => {
                self.reach(&target).await?;
                Ok(target
                    .send_keys(&char::from(Key::Enter).to_string())
                    .await?)
            }
            Hand::Mouse => Ok(target.click().await?),
        }
    }

    /// Whether nothing of the page lies beside the window.
    pub(crate) async fn fits(&self) -> anyhow::Result<bool> {
        let script = "return document.documentElement.scrollWidth <= window.innerWidth";
        let fits = self.client.execute(script, Vec::new()).await?;
        Ok(fits == Value::Bool(true))
    }

    /// Goes from field to field until it is at this one (WCAG 2.1.1).
    async fn reach(&self, wanted: &Element) -> anyhow::Result<()> {
        let tab = char::from(Key::Tab).to_string();
        for _ in 0..30 {
            let here = self.client.active_element().await?;
            if here.element_id() == wanted.element_id() {
                return Ok(());
            }
            here.send_keys(&tab).await?;
        }
        anyhow::bail!(
            "the tab key does not lead to {:?}",
            wanted.html(false).await?
        )
    }
}

fn options(size: (u32, u32), profile: &TempDir, spki_hashes: &[String]) -> Value {
    let (width, height) = size;
    let mut arguments: Vec<_> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    arguments.push(format!("--user-data-dir={}", profile.path().display()));
    arguments.push(format!("--window-size={width},{height}"));
    if !spki_hashes.is_empty() {
        let hashes = spki_hashes.join(",");
        arguments.push(format!("--ignore-certificate-errors-spki-list={hashes}"));
    }
    // A window has a frame, and none is as narrow as a phone: the page's own size is set.
    let phone = width < 500;
    let screen = json!({
        "width": width,
        "height": height,
        "pixelRatio": if phone { 2.0 } else { 1.0 },
        "mobile": phone,
        "touch": phone,
    });
    json!({ "args": arguments, "mobileEmulation": { "deviceMetrics": screen } })
}

const FLAGS: [&str; 8] = [
    "--headless",
    // As root there is no sandbox; nothing but loopback is visited.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];
/// A busy machine may take its time to draw a page.
const PATIENCE: Duration = Duration::from_secs(20);
