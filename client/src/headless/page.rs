use scraper::{ElementRef, Html, Selector};

/// What the terminal's browser sees in a page of the provider.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// The consent form, which asks for `allow` or `deny`.
    Consent(Form),
    /// An error page and what stands on it.
    Error(String),
    /// The login form, and what it complains about.
    Login { form: Form, alert: Option<String> },
    /// The form that asks for the second factor's code.
    SecondFactor(Form),
    /// Anything else.
    Unknown,
}

/// A form, ready to be filled and sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// The `action` attribute; none means the page's own address.
    pub(super) action: Option<String>,
    /// The hidden fields, the ticked checkboxes and the pressed button, as name and value.
    pub(super) fields: Vec<(String, String)>,
}

impl Page {
    /// Recognises a page by the ids that the mock's pages have.
    pub(super) fn parse(html: &str) -> Self {
        let page = Html::parse_document(html);
        if let Some(error) = select(&page, "#error-page") {
            return Self::Error(text(error));
        }
        if select(&page, "input#username").is_some()
            && let Some(form) = Form::around(&page, "#submit")
        {
            let alert = select(&page, "[role=alert]").map(text);
            return Self::Login { form, alert };
        }
        if select(&page, "input#code").is_some()
            && let Some(form) = Form::around(&page, "#submit")
        {
            return Self::SecondFactor(form);
        }
        match Form::around(&page, "#allow") {
            Some(form) => Self::Consent(form),
            None => Self::Unknown,
        }
    }
}

impl Form {
    /// The form that the button stands in, with the fields that pressing it would send.
    fn around(page: &Html, button: &str) -> Option<Self> {
        let button = select(page, button)?;
        let form = button
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|element| element.value().name() == "form")?;
        let controls = Selector::parse("input, button").ok()?;
        let fields = form
            .select(&controls)
            .filter_map(|control| entry(control, control.id() == button.id()))
            .collect();
        Some(Self {
            action: form
                .attr("action")
                .filter(|action| !action.is_empty())
                .map(str::to_owned),
            fields,
        })
    }
}

/// What a control adds to the form that is sent (HTML, constructing the entry list), if it is one
/// that needs no filling.
fn entry(control: ElementRef<'_>, pressed: bool) -> Option<(String, String)> {
    let kind = control.attr("type").unwrap_or_default();
    let is = |name: &str| control.value().name() == "input" && kind.eq_ignore_ascii_case(name);
    let default = match () {
        () if control.attr("disabled").is_some() => return None,
        () if pressed || is("hidden") => "",
        () if is("checkbox") && control.attr("checked").is_some() => "on",
        () => return None,
    };
    let name = control.attr("name").filter(|name| !name.is_empty())?;
    let value = control.attr("value").unwrap_or(default);
    Some((name.to_owned(), value.to_owned()))
}

fn select<'a>(page: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    let selector = Selector::parse(selector).ok()?;
    page.select(&selector).next()
}

/// The text of an element on one line, safe to print.
fn text(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    line.chars()
        .filter(|character| !character.is_control())
        .take(MAX_TEXT)
        .collect()
}

const MAX_TEXT: usize = 500;
