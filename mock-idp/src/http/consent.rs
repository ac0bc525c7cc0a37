//! `POST /interaction/{id}/consent`.

use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use oidc::params::Params;

use super::authorize::respond_with;
use super::cookies::Brought;
use super::interaction::{id, refused, submitted};
use super::{Served, respond};
use crate::institution::Institution;
use crate::journal::{Endpoint, Note};
use crate::provider::consent::{Answer, submit};

/// The form of the consent page.
pub async fn post(req: HttpRequest, served: Served, payload: Payload) -> HttpResponse {
    submitted(&req, &served, payload, Endpoint::Consent, handle).await
}

async fn handle(
    req: &HttpRequest,
    institution: &Institution,
    form: &Params,
    note: &mut Note,
) -> HttpResponse {
    let id = id(req);
    let brought = Brought::from(req, institution);
    match submit(institution, id, brought.browser(), form, note).await {
        Ok(Answer::Continue) => respond::see_other(req, &institution.page_path(id)),
        Ok(Answer::Respond(response)) => respond_with(req, institution, &response),
        Err(refusal) => refused(institution, refusal, note),
    }
}
