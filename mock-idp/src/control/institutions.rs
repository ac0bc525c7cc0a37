//! `/institutions`: banks that are made, changed and dropped while the provider runs.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Payload};
use oidc::clock::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Problem;
use super::message::{Answer, Of, answer, done, object, ok, part};
use super::problem::bad_request;
use crate::admin::Admin;
use crate::config::{ClientSection, DeclaredSection, UserSection};
use crate::founder::Founder;
use crate::institution::Institution;

/// What tells an institution from others.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Summary {
    id: String,
    /// What pages show.
    name: String,
    /// The issuer identifier, to which clients add `/.well-known/openid-configuration`.
    issuer: String,
}

/// All institutions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Institutions {
    institutions: Vec<Summary>,
}

/// All that a test needs to sign somebody in. Whoever may use the control plane may know the secrets.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Full {
    id: String,
    /// What pages show.
    name: String,
    /// The issuer identifier, to which clients add `/.well-known/openid-configuration`.
    issuer: String,
    /// Where servers reach the provider's endpoints, where that is elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    back_channel: Option<String>,
    clients: Vec<ClientSection>,
    users: Vec<UserSection>,
    /// The certificate to trust; none without TLS.
    #[schema(required)]
    ca_pem: Option<String>,
    /// When it goes by itself, in seconds since 1970 by the provider's clock.
    #[schema(required, value_type = Option<i64>)]
    expires_at: Option<Timestamp>,
}

/// Lists them, the default one first.
#[utoipa::path(get, path = "/institutions", tag = "institutions", responses(
    (status = 200, body = Institutions),
))]
pub(super) async fn list(founder: Data<Founder>) -> Answer {
    let all = founder.institutions();
    let institutions = all.iter().map(|institution| summary(institution)).collect();
    ok(&Institutions { institutions })
}

/// Tells one, with its clients and users.
#[utoipa::path(get, path = "/institutions/{id}", tag = "institutions",
    params(("id" = String, Path)),
    responses((status = 200, body = Full), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn show(founder: Data<Founder>, of: Of) -> Answer {
    ok(&full(&founder, &of)?)
}

/// Makes one. The body is what stands under `[[institutions]]` in a configuration, as JSON, all of it
/// optional; what it leaves out is that of the fixtures. `ttl_seconds` is how long it stays.
#[utoipa::path(post, path = "/institutions", tag = "institutions",
    request_body(content = Option<DeclaredSection>),
    responses(
        (status = 201, body = Full),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create(req: HttpRequest, founder: Data<Founder>, payload: Payload) -> Answer {
    let (settings, ttl) = settings(payload).await?;
    let institution = founder.found(settings, ttl)?;
    let admin = Admin::over(Arc::clone(&founder), &institution);
    let mut response = answer(StatusCode::CREATED, &full(&founder, &admin)?);
    let address = format!("{}/{}", req.path(), institution.id);
    if let Ok(address) = address.parse() {
        response.headers_mut().insert(LOCATION, address);
    }
    Ok(response)
}

/// Makes the institution of that id exactly what the body says, as if it had just been made, but with the
/// keys that it began with; where there is none, makes one.
#[utoipa::path(put, path = "/institutions/{id}", tag = "institutions",
    params(("id" = String, Path)),
    request_body(content = Option<DeclaredSection>),
    responses(
        (status = 200, body = Full),
        (status = 201, body = Full),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn put(req: HttpRequest, founder: Data<Founder>, payload: Payload) -> Answer {
    let (settings, ttl) = settings(payload).await?;
    let (institution, is_new) = founder.put(&part(&req, "id"), settings, ttl)?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let admin = Admin::over(Arc::clone(&founder), &institution);
    Ok(answer(status, &full(&founder, &admin)?))
}

/// Drops one at once, with all that it remembers.
#[utoipa::path(delete, path = "/institutions/{id}", tag = "institutions",
    params(("id" = String, Path)),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn remove(of: Of) -> Answer {
    of.close()?;
    done()
}

/// Puts it back to what was declared: it forgets sessions, consent, grants, tokens and journal, its clock
/// runs with the provider's again, and it has the keys that it began with.
#[utoipa::path(post, path = "/institutions/{id}/reset", tag = "institutions",
    params(("id" = String, Path)),
    responses((status = 200, body = Full), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn reset(founder: Data<Founder>, of: Of) -> Answer {
    of.reset()?;
    ok(&full(&founder, &of)?)
}

/// Tells what would have to be put to make it what it is now; what is that of the fixtures is left out.
#[utoipa::path(get, path = "/institutions/{id}/settings", tag = "institutions",
    params(("id" = String, Path)),
    responses((status = 200, body = DeclaredSection), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn settings_now(of: Of) -> Answer {
    ok(&of.settings()?)
}

/// The settings and the time to live.
async fn settings(payload: Payload) -> Result<(Value, Option<Duration>), Problem> {
    let mut settings = object(payload).await?;
    let ttl = match settings.remove("ttl_seconds") {
        None | Some(Value::Null) => None,
        Some(seconds) => {
            let whole = seconds.as_u64().filter(|seconds| *seconds > 0);
            let whole = whole.ok_or_else(|| {
                bad_request(format!(
                    "ttl_seconds `{seconds}` must be a whole number of seconds above 0"
                ))
            })?;
            Some(Duration::from_secs(whole))
        }
    };
    Ok((Value::Object(settings), ttl))
}

fn summary(institution: &Institution) -> Summary {
    Summary {
        id: institution.id.clone(),
        name: institution.name.clone(),
        issuer: institution.profile.issuer.clone(),
    }
}

fn full(founder: &Founder, admin: &Admin) -> Result<Full, Problem> {
    let institution = admin.institution()?;
    let Summary { id, name, issuer } = summary(&institution);
    Ok(Full {
        expires_at: founder.registry().expires_at(&id),
        back_channel: institution.profile.back_channel.clone(),
        id,
        name,
        issuer,
        clients: admin.all()?,
        users: admin.all()?,
        ca_pem: founder.ca_pem().map(str::to_owned),
    })
}
