use std::collections::BTreeMap;
use std::sync::OnceLock;

use actix_web::HttpResponse;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::OpenApi as _;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref};

use super::{
    clients, clock, consumer_api, grants, health, institutions, journal, keys, policies, sessions,
    tokens, users,
};

/// What the control plane can do, made from the code that does it.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Mock Banno control plane",
        description = "What tests do to a provider beside speaking OpenID Connect with it. Refusals are problem documents (RFC 9457).",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        health::alive,
        health::ready,
        health::metrics,
        institutions::list,
        institutions::create,
        institutions::show,
        institutions::put,
        institutions::remove,
        institutions::reset,
        institutions::settings_now,
        clients::list,
        clients::create,
        clients::show,
        clients::change,
        clients::remove,
        users::list,
        users::create,
        users::show,
        users::change,
        users::remove,
        policies::show_policies,
        policies::change_policies,
        policies::show_leniencies,
        policies::change_leniencies,
        consumer_api::show,
        consumer_api::change,
        clock::show,
        clock::change,
        keys::list,
        keys::rotate,
        keys::retire,
        sessions::list,
        sessions::end_all,
        sessions::end,
        sessions::expire,
        grants::list,
        grants::revoke,
        grants::expire,
        tokens::list,
        tokens::mint,
        tokens::revoke,
        tokens::expire,
        journal::list,
        journal::clear,
        journal::wait,
        journal::har,
    )
)]
struct Document;

/// The document, each operation under a name of its own: `clients.list`.
fn document() -> OpenApi {
    let mut document = Document::openapi();
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
        ];
        for operation in operations.into_iter().flatten() {
            let tag = operation.tags.as_ref().and_then(|tags| tags.first());
            let name = operation.operation_id.as_ref();
            if tag.is_none_or(|tag| tag != "health") {
                let refused = [
                    ("401", "The token is missing or wrong"),
                    ("403", "Kept out"),
                ];
                for (status, why) in refused {
                    let responses = &mut operation.responses.responses;
                    responses.insert(status.to_owned(), problem(why).into());
                }
            }
            operation.operation_id = tag.zip(name).map(|(tag, name)| format!("{tag}.{name}"));
        }
    }
    document
        .components
        .get_or_insert_default()
        .add_security_scheme(
            "token",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
    // Without a token, programs on this machine are let in.
    let no_token = SecurityRequirement::default();
    let token = SecurityRequirement::new::<_, [String; 0], String>("token", []);
    document.security = Some(vec![no_token, token]);
    document
}

fn problem(why: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new()
        .description(why)
        .content("application/problem+json", content.build())
        .build()
}

/// The document, as the code has it; the file beside this one is what is served.
///
/// It is made in a test and not in the program, which would be a fifth larger for it.
#[must_use]
pub fn generated() -> String {
    let mut text = document().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// `GET /openapi.json`.
pub(super) async fn show() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(SERVED)
}

/// The methods of a path, as the header `Allow` lists them (RFC 9110 10.2.1).
pub(super) fn allowed(pattern: &str) -> String {
    static PATHS: OnceLock<BTreeMap<String, Map<String, Value>>> = OnceLock::new();
    let paths = PATHS.get_or_init(|| {
        let served = serde_json::from_str::<Served>(SERVED);
        served.map(|served| served.paths).unwrap_or_default()
    });
    let there = |method: &&str| {
        let methods = paths.get(pattern);
        methods.is_some_and(|methods| methods.contains_key(&method.to_ascii_lowercase()))
    };
    let methods: Vec<_> = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        .into_iter()
        .filter(there)
        .collect();
    if methods.is_empty() {
        return "GET".to_owned();
    }
    methods.join(", ")
}

/// What is asked of the document itself.
#[derive(Deserialize)]
struct Served {
    paths: BTreeMap<String, Map<String, Value>>,
}

const SERVED: &str = include_str!("openapi.json");
