use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use anyhow::Context as _;
use local_ca::Leaf;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use url::Url;

use super::tamper::{Change, OtherKeys};
use super::wire::{Wire, Wires};
use crate::user_agent::{Answer, Exchange, Request};

/// Where clients and browsers find the provider: over TLS, with everything kept, and changed where that is
/// asked for. It ends with the value.
#[derive(Debug)]
pub(super) struct Front {
    wires: Arc<Wires>,
    server: ServerHandle,
}

/// The front before the provider is there: it has a port, so the provider's address is known.
#[derive(Debug)]
pub(super) struct Reserved {
    listeners: Vec<TcpListener>,
    base_url: String,
}

#[derive(Debug)]
struct Way {
    wires: Arc<Wires>,
    other_keys: OtherKeys,
    http: Client,
    /// Scheme, host and port that browsers know.
    base_url: String,
    /// Those of the provider itself.
    upstream: String,
}

impl Front {
    /// Takes a port that is free for both meanings of `localhost`.
    pub(super) fn reserve() -> anyhow::Result<Reserved> {
        for _ in 0..TRIES {
            let first = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
            let port = first.local_addr()?.port();
            let mut listeners = vec![first];
            match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
                Ok(second) => listeners.push(second),
                Err(taken) if taken.kind() == std::io::ErrorKind::AddrInUse => continue,
                // There is no IPv6 here.
                Err(_) => {}
            }
            let base_url = format!("https://localhost:{port}");
            return Ok(Reserved {
                listeners,
                base_url,
            });
        }
        anyhow::bail!("no port is free on both 127.0.0.1 and ::1")
    }

    /// What passes it.
    pub(super) const fn wires(&self) -> &Arc<Wires> {
        &self.wires
    }
}

impl Reserved {
    /// Scheme, host and port that browsers know.
    pub(super) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Passes everything through to the provider at that address.
    pub(super) fn serve(self, leaf: &Leaf, upstream: String) -> anyhow::Result<Front> {
        let http = Client::builder().redirect(Policy::none()).no_proxy();
        let way = Data::new(Way {
            wires: Arc::default(),
            other_keys: OtherKeys::default(),
            http: http.build().context("cannot set up HTTP")?,
            base_url: self.base_url,
            upstream,
        });
        let wires = way.wires.clone();
        let app = move || {
            let way = way.clone();
            App::new().app_data(way).default_service(web::to(pass))
        };
        let mut server = HttpServer::new(app).workers(1).disable_signals();
        for listener in self.listeners {
            server = server.listen_rustls_0_23(listener, leaf.server_config()?)?;
        }
        let server = server.run();
        let handle = server.handle();
        tokio::spawn(server);
        Ok(Front {
            wires,
            server: handle,
        })
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        // Sent at once; the future would only wait for the end.
        drop(self.server.stop(false));
    }
}

async fn pass(req: HttpRequest, body: Bytes, way: Data<Way>) -> HttpResponse {
    match way.pass(&req, body).await {
        Ok(response) => response,
        Err(error) => HttpResponse::BadGateway().body(format!("the front: {error:#}")),
    }
}

impl Way {
    async fn pass(&self, req: &HttpRequest, body: Bytes) -> anyhow::Result<HttpResponse> {
        let path = req.uri().path_and_query();
        let path = path.map_or("/", |path| path.as_str());
        let asked = Url::parse(&format!("{}{path}", self.base_url))?;
        let wire = institution(&asked).map(|id| self.wires.of(id));
        let change = wire.as_ref().and_then(Wire::change);
        let instead = change.and_then(|change| change.of_request(&asked));
        let mut changed = instead.is_some();

        let method = Method::from_bytes(req.method().as_str().as_bytes())?;
        let headers = headers(req)?;
        let (answer, answer_body) = self
            .ask(&method, instead.as_ref().unwrap_or(&asked), &headers, &body)
            .await?;
        let mut seen = Answer {
            url: asked.clone(),
            body: String::from_utf8_lossy(&answer_body).into_owned(),
            ..answer
        };
        let mut sent_body = answer_body;
        if let Some(change) = change {
            if let Some(body) = change.of_body(&asked, &seen.body, &self.other_keys) {
                seen.body.clone_from(&body);
                sent_body = Bytes::from(body);
                changed = true;
            }
            if let Some(to) = self.other_redirect(&seen, change) {
                seen.headers
                    .insert("location", HeaderValue::from_str(to.as_str())?);
                changed = true;
            }
        }
        let response = response(&seen, sent_body)?;
        if let Some(wire) = wire {
            let shown = headers.iter().filter_map(|(name, value)| {
                Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
            });
            let text = String::from_utf8_lossy(&body).into_owned();
            let request = Request {
                headers: shown.collect(),
                body: (!text.is_empty()).then_some(text),
                ..Request::new(method, asked)
            };
            let answer = seen;
            wire.keep(Exchange { request, answer }, changed);
        }
        Ok(response)
    }

    async fn ask(
        &self,
        method: &Method,
        url: &Url,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> anyhow::Result<(Answer, Bytes)> {
        let path = &url.as_str()[self.base_url.len()..];
        let request = self
            .http
            .request(method.clone(), format!("{}{path}", self.upstream))
            .headers(headers.clone())
            .body(body.clone());
        let response = request
            .send()
            .await
            .context("the provider does not answer")?;
        let answer = Answer {
            url: url.clone(),
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: String::new(),
        };
        Ok((answer, response.bytes().await?))
    }

    /// Only what leads to the application is changed.
    fn other_redirect(&self, answer: &Answer, change: Change) -> Option<Url> {
        let to = answer.redirect()?;
        let leaves = to.origin().ascii_serialization() != self.base_url;
        leaves.then(|| change.of_redirect(&to)).flatten()
    }
}

/// Whom an address below `/fi/{id}` is for.
fn institution(url: &Url) -> Option<&str> {
    let mut segments = url.path_segments()?;
    (segments.next() == Some("fi"))
        .then(|| segments.next())
        .flatten()
}

fn headers(req: &HttpRequest) -> anyhow::Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in req.headers() {
        if !OF_A_CONNECTION.contains(&name.as_str()) {
            let name = HeaderName::from_bytes(name.as_str().as_bytes())?;
            headers.append(name, HeaderValue::from_bytes(value.as_bytes())?);
        }
    }
    Ok(headers)
}

fn response(answer: &Answer, body: Bytes) -> anyhow::Result<HttpResponse> {
    let status = actix_web::http::StatusCode::from_u16(answer.status)?;
    let mut response = HttpResponse::build(status);
    for (name, value) in &answer.headers {
        if !OF_A_CONNECTION.contains(&name.as_str()) {
            response.append_header((name.as_str(), value.as_bytes()));
        }
    }
    Ok(response.body(body))
}

/// What each connection says for itself (RFC 9110 7.6.1), and the length, which is counted anew.
const OF_A_CONNECTION: [&str; 5] = [
    "connection",
    "content-length",
    "keep-alive",
    "transfer-encoding",
    "upgrade",
];
const TRIES: usize = 20;
