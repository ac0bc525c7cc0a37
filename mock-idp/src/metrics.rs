//! What is counted, for Prometheus: the exchanges of the public listener, whichever institution
//! answers. Each provider counts for itself, since many live in one process.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use oidc::clock::Timestamp;
use prometheus_client::encoding::{EncodeLabelSet, prometheus_text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::journal::{Endpoint, Refused};
use crate::paths::FI_PATH;

/// The media type of [`Metrics::text`].
pub use prometheus_text::CONTENT_TYPE;

/// The counters of one provider.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    refusals: Family<Refusal, Counter>,
    institutions: Gauge,
}

/// Of what requests are counted. No label is a text that a client has chosen, or there would be as
/// many counters as somebody likes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
    method: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refusal {
    endpoint: String,
    error: String,
}

impl Metrics {
    /// Counters that stand at 0, of a provider that starts now.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        let mut metrics = Self {
            registry: Registry::default(),
            requests: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            refusals: Family::default(),
            institutions: Gauge::default(),
        };
        metrics.registry.register_with_unit(
            "process_start_time",
            "When the provider was started, since 1970",
            Unit::Seconds,
            ConstGauge::new(now.unix()),
        );
        let ours = metrics.registry.sub_registry_with_prefix("mock_idp");
        ours.register(
            "http_requests",
            "Requests answered, by route",
            metrics.requests.clone(),
        );
        ours.register_with_unit(
            "http_request_duration",
            "How long answers took, by route",
            Unit::Seconds,
            metrics.durations.clone(),
        );
        ours.register(
            "refusals",
            "Requests refused, by the error that the client was told",
            metrics.refusals.clone(),
        );
        ours.register(
            "institutions",
            "Institutions that are served",
            metrics.institutions.clone(),
        );
        metrics
    }

    /// Counts an answer. `pattern` is the matched route's.
    pub(crate) fn answered(
        &self,
        pattern: Option<String>,
        method: &Method,
        status: StatusCode,
        took: Duration,
    ) {
        let method = method_label(method);
        let route = pattern.map_or_else(|| "unknown".to_owned(), without_institution);
        let route = Route { route, method };
        let duration = self.durations.get_or_create(&route);
        duration.observe(took.as_secs_f64());
        drop(duration);
        let request = Request {
            route: route.route,
            method,
            status: status.as_u16(),
        };
        self.requests.get_or_create(&request).inc();
    }

    /// Counts a refusal.
    pub(crate) fn refused(&self, endpoint: Endpoint, refused: &Refused) {
        let refusal = Refusal {
            endpoint: endpoint.to_string().replace(' ', "_"),
            error: refused.error.clone(),
        };
        self.refusals.get_or_create(&refusal).inc();
    }

    /// All of it, in Prometheus' text format; `institutions` is how many there are now.
    #[must_use]
    pub fn text(&self, institutions: usize) -> String {
        let institutions = i64::try_from(institutions).unwrap_or(i64::MAX);
        self.institutions.set(institutions);
        let mut text = String::new();
        // Writing to a text never fails.
        let _ = prometheus_text::encode(&mut text, &self.registry);
        text
    }
}

/// The route of an institution is the same for all of them.
fn without_institution(mut pattern: String) -> String {
    if pattern.starts_with(FI_PATH) {
        let id = pattern[FI_PATH.len()..].find('/');
        let end = id.map_or(pattern.len(), |id| FI_PATH.len() + id);
        pattern.drain(..end);
    }
    pattern
}

/// A method of RFC 9110 and RFC 5789; clients may send any word.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::CONNECT => "CONNECT",
        Method::OPTIONS => "OPTIONS",
        Method::TRACE => "TRACE",
        Method::PATCH => "PATCH",
        _ => "other",
    }
}

/// In seconds: a document takes less than a tenth of a millisecond, a signature by RSA about one.
const BUCKETS: [f64; 11] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5,
];
