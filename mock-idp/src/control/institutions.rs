//! `/institutions`: banks that are made and dropped while the provider runs.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use oidc::client::ClientAuthentication;
use serde_json::{Map, Value, json};

use super::Problem;
use super::problem::{answer, bad_request};
use crate::founder::{FoundError, Founder};
use crate::institution::Institution;

/// `GET /institutions`: all of them, the default one first.
pub(super) async fn list(founder: Data<Founder>) -> HttpResponse {
    let all = founder.registry().all();
    let short: Vec<_> = all.iter().map(|institution| summary(institution)).collect();
    answer(StatusCode::OK, &json!({ "institutions": short }))
}

/// `GET /institutions/{id}`.
pub(super) async fn show(founder: Data<Founder>, id: Path<String>) -> HttpResponse {
    match founder.registry().get(&id) {
        Some(institution) => answer(StatusCode::OK, &full(&founder, &institution)),
        None => not_found(&id).response(),
    }
}

/// `POST /institutions`: makes one. The body is what stands under `[[institutions]]` in a
/// configuration, as JSON, all of it optional, and `ttl_seconds`; no body is as good as `{}`.
pub(super) async fn create(req: HttpRequest, founder: Data<Founder>, body: Bytes) -> HttpResponse {
    let made = parse(&body).and_then(|(settings, ttl)| {
        let found = founder.found(settings, ttl);
        found.map_err(|error| refused(&error))
    });
    match made {
        Ok(institution) => {
            let mut response = answer(StatusCode::CREATED, &full(&founder, &institution));
            let address = format!("{}/{}", req.path(), institution.id);
            if let Ok(address) = address.parse() {
                response.headers_mut().insert(LOCATION, address);
            }
            response
        }
        Err(problem) => problem.response(),
    }
}

/// `DELETE /institutions/{id}`: it is gone at once, with all that it remembers.
pub(super) async fn remove(founder: Data<Founder>, id: Path<String>) -> HttpResponse {
    let registry = founder.registry();
    if *id == registry.default_institution().id {
        let detail = "the institution at the root goes with the provider; make others beside it";
        let title = "The default institution stays";
        return Problem::new(StatusCode::CONFLICT, "default-institution", title, detail).response();
    }
    match registry.remove(&id) {
        Some(_) => HttpResponse::NoContent().finish(),
        None => not_found(&id).response(),
    }
}

/// The settings and the time to live.
fn parse(body: &[u8]) -> Result<(Value, Option<Duration>), Problem> {
    let mut settings: Map<String, Value> = if body.is_empty() {
        Map::new()
    } else {
        serde_json::from_slice(body)
            .map_err(|error| bad_request(format!("not a JSON object: {error}")))?
    };
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

fn refused(error: &FoundError) -> Problem {
    let detail = error.to_string();
    match error {
        FoundError::Taken(_) => {
            let title = "The id is taken";
            Problem::new(StatusCode::CONFLICT, "institution-taken", title, detail)
        }
        FoundError::Config(_) | FoundError::Host => bad_request(detail),
        FoundError::Keys(_) => {
            let title = "The provider has failed";
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "failure", title, detail)
        }
    }
}

/// The problem of an id that no institution has.
pub(super) fn not_found(id: &str) -> Problem {
    let detail = format!("no institution has the id `{id}`; GET /institutions lists them");
    let title = "There is no such institution";
    Problem::new(
        StatusCode::NOT_FOUND,
        "institution-not-found",
        title,
        detail,
    )
}

fn summary(institution: &Institution) -> Value {
    json!({
        "id": institution.id,
        "name": institution.name,
        "issuer": institution.profile.issuer,
    })
}

/// All that a test needs to sign somebody in. Whoever may use the control plane may know the secrets.
fn full(founder: &Founder, institution: &Institution) -> Value {
    let mut told = summary(institution);
    let clients: Vec<_> = institution
        .clients
        .iter()
        .map(|client| {
            let secret = match &client.authentication {
                ClientAuthentication::Secret(secret) => Some(secret.expose()),
                ClientAuthentication::None => None,
            };
            json!({
                "client_id": client.id,
                "client_secret": secret,
                "name": client.name,
                "redirect_uris": client.redirect_uris,
                "post_logout_redirect_uris": client.post_logout_redirect_uris,
            })
        })
        .collect();
    let users: Vec<_> = institution
        .users
        .iter()
        .map(|user| {
            json!({
                "sub": user.sub,
                "username": user.username,
                "password": user.password.expose(),
            })
        })
        .collect();
    told["clients"] = json!(clients);
    told["users"] = json!(users);
    told["ca_pem"] = json!(founder.ca_pem());
    told["expires_at"] = json!(founder.registry().expires_at(&institution.id));
    told
}
