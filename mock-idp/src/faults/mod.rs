//! Faults that are asked for: single properties of answers, or of requests before anybody looks at them, that are not
//! what they should be. With one, a test shows that it would notice.

mod change;
mod exchange;
mod point;

use std::collections::BTreeMap;
use std::fmt;

use actix_web::http::header::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

pub use change::{fields, members, params, url};
pub(crate) use exchange::{alter, header, of_request};
pub use point::Point;

/// What is not as it should be, and where.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Where it is.
    pub at: Point,
    /// Members, parameters or claims that have these values instead.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[schema(value_type = Object)]
    pub set: Map<String, Value>,
    /// Those that are missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
    /// Headers that have these values instead; one without a value is missing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The status of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 200, maximum = 599)]
    pub status: Option<u16>,
}

impl Fault {
    /// Why it makes no sense, if it makes none.
    ///
    /// # Errors
    /// Key, value and mend.
    pub fn check(&self) -> Result<(), String> {
        let at = self.at.as_str();
        if self.set.is_empty()
            && self.remove.is_empty()
            && self.headers.is_empty()
            && self.status.is_none()
        {
            return Err(format!(
                "faults: the one at `{at}` changes nothing; it needs set, remove, headers or status"
            ));
        }
        if let Some(status) = self.status.filter(|status| !(200..600).contains(status)) {
            return Err(format!(
                "faults.status `{status}` must be between 200 and 599"
            ));
        }
        if self.status.is_some() && !self.at.is_answer() {
            return Err(format!("faults.status is for answers, and `{at}` is none"));
        }
        if !self.headers.is_empty() && !self.at.has_headers() {
            return Err(format!(
                "faults.headers is for requests and answers, and `{at}` is neither"
            ));
        }
        self.check_headers()
    }

    fn check_headers(&self) -> Result<(), String> {
        for (name, value) in &self.headers {
            let is_one = HeaderName::from_bytes(name.as_bytes()).is_ok();
            if !is_one || HeaderValue::from_str(value).is_err() {
                return Err(format!(
                    "faults.headers `{name}` is no header that can be sent"
                ));
            }
            if self.at == Point::TokenRequest && name != "authorization" {
                return Err(format!(
                    "faults.headers `{name}`: of a token request, only `authorization` can be another one"
                ));
            }
        }
        Ok(())
    }
}

/// Without its values, which may be somebody's secrets.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fault({})", self.at.as_str())
    }
}
