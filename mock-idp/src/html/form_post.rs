use std::sync::LazyLock;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oidc::response_mode::FormPost;

use crate::institution::Institution;

/// The page whose form the browser posts by itself.
#[derive(Template)]
#[template(path = "form_post.html")]
pub struct FormPostPage<'a> {
    institution: &'a str,
    action: &'a str,
    fields: Vec<(&'a str, &'a str)>,
    script: &'static str,
}

impl<'a> FormPostPage<'a> {
    /// The page of a form.
    #[must_use]
    pub fn new(institution: &'a Institution, form: &'a FormPost) -> Self {
        let fields = form.fields.iter();
        Self {
            institution: &institution.name,
            action: &form.action,
            fields: fields
                .map(|(name, value)| (name.as_str(), value.expose()))
                .collect(),
            script: SUBMIT,
        }
    }

    /// What Content-Security-Policy names its one script by (CSP Level 3, 6.7.2.7).
    #[must_use]
    pub fn script_source() -> &'static str {
        static SOURCE: LazyLock<String> = LazyLock::new(|| {
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, SUBMIT.as_bytes());
            format!("'sha256-{}'", STANDARD.encode(digest))
        });
        &SOURCE
    }
}

/// The one script of all pages.
const SUBMIT: &str =
    "addEventListener('DOMContentLoaded', function () { document.forms[0].submit() })";
