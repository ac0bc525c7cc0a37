use scraper::ElementRef;

/// A box of a form, which is sent where it is ticked.
#[derive(Debug)]
pub(super) struct Checkbox {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) checked: bool,
}

impl Checkbox {
    pub(super) fn new(name: &str, field: ElementRef<'_>) -> Self {
        Self {
            name: name.to_owned(),
            value: field.attr("value").unwrap_or("on").to_owned(),
            checked: field.attr("checked").is_some(),
        }
    }
}
