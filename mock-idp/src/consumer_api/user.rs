//! `GET`, `PATCH` and `PUT /users/{userId}`: the profile (`banno.md` 6.5).

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use oidc::claims::Claims;
use serde_json::Value;

use super::answer::Answer;
use super::caller::{Caller, answer, scope};
use super::user_info::UserInfo;
use super::{BodyRefusal, Refusal};
use crate::admin::{Admin, AdminError};
use crate::founder::Founder;
use crate::http::{Served, json_object, respond};
use crate::journal::Endpoint;

/// Tells it.
pub(super) async fn get(req: HttpRequest, served: Served) -> HttpResponse {
    const SCOPES: &[&str] = &[scope!("user.profile.readonly")];
    answer(&req, &served, Endpoint::User, SCOPES, async |caller| {
        Ok(respond::json(&UserInfo::of(
            &caller.user,
            caller.institution,
        )))
    })
    .await
}

/// Changes the preferred name by a merge patch (RFC 7396); no other member (an assumption).
pub(super) async fn patch(
    req: HttpRequest,
    served: Served,
    founder: Data<Founder>,
    payload: Payload,
) -> HttpResponse {
    const SCOPES: &[&str] = &[scope!("user.preferredname.readwrite")];
    answer(&req, &served, Endpoint::User, SCOPES, async |caller| {
        let members = json_object(&req, payload).await?;
        if members.keys().any(|name| name != "preferredName") {
            return Err(BodyRefusal::Member.into());
        }
        match members.get("preferredName") {
            None => Ok(HttpResponse::NoContent().finish()),
            Some(name) if is_name(name) => change(&caller, &founder, "nickname", name),
            Some(_) => Err(BodyRefusal::PreferredName.into()),
        }
    })
    .await
}

/// Changes the email address; what else the body holds does not matter (an assumption: whoever has got
/// the user may send all of it back).
pub(super) async fn put(
    req: HttpRequest,
    served: Served,
    founder: Data<Founder>,
    payload: Payload,
) -> HttpResponse {
    const SCOPES: &[&str] = &[scope!("user.email.readwrite")];
    answer(&req, &served, Endpoint::User, SCOPES, async |caller| {
        let members = json_object(&req, payload).await?;
        let email = members.get("email").filter(|email| is_email(email));
        change(&caller, &founder, "email", email.ok_or(BodyRefusal::Email)?)
    })
    .await
}

/// Changes a claim as the control plane would, so that `/me` and the next ID token tell it, too, and a
/// reset takes it back.
fn change(caller: &Caller<'_>, founder: &Data<Founder>, claim: &str, value: &Value) -> Answer {
    let gone = || Refusal::NotFound { word: "profile" };
    let founder = founder.clone().into_inner();
    let admin = Admin::of(founder, &caller.institution.id).ok_or_else(gone)?;
    let changed = admin.change_claim(&caller.user.sub, claim, value);
    changed.map_err(|error| match error {
        // Gone since the token was checked.
        AdminError::Institution(_) | AdminError::NotFound { .. } => gone(),
        error => error.into(),
    })?;
    Ok(HttpResponse::NoContent().finish())
}

fn is_name(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|name| !name.trim().is_empty())
}

/// The least that an address has; whether mail gets there is not the provider's to know.
fn is_email(value: &Value) -> bool {
    value.as_str().is_some_and(|email| {
        let parts = email.split_once('@');
        parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
    })
}

/// A claim that is a text.
pub(super) fn text<'a>(claims: &'a Claims, name: &str) -> Option<&'a str> {
    claims.get(name).and_then(Value::as_str)
}
