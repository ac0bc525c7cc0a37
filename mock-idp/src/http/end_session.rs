//! `GET` and `POST /logout`, `POST /logout/confirm`, `GET /logout/success`.

use actix_web::http::StatusCode;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use oidc::params::Params;
use oidc::refusal::EndSessionRefusal;
use oidc::response_mode::FormPost;
use oidc::secret::Secret;

use super::cookies::Brought;
use super::exchange::note_on;
use super::interaction::{form, submitted};
use super::{Served, body, cookies, respond};
use crate::html::{LeftPage, LogoutPage};
use crate::institution::Institution;
use crate::journal::{Endpoint, Note};
use crate::provider::end_session::{Asked, ask, confirm, left};

/// The request in the query.
pub async fn get(req: HttpRequest, served: Served) -> HttpResponse {
    let note = Note::on(Endpoint::EndSession);
    handle(&req, served.institution(), &body::query(&req), note).await
}

/// The request in a form.
pub async fn post(req: HttpRequest, served: Served, payload: Payload) -> HttpResponse {
    let institution = served.institution();
    let mut note = Note::on(Endpoint::EndSession);
    match form(&req, payload, institution, &mut note).await {
        Ok(params) => handle(&req, institution, &params, note).await,
        Err(refused) => {
            note_on(&req, note);
            refused
        }
    }
}

/// The form of the confirmation page.
pub async fn post_confirmation(req: HttpRequest, served: Served, payload: Payload) -> HttpResponse {
    submitted(&req, &served, payload, Endpoint::EndSession, confirmed).await
}

/// Where the browser goes that came from no client.
pub async fn success(req: HttpRequest, served: Served) -> HttpResponse {
    let institution = served.institution();
    let mut note = Note::on(Endpoint::EndSession);
    let brought = Brought::from(&req, institution);
    let query = body::query(&req);
    let response = match left(institution, &query, brought.session(), &mut note).await {
        Ok(left) => respond::page(StatusCode::OK, &LeftPage::new(institution, &left), None),
        Err(refusal) => refused(&req, institution, &refusal, &mut note),
    };
    note_on(&req, note);
    response
}

async fn handle(
    req: &HttpRequest,
    institution: &Institution,
    params: &Params,
    mut note: Note,
) -> HttpResponse {
    let brought = Brought::from(req, institution);
    let response = match ask(institution, params, brought.session(), &mut note).await {
        Ok(asked) => {
            let mut response = asked_page(institution, &asked);
            if asked.user.is_some() {
                brought.renew_session(institution, &mut response);
            }
            response
        }
        Err(refusal) => refused(req, institution, &refusal, &mut note),
    };
    note_on(req, note);
    response
}

/// The page that asks; where nobody is signed in, one that answers for itself.
fn asked_page(institution: &Institution, asked: &Asked) -> HttpResponse {
    let action = format!("{}/logout/confirm", institution.profile.issuer);
    let leads_to = asked.post_logout_redirect_uri.as_deref();
    let mut response = if asked.user.is_some() {
        let template = LogoutPage::new(institution, asked, &action);
        respond::page(StatusCode::OK, &template, leads_to)
    } else {
        let fields = [("xsrf", asked.form_token.expose()), ("logout", "yes")];
        let form = FormPost {
            action,
            fields: fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), Secret::new(value)))
                .collect(),
            is_error: false,
        };
        respond::form_post(institution, &form, leads_to)
    };
    // A cookie whose header cannot be written would show at once: the form is refused.
    let _ = response.add_cookie(&cookies::logout(institution, &asked.cookie));
    response
}

async fn confirmed(
    req: &HttpRequest,
    institution: &Institution,
    form: &Params,
    note: &mut Note,
) -> HttpResponse {
    let brought = Brought::from(req, institution);
    match confirm(institution, brought.browser(), form, note).await {
        Ok(done) => {
            let mut response = respond::see_other(req, done.destination.expose());
            if done.everywhere {
                // The session is gone; its cookie would lead nowhere.
                let _ = response.add_cookie(&cookies::no_session(institution));
            }
            response
        }
        Err(refusal) => refused(req, institution, &refusal, note),
    }
}

fn refused(
    req: &HttpRequest,
    institution: &Institution,
    refusal: &EndSessionRefusal,
    note: &mut Note,
) -> HttpResponse {
    let wire = refusal.wire();
    note.refused(&wire, refusal);
    respond::error(req, institution, StatusCode::BAD_REQUEST, &wire)
}
