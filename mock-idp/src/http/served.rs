use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::error::ErrorInternalServerError;
use actix_web::{Error, FromRequest, HttpMessage as _, HttpRequest};

use crate::institution::Institution;

/// The institution that a request is for, found before any handler sees the request.
#[derive(Clone, Debug)]
pub struct Served(Arc<Institution>);

impl Served {
    /// Marks a request as one for that institution.
    #[must_use]
    pub const fn by(institution: Arc<Institution>) -> Self {
        Self(institution)
    }

    /// The institution.
    #[must_use]
    pub const fn institution(&self) -> &Arc<Institution> {
        &self.0
    }
}

impl FromRequest for Served {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = req.extensions().get::<Self>().cloned();
        ready(found.ok_or_else(|| ErrorInternalServerError("no institution was found")))
    }
}
