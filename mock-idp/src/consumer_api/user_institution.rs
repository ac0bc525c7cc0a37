//! `GET /users/{userId}/institutions/{institutionId}` (`banno.md` 6.6): seen in Banno's own tools; scope and
//! shape are our assumption.

use actix_web::{HttpRequest, HttpResponse};
use oidc::scope::OPENID;
use serde::Serialize;

use super::Refusal;
use super::caller::{answer, part};
use crate::http::{Served, respond};
use crate::journal::Endpoint;

/// The bank.
#[derive(Serialize)]
struct UserInstitution<'a> {
    id: &'a str,
    name: &'a str,
}

/// Tells the user's own; there is no other.
pub(super) async fn get(req: HttpRequest, served: Served) -> HttpResponse {
    answer(
        &req,
        &served,
        Endpoint::UserInstitution,
        &[OPENID],
        async |caller| {
            let institution = caller.institution;
            if part(&req, "institution_id") != institution.institution_id {
                return Err(Refusal::NotFound {
                    word: "institution",
                });
            }
            Ok(respond::json(&UserInstitution {
                id: &institution.institution_id,
                name: &institution.name,
            }))
        },
    )
    .await
}
