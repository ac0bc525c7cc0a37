//! Goes through a flow with a provider.

mod browser;
mod form;
mod values;

use anyhow::{Context as _, bail};
use reqwest::Method;
use url::Url;

pub use browser::Answer;

use crate::flows::{Action, Constants, Flow, Submission, Template};
use crate::institution::{NOW, Shared};
use crate::normalise::{Line, Memory, normalise};
use crate::subject::{ISSUER_PATH, Subject};
use browser::{Browser, Request};
use form::Form;
use values::Values;

/// A request and what its answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// How the file puts it.
    pub request: String,
    /// The normalised answer.
    pub answer: Vec<Line>,
}

/// Starts the provider anew and does what the flow says.
///
/// # Errors
/// The provider cannot be reached, or the flow asks for what cannot be done.
pub async fn run(
    flow: &Flow,
    constants: &Constants,
    shared: &Shared,
    subject: &mut Subject,
) -> anyhow::Result<Vec<Record>> {
    subject.reset(&flow.setting).await?;
    let origin = subject.origin().to_owned();
    let mut scene = Scene {
        browser: Browser::new()?,
        values: Values::new(constants, &shared.recipients, &origin, subject.is_measure()),
        memory: Memory::new(&origin, NOW, &shared.recipients),
        last: None,
        subject,
        origin,
    };
    let mut records = Vec::new();
    for turn in &flow.turns {
        let mut problem = None;
        for action in &turn.actions {
            let done = scene.act(action).await;
            if let Err(why) = done.with_context(|| format!("{}: {}", flow.name, turn.label)) {
                if scene.subject.is_measure() {
                    return Err(why);
                }
                problem = Some(why);
                break;
            }
        }
        if turn.compared {
            let answer = match (problem, &scene.last) {
                (None, Some(answer)) => normalise(answer, &mut scene.memory),
                (Some(why), _) => vec![Line::new("impossible", why.root_cause().to_string())],
                (None, None) => bail!("{}: nothing was answered", turn.label),
            };
            records.push(Record {
                request: turn.label.clone(),
                answer,
            });
        } else if let Some(answer) = &scene.last {
            // For what it brings.
            let _ = normalise(answer, &mut scene.memory);
        }
    }
    Ok(records)
}

struct Scene<'s> {
    subject: &'s mut Subject,
    origin: String,
    browser: Browser,
    values: Values,
    memory: Memory,
    last: Option<Answer>,
}

impl Scene<'_> {
    async fn act(&mut self, action: &Action) -> anyhow::Result<()> {
        match action {
            Action::Advance(seconds) => {
                self.memory.advance(*seconds);
                self.values.advance(*seconds);
                self.subject.advance(*seconds).await
            }
            Action::NewBrowser => {
                self.browser = Browser::new()?;
                Ok(())
            }
            Action::Open => self.open().await,
            Action::Send(template) => self.send(template).await,
            Action::Submit(submission) => self.submit(submission).await,
        }
    }

    async fn send(&mut self, template: &Template) -> anyhow::Result<()> {
        let path = self.values.fill(&template.path)?;
        let mut url = match path.strip_prefix('~') {
            Some(path) => Url::parse(&format!("{}{path}", self.origin))?,
            None => Url::parse(&format!("{}{ISSUER_PATH}{path}", self.origin))?,
        };
        let filled = |pairs: &[(String, String)], values: &Values| -> anyhow::Result<Vec<_>> {
            let fill = |(name, value): &(String, String)| Ok((name.clone(), values.fill(value)?));
            pairs.iter().map(fill).collect()
        };
        let mut headers = filled(&template.headers, &self.values)?;
        let params = filled(&template.params, &self.values)?;
        let mut query = filled(&template.query, &self.values)?;
        let mut form = None;
        if template.method == Method::POST || template.method == Method::PUT {
            if !headers.iter().any(|(name, _)| name == "content-type") {
                headers.push(("content-type".to_owned(), FORM.to_owned()));
            }
            form = Some(params);
        } else {
            query.extend(params);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let body = match &template.body {
            Some(body) => Some(self.values.fill(body)?),
            None => form.map(|form| encoded(&form)),
        };
        let request = Request {
            method: template.method.clone(),
            url,
            headers,
            body,
        };
        self.exchange(request).await
    }

    /// Follows redirects like a browser, and forms that submit themselves, but not out of the
    /// provider.
    async fn open(&mut self) -> anyhow::Result<()> {
        let issuer = format!("{}{ISSUER_PATH}/", self.origin);
        for _ in 0..MANY_REDIRECTS {
            let Some(last) = &self.last else { break };
            let next = match (last.redirect(), Form::of(last)) {
                (Some(url), _) => Request::page(url),
                (None, Some(form)) if form.submits_itself() => {
                    let fields = encoded(&form.fields(None)?);
                    Request::form(form.action, fields)
                }
                _ => break,
            };
            if !next.url.as_str().starts_with(&issuer) {
                return Ok(());
            }
            self.exchange(next).await?;
        }
        Ok(())
    }

    async fn submit(&mut self, submission: &Submission) -> anyhow::Result<()> {
        let page = self.last.as_ref().context("there is no page")?;
        let form = Form::of(page).context("the page has no form")?;
        let mut fields = form.fields(submission.press.as_deref())?;
        for (name, value) in &submission.fields {
            let value = self.values.fill(value)?;
            match fields.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = value,
                None => bail!("the form has no field {name}"),
            }
        }
        let request = Request::form(form.action, encoded(&fields));
        self.exchange(request).await?;
        self.open().await
    }

    async fn exchange(&mut self, request: Request) -> anyhow::Result<()> {
        let answer = self.browser.send(request).await?;
        self.values.learn(&answer, &self.origin);
        self.last = Some(answer);
        Ok(())
    }
}

fn encoded(pairs: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

const FORM: &str = "application/x-www-form-urlencoded";
/// As many as browsers follow.
const MANY_REDIRECTS: usize = 20;
