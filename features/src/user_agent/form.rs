mod checkbox;
mod owner;
#[cfg(test)]
mod tests;

use anyhow::Context as _;
use scraper::{ElementRef, Html};
use url::Url;

use super::page::{selector, text};
use super::{Answer, Request};
use crate::params::Params;
use checkbox::Checkbox;
use owner::{form, is_button, owned, pressable};
pub(crate) use owner::{owner, posted};

/// A form of a page, which is sent by POST. Its fields and buttons go by CSS selectors.
#[derive(Debug)]
pub(crate) struct Form {
    /// The page.
    html: String,
    /// Where the page is.
    page: Url,
    /// Which of the page's forms it is.
    nth: usize,
    action: Url,
    fields: Params,
    /// The names that a person can type into.
    inputs: Vec<String>,
    boxes: Vec<Checkbox>,
    /// How many buttons it has.
    buttons: usize,
    /// The names that somebody has typed into.
    typed: Vec<String>,
}

impl Form {
    /// Reads the form of the page; of several, the first that is sent by POST.
    pub(crate) fn of(page: &Answer) -> anyhow::Result<Self> {
        let html = Html::parse_document(&page.body);
        let nth = posted(&html).next();
        let nth = nth.with_context(|| format!("the page has no form {BY_POST}: {page}"))?;
        Self::read(page, &html, nth)
    }

    /// Reads the form that owns the first such field or button.
    pub(crate) fn with(page: &Answer, control: &str) -> anyhow::Result<Self> {
        let html = Html::parse_document(&page.body);
        let nth = html
            .select(&selector(control))
            .filter_map(|it| owner(&html, it))
            .find(|nth| posted(&html).any(|it| it == *nth));
        let nth = nth.with_context(|| format!("no form {BY_POST} has {control}: {page}"))?;
        Self::read(page, &html, nth)
    }

    fn read(page: &Answer, html: &Html, nth: usize) -> anyhow::Result<Self> {
        let action = form(html, nth).and_then(|form| form.attr("action"));
        let mut read = Self {
            html: page.body.clone(),
            page: page.url.clone(),
            nth,
            action: page.url.join(action.unwrap_or_default())?,
            fields: Params::default(),
            inputs: Vec::new(),
            boxes: Vec::new(),
            buttons: 0,
            typed: Vec::new(),
        };
        for control in owned(html, nth, "input, button") {
            read.add(control);
        }
        Ok(read)
    }

    /// The value that a field shows.
    pub(crate) fn value(&self, field: &str) -> Option<&str> {
        self.fields.get(&self.input(field)?)
    }

    /// Whether there is that button.
    pub(crate) fn has_button(&self, button: &str) -> bool {
        let html = Html::parse_document(&self.html);
        pressable(&html, self.nth, button).is_some()
    }

    /// The name of that field, if a person can type into it.
    pub(crate) fn input(&self, field: &str) -> Option<String> {
        let html = Html::parse_document(&self.html);
        let field = owned(&html, self.nth, field).into_iter().next()?;
        let name = field.attr("name")?;
        self.inputs.iter().find(|input| *input == name).cloned()
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
        (buttons == 1 && form.buttons == 0 && form.inputs.is_empty()).then(|| form.request())
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
        for (field, value) in fields {
            let name = self.input(field);
            let name = name.with_context(|| format!("the form has no field {field}"))?;
            self.fields.set(&name, *value);
            self.typed.push(name);
        }
        if self.buttons == 0 && !fields.is_empty() {
            // Who has typed presses Enter (HTML 4.10.22.2).
            return Ok(self.request());
        }
        let html = Html::parse_document(&self.html);
        let pressed = pressable(&html, self.nth, button);
        let pressed = pressed.with_context(|| format!("the form has no button {button}"))?;
        if let Some(action) = pressed.attr("formaction") {
            self.action = self.page.join(action)?;
        }
        if let Some(name) = pressed.attr("name") {
            let value = pressed.attr("value").unwrap_or_default();
            self.fields.set(name, value);
        }
        Ok(self.request())
    }

    fn request(mut self) -> Request {
        for checkbox in self.boxes.iter().filter(|checkbox| checkbox.checked) {
            self.fields.add(&checkbox.name, checkbox.value.clone());
        }
        let origin = self.page.origin().ascii_serialization();
        let mut request = Request::form(self.action, &self.fields).header("origin", origin);
        request.typed = self.typed;
        request
    }

    fn add(&mut self, field: ElementRef<'_>) {
        if field.attr("disabled").is_some() {
            return;
        }
        let kind = field.attr("type").unwrap_or_default();
        let name = field.attr("name");
        let value = field.attr("value").unwrap_or_default();
        if is_button(field) {
            self.buttons += 1;
        } else if let (Some(name), "checkbox") = (name, kind) {
            self.boxes.push(Checkbox::new(name, field));
        } else if let Some(name) = name {
            self.fields.set(name, value);
            if kind != "hidden" {
                self.inputs.push(name.to_owned());
            }
        }
    }
}

/// As is any that carries secrets.
const BY_POST: &str = "that is sent by POST";
