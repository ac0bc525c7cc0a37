use std::collections::BTreeMap;

use reqwest::Method;
use scraper::{Html, Selector};
use url::Url;

use super::{Answer, Ask, FORM, Mock};

/// A browser without scripts: it keeps cookies by name and path, and fills in forms.
#[derive(Clone)]
pub(crate) struct Browser<'m> {
    mock: &'m Mock,
    cookies: Vec<Cookie>,
    /// What else it sends with every request, such as other programs' cookies.
    pub(crate) other_cookies: Option<Vec<u8>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Cookie {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) path: String,
}

impl<'m> Browser<'m> {
    pub(crate) fn new(mock: &'m Mock) -> Self {
        Self {
            mock,
            cookies: Vec::new(),
            other_cookies: None,
        }
    }

    pub(crate) fn cookies(&self) -> &[Cookie] {
        &self.cookies
    }

    /// The value of the session cookie.
    pub(crate) fn session(&self) -> Option<&str> {
        let session = |cookie: &&Cookie| cookie.name.starts_with("mock_idp_session_");
        self.cookies
            .iter()
            .find(session)
            .map(|it| it.value.as_str())
    }

    pub(crate) async fn get(&mut self, url: &str) -> Answer {
        self.send(Method::GET, url, None).await
    }

    /// Posts a form that no page has.
    pub(crate) async fn post(&mut self, url: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send(Method::POST, url, Some(&body)).await
    }

    /// Goes to the authorization endpoint.
    pub(crate) async fn visit(&mut self, ask: &Ask) -> Answer {
        self.get(&ask.url(self.mock)).await
    }

    /// Goes to the authorization endpoint and on to the page that it leads to.
    pub(crate) async fn page(&mut self, ask: &Ask) -> Answer {
        let answer = self.visit(ask).await;
        self.follow(&answer).await
    }

    pub(crate) async fn follow(&mut self, answer: &Answer) -> Answer {
        let url = Url::parse(&answer.url).unwrap();
        let next = url.join(answer.location()).unwrap();
        self.get(next.as_str()).await
    }

    /// Submits the form of a page with these fields besides the hidden ones and the ticked boxes.
    pub(crate) async fn submit(&mut self, page: &Answer, fields: &[(&str, &str)]) -> Answer {
        let form = Form::of(page);
        let hidden = form.hidden.iter().map(|(n, v)| (n.as_str(), v.as_str()));
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(hidden.chain(fields.iter().copied()))
            .finish();
        self.send(Method::POST, &form.action, Some(&body)).await
    }

    /// Submits the consent page with only those boxes ticked whose value `keep` wants.
    pub(crate) async fn allow_only(
        &mut self,
        page: &Answer,
        keep: impl Fn(&str) -> bool,
    ) -> Answer {
        let mut form = Form::of(page);
        form.hidden
            .retain(|(name, value)| name != "wish" || keep(value));
        form.hidden.push(("action".to_owned(), "allow".to_owned()));
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&form.hidden)
            .finish();
        self.send(Method::POST, &form.action, Some(&body)).await
    }

    pub(crate) async fn log_in(&mut self, page: &Answer, user: &str, password: &str) -> Answer {
        let fields = [
            ("username", user),
            ("password", password),
            ("action", "login"),
        ];
        self.submit(page, &fields).await
    }

    pub(crate) async fn allow(&mut self, page: &Answer) -> Answer {
        self.submit(page, &[("action", "allow")]).await
    }

    /// Answers every page as Riley Doe until the client is told.
    pub(crate) async fn authorize(&mut self, ask: &Ask) -> BTreeMap<String, String> {
        self.authorize_as("rileydoe", ask).await
    }

    pub(crate) async fn authorize_as(&mut self, user: &str, ask: &Ask) -> BTreeMap<String, String> {
        let mut answer = self.visit(ask).await;
        while !answer.location().starts_with(ask.redirect_uri()) {
            let page = self.follow(&answer).await;
            answer = match Shown::on(&page) {
                Shown::Login => self.log_in(&page, user, "banno").await,
                Shown::Consent => self.allow(&page).await,
                Shown::Other => page,
            };
        }
        answer.redirect_params()
    }

    /// The code that a walk through all pages ends with.
    pub(crate) async fn code(&mut self, ask: &Ask) -> String {
        let params = self.authorize(ask).await;
        params
            .get("code")
            .unwrap_or_else(|| panic!("{params:?}"))
            .clone()
    }

    async fn send(&mut self, method: Method, url: &str, form: Option<&str>) -> Answer {
        let path = Url::parse(url).unwrap().path().to_owned();
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .filter(|cookie| is_below(&path, &cookie.path))
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        let mut cookies = cookies.join("; ").into_bytes();
        if let Some(others) = &self.other_cookies {
            cookies = [others, &b"; "[..], &cookies].concat();
        }
        let mut request = self.mock.http().request(method.clone(), url);
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        if let Some(form) = form {
            request = request.header(FORM.0, FORM.1).body(form.to_owned());
        }
        let answer = Answer::of(request.send().await.unwrap(), self.mock.base_url()).await;
        answer.guard(&method, &[]);
        for set in answer.header_values("set-cookie") {
            self.keep(set);
        }
        answer
    }

    fn keep(&mut self, set_cookie: &str) {
        let mut parts = set_cookie.split("; ");
        let (name, value) = parts.next().unwrap().split_once('=').unwrap();
        let path = parts.find_map(|part| part.strip_prefix("Path=")).unwrap();
        self.cookies
            .retain(|known| (known.name.as_str(), known.path.as_str()) != (name, path));
        self.cookies.push(Cookie {
            name: name.to_owned(),
            value: value.to_owned(),
            path: path.to_owned(),
        });
    }
}

/// RFC 6265 5.1.4.
fn is_below(path: &str, cookie_path: &str) -> bool {
    path.strip_prefix(cookie_path)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || cookie_path.ends_with('/'))
}

#[derive(Debug, PartialEq, Eq)]
enum Shown {
    Login,
    Consent,
    Other,
}

impl Shown {
    fn on(page: &Answer) -> Self {
        if page.body.contains("id=\"submit\"") {
            Self::Login
        } else if page.body.contains("id=\"allow\"") {
            Self::Consent
        } else {
            Self::Other
        }
    }
}

struct Form {
    action: String,
    hidden: Vec<(String, String)>,
}

impl Form {
    fn of(page: &Answer) -> Self {
        let html = Html::parse_document(&page.body);
        let all = |css: &str| Selector::parse(css).unwrap();
        let form = all("form");
        let form = html.select(&form).next();
        let form = form.unwrap_or_else(|| panic!("no form: {}", page.wire()));
        let action = form.attr("action").unwrap();
        // As a browser does, with the boxes that are ticked and not greyed out.
        let hidden = all("input[type=hidden], input[type=checkbox][checked]:not([disabled])");
        let hidden = form.select(&hidden).map(|input| {
            let attribute = |name| input.attr(name).unwrap().to_owned();
            (attribute("name"), attribute("value"))
        });
        Self {
            action: Url::parse(&page.url).unwrap().join(action).unwrap().into(),
            hidden: hidden.collect(),
        }
    }
}
