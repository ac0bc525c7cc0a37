use anyhow::Context as _;
use scraper::{ElementRef, Html};
use url::Url;

use super::page::{first, selector, text};
use super::{Answer, Request};
use crate::params::Params;

/// The one form of a page.
#[derive(Debug)]
pub(crate) struct Form {
    /// The origin of the page that it stands in.
    page_origin: String,
    action: Url,
    fields: Params,
    /// The names that a person can type into.
    inputs: Vec<String>,
    boxes: Vec<Checkbox>,
    buttons: Vec<Button>,
}

#[derive(Debug)]
struct Checkbox {
    name: String,
    value: String,
    checked: bool,
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
            page_origin: page.url.origin().ascii_serialization(),
            action: page.url.join(form.attr("action").unwrap_or_default())?,
            fields: Params::default(),
            inputs: Vec::new(),
            boxes: Vec::new(),
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

    /// What it carries unless somebody types.
    pub(crate) fn fields(&self) -> &Params {
        &self.fields
    }

    /// Takes the mark out of the box that has this among its values.
    pub(crate) fn untick(&mut self, value: &str) -> anyhow::Result<()> {
        let mut boxes = self.boxes.iter_mut();
        let found = boxes.find(|it| it.value.split(' ').any(|name| name == value));
        let found = found.with_context(|| format!("there is no box for {value}"))?;
        anyhow::ensure!(found.checked, "the box for {value} is not ticked");
        found.checked = false;
        Ok(())
    }

    /// The request of a page that sends its form by itself, or by the one button that it shows to a
    /// browser without scripts.
    pub(crate) fn continuation(page: &Answer) -> Option<Request> {
        let form = Self::of(page).ok()?;
        let without_scripts = text(page, "form noscript")?;
        let way_on = Html::parse_fragment(&without_scripts);
        let buttons = way_on
            .select(&selector("button, input[type=submit]"))
            .count();
        (buttons == 1 && form.buttons.is_empty() && form.inputs.is_empty()).then(|| form.request())
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
        Ok(self.request())
    }

    fn request(mut self) -> Request {
        for checkbox in self.boxes.iter().filter(|checkbox| checkbox.checked) {
            self.fields.add(&checkbox.name, checkbox.value.clone());
        }
        let origin = self.page_origin.clone();
        Request::form(self.action, &self.fields).header("origin", origin)
    }

    fn add(&mut self, field: ElementRef<'_>) {
        if field.attr("disabled").is_some() {
            return;
        }
        let kind = field.attr("type").unwrap_or_default();
        let name = field.attr("name");
        let value = field.attr("value").unwrap_or_default();
        if field.value().name() == "button" || kind == "submit" {
            self.buttons.push(Button {
                id: field.attr("id").unwrap_or_default().to_owned(),
                name: name.map(str::to_owned),
                value: value.to_owned(),
            });
        } else if let (Some(name), "checkbox") = (name, kind) {
            self.boxes.push(Checkbox {
                name: name.to_owned(),
                value: field.attr("value").unwrap_or("on").to_owned(),
                checked: field.attr("checked").is_some(),
            });
        } else if let Some(name) = name {
            self.fields.set(name, value);
            if kind != "hidden" {
                self.inputs.push(name.to_owned());
            }
        }
    }
}
