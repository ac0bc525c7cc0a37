//! `GET` and `POST /auth`.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use oidc::params::Params;
use oidc::response_mode::AuthorizationResponse;

use super::cookies::Brought;
use super::exchange::note_on;
use super::{Served, body, cookies, respond};
use crate::admin::first_use;
use crate::faults::{self, Point};
use crate::founder::Founder;
use crate::html::ErrorPage;
use crate::institution::Institution;
use crate::journal::{Endpoint, Note};
use crate::provider::authorize::{Answer, Answered, authorize};
use crate::provider::decision::Response;

/// The request in the query.
pub async fn get(req: HttpRequest, served: Served, founder: Data<Founder>) -> HttpResponse {
    let note = Note::on(Endpoint::Authorization);
    handle(&req, &served, &founder, &body::query(&req), note).await
}

/// The request in a form.
pub async fn post(
    req: HttpRequest,
    served: Served,
    founder: Data<Founder>,
    payload: Payload,
) -> HttpResponse {
    let institution = served.institution();
    let mut note = Note::on(Endpoint::Authorization);
    match body::form(&req, payload).await {
        Ok(params) => handle(&req, &served, &founder, &params, note).await,
        Err(refusal) => {
            // Errors of this endpoint are pages, whatever the client accepts.
            let wire = refusal.wire();
            note.refused(&wire, &refusal);
            note_on(&req, note);
            let template = ErrorPage::new(institution, &wire).with_issuer(institution);
            respond::page(StatusCode::BAD_REQUEST, &template, None)
        }
    }
}

async fn handle(
    req: &HttpRequest,
    served: &Served,
    founder: &Founder,
    params: &Params,
    mut note: Note,
) -> HttpResponse {
    let institution = first_use::at_authorization(founder, served.institution(), params, &mut note);
    let institution = &*institution;
    let brought = Brought::from(req, institution);
    let Answered {
        answer,
        session_cookie,
    } = authorize(institution, params, brought.session(), &mut note).await;
    let signed_in = note.account.is_some();
    note_on(req, note);
    let mut response = match answer {
        Answer::Interact(begun) => {
            let mut response = respond::see_other(req, &institution.page_path(&begun.id));
            // A cookie whose header cannot be written would show at once: the page refuses.
            let _ = response.add_cookie(&cookies::interaction(institution, &begun));
            response
        }
        Answer::Respond(response) => respond_with(req, institution, &response),
    };
    if let Some(value) = session_cookie {
        // A cookie whose header cannot be written would show at once: the user is not signed in.
        let _ = response.add_cookie(&cookies::session(institution, &value));
    } else if signed_in {
        brought.renew_session(institution, &mut response);
    }
    response
}

/// The end of an authorization request, wherever it is reached.
pub(super) fn respond_with(
    req: &HttpRequest,
    institution: &Institution,
    response: &Response,
) -> HttpResponse {
    match response {
        Response::Client(AuthorizationResponse::Redirect(uri)) => {
            let altered = faults::url(&institution.faults, AT, uri.expose());
            respond::see_other(req, altered.as_deref().unwrap_or_else(|| uri.expose()))
        }
        Response::Client(AuthorizationResponse::FormPost(form)) => {
            let mut form = form.clone();
            form.fields = faults::fields(&institution.faults, AT, form.fields);
            respond::form_post(institution, &form, Some(&form.action))
        }
        Response::Page(rejection) => respond::rejection(institution, rejection),
    }
}

const AT: Point = Point::AuthorizationResponse;
