//! `GET /interaction/{id}`: the page that is due.

use actix_web::http::StatusCode;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use oidc::params::Params;
use oidc::refusal::InteractionRefusal;

use super::authorize::respond_with;
use super::cookies::Brought;
use super::exchange::note_on;
use super::{Served, body, respond};
use crate::html::{ConsentPage, ErrorPage, LoginPage, SecondFactorPage};
use crate::institution::Institution;
use crate::journal::{Endpoint, Note};
use crate::provider::interaction::{Page, Shown, show};
use crate::provider::login::LoginFailure;

/// The page for login, second factor or consent, or, where another tab was faster, the response.
pub async fn get(req: HttpRequest, served: Served) -> HttpResponse {
    let institution = served.institution();
    let mut note = Note::on(Endpoint::Interaction);
    let id = id(&req);
    let brought = Brought::from(&req, institution);
    let shown = show(institution, id, brought.browser(), &mut note).await;
    let response = match shown {
        Ok(Shown::Login(page)) => login_page(institution, id, &page, None),
        Ok(Shown::SecondFactor(page)) => second_factor_page(institution, id, &page, false),
        Ok(Shown::Consent(page, asked, user)) => {
            let template = ConsentPage::new(institution, id, &page, &asked, &user);
            respond::page(StatusCode::OK, &template, Some(&page.redirect_uri))
        }
        Ok(Shown::Respond(response)) => respond_with(&req, institution, &response),
        Err(refusal) => refused(institution, refusal, &mut note),
    };
    note_on(&req, note);
    response
}

/// `GET /auth/{id}`: where the library that Banno runs sends browsers on its way from page to page.
/// No way of ours leads there, so it is always that of a request that is over.
pub async fn resume(req: HttpRequest, served: Served) -> HttpResponse {
    let mut note = Note::on(Endpoint::Interaction);
    let response = refused(
        served.institution(),
        InteractionRefusal::NotFound,
        &mut note,
    );
    note_on(&req, note);
    response
}

/// The form that a page has submitted, or the answer to what is none.
pub(super) async fn form(
    req: &HttpRequest,
    payload: Payload,
    institution: &Institution,
    note: &mut Note,
) -> Result<Params, HttpResponse> {
    let form = body::form(req, payload).await;
    form.map_err(|refusal| respond::refused_request(req, institution, &refusal, note))
}

/// Answers the form of a page by what `handle` makes of it.
pub(super) async fn submitted(
    req: &HttpRequest,
    served: &Served,
    payload: Payload,
    endpoint: Endpoint,
    handle: impl AsyncFnOnce(&HttpRequest, &Institution, &Params, &mut Note) -> HttpResponse,
) -> HttpResponse {
    let institution = served.institution();
    let mut note = Note::on(endpoint);
    let response = match form(req, payload, institution, &mut note).await {
        Ok(form) => handle(req, institution, &form, &mut note).await,
        Err(refused) => refused,
    };
    note_on(req, note);
    response
}

pub(super) fn id(req: &HttpRequest) -> &str {
    req.match_info().get("id").unwrap_or_default()
}

/// The login page; after a failure with 403, since no authentication scheme could be named in a
/// challenge.
pub(super) fn login_page(
    institution: &Institution,
    id: &str,
    page: &Page,
    failure: Option<LoginFailure>,
) -> HttpResponse {
    let status = if failure.is_some() {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::OK
    };
    let template = LoginPage::new(institution, id, page, failure);
    respond::page(status, &template, Some(&page.redirect_uri))
}

/// The second-factor page; after a wrong code with 403, as the login page.
pub(super) fn second_factor_page(
    institution: &Institution,
    id: &str,
    page: &Page,
    failed: bool,
) -> HttpResponse {
    let status = if failed {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::OK
    };
    let template = SecondFactorPage::new(institution, id, page, failed);
    respond::page(status, &template, Some(&page.redirect_uri))
}

pub(super) fn refused(
    institution: &Institution,
    refusal: InteractionRefusal,
    note: &mut Note,
) -> HttpResponse {
    let wire = refusal.wire();
    note.refused(&wire, &refusal);
    let template = ErrorPage::new(institution, &wire).with_issuer(institution);
    respond::page(StatusCode::BAD_REQUEST, &template, None)
}
