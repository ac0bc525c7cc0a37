use anyhow::Context as _;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::{Answer, Request};
use crate::params::Params;

/// The one form of a page.
#[derive(Debug)]
pub(crate) struct Form {
    action: Url,
    fields: Params,
    /// The names that a person can type into.
    inputs: Vec<String>,
    buttons: Vec<Button>,
}

#[derive(Debug)]
struct Button {
    id: String,
    name: Option<String>,
    value: String,
}

impl Form {
    /// Reads the form of the page.
    pub(crate) fn of(page: &Answer) -> anyhow::Result<Self> {
        let html = Html::parse_document(&page.body);
        let form = first(&html, "form").with_context(|| format!("the page has no form: {page}"))?;
        anyhow::ensure!(
            form.attr("method")
                .is_some_and(|method| method.eq_ignore_ascii_case("post")),
            "a form that carries secrets is sent by POST"
        );
        let mut read = Self {
            action: page.url.join(form.attr("action").unwrap_or_default())?,
            fields: Params::default(),
            inputs: Vec::new(),
            buttons: Vec::new(),
        };
        for field in form.select(&selector("input, button")) {
            read.add(field);
        }
        Ok(read)
    }

    /// The value that a field shows.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.fields.get(name)
    }

    /// Whether there is a button with that id.
    pub(crate) fn has_button(&self, id: &str) -> bool {
        self.buttons.iter().any(|button| button.id == id)
    }

    /// Where it leads.
    pub(crate) fn action(&self) -> &Url {
        &self.action
    }

    /// The names that a person can type into.
    pub(crate) fn inputs(&self) -> &[String] {
        &self.inputs
    }

    /// The form as a stranger would make it, who cannot know what the provider hid in it.
    pub(crate) fn with_forged_token(mut self) -> anyhow::Result<Self> {
        let names = self.fields.names().into_iter().map(str::to_owned);
        let hidden: Vec<_> = names.filter(|name| !self.inputs.contains(name)).collect();
        anyhow::ensure!(!hidden.is_empty(), "the form hides nothing");
        for name in hidden {
            self.fields.set(&name, "forged");
        }
        Ok(self)
    }

    /// The request that pressing the button makes after these fields are filled in.
    pub(crate) fn submission(
        mut self,
        fields: &[(&str, &str)],
        button: &str,
    ) -> anyhow::Result<Request> {
        for (name, value) in fields {
            anyhow::ensure!(
                self.inputs.iter().any(|input| input == name),
                "the form has no field {name}"
            );
            self.fields.set(name, *value);
        }
        let pressed = self
            .buttons
            .iter()
            .find(|have| have.id == button)
            .with_context(|| format!("the form has no button with the id {button}"))?;
        if let Some(name) = &pressed.name {
            self.fields.set(name, pressed.value.clone());
        }
        let origin = self.action.origin().ascii_serialization();
        Ok(Request::form(self.action, &self.fields).header("origin", origin))
    }

    fn add(&mut self, field: ElementRef<'_>) {
        let kind = field.attr("type").unwrap_or_default();
        let name = field.attr("name");
        let value = field.attr("value").unwrap_or_default();
        if field.value().name() == "button" || kind == "submit" {
            self.buttons.push(Button {
                id: field.attr("id").unwrap_or_default().to_owned(),
                name: name.map(str::to_owned),
                value: value.to_owned(),
            });
        } else if let Some(name) = name {
            self.fields.set(name, value);
            if kind != "hidden" {
                self.inputs.push(name.to_owned());
            }
        }
    }
}

/// The text of the element with role "alert".
pub(crate) fn alert(page: &Answer) -> Option<String> {
    text(page, "[role=alert]")
}

/// The text of the element that tells an error.
pub(crate) fn error_page(page: &Answer) -> Option<String> {
    text(page, "#error-page")
}

/// The text of the first element that a CSS selector names.
pub(crate) fn text(page: &Answer, css: &str) -> Option<String> {
    let html = Html::parse_document(&page.body);
    first(&html, css).map(|element| element.text().collect())
}

/// How many elements a CSS selector names.
pub(crate) fn count(page: &Answer, css: &str) -> usize {
    Html::parse_document(&page.body)
        .select(&selector(css))
        .count()
}

/// Where the link leads that reads so.
pub(crate) fn link(page: &Answer, reads: &str) -> Option<Url> {
    let html = Html::parse_document(&page.body);
    html.select(&selector("a[href]"))
        .find(|link| link.text().collect::<String>().trim() == reads)
        .and_then(|link| page.url.join(link.attr("href")?).ok())
}

fn first<'a>(html: &'a Html, css: &str) -> Option<ElementRef<'a>> {
    html.select(&selector(css)).next()
}

#[expect(
    clippy::expect_used,
    reason = "the selectors are literals of this package"
)]
fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("a valid selector")
}
