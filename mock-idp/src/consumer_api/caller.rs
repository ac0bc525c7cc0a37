use std::borrow::Cow;
use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use bank::{Moment, Owner};
use percent_encoding::percent_decode_str;

use super::Refusal;
use super::answer::{Answer, finish};
use crate::http::{Served, authorization, proof};
use crate::institution::{Book, Institution, User};
use crate::journal::{Endpoint, Note};
use crate::paths::API_PATH;
use crate::provider::resource;

/// Whose data is asked for: the user of the token, who is the one in the path.
pub(super) struct Caller<'a> {
    pub(super) institution: &'a Institution,
    pub(super) user: Arc<User>,
    pub(super) now: Moment,
}

/// Answers what somebody with a good token, one of the scopes and an own `{userId}` asks.
pub(super) async fn answer(
    req: &HttpRequest,
    served: &Served,
    endpoint: Endpoint,
    scopes: &'static [&'static str],
    handle: impl AsyncFnOnce(Caller<'_>) -> Answer,
) -> HttpResponse {
    let institution = served.institution();
    let mut note = Note::on(endpoint);
    note.keep_params(&crate::http::query(req));
    let answer = match caller(req, institution, scopes, &mut note).await {
        Ok(caller) => handle(caller).await,
        Err(refusal) => Err(refusal),
    };
    finish(req, institution, answer, note)
}

async fn caller<'a>(
    req: &HttpRequest,
    institution: &'a Institution,
    scopes: &'static [&'static str],
    note: &mut Note,
) -> Result<Caller<'a>, Refusal> {
    let proof = proof(req);
    let request = resource::Request {
        method: req.method().as_str(),
        path: below_api(req),
        authorization: authorization(req),
        proof: proof.as_deref(),
    };
    let user = resource::caller(institution, request, scopes, note).await?;
    // Whether there is another user of that id is nobody's business (an assumption: 403 in any case).
    if part(req, "user") != user.sub {
        return Err(Refusal::OtherUser);
    }
    Ok(Caller {
        institution,
        user,
        now: Moment::from_unix(institution.now().unix()),
    })
}

impl Caller<'_> {
    /// The user's accounts and tasks.
    pub(super) fn book(&self) -> Arc<Book> {
        let seed = self.institution.consumer_api.seed;
        self.institution.books.of(&self.user, seed, self.now)
    }

    /// The user as owner of accounts.
    pub(super) fn owner(&self) -> Owner<'_> {
        Owner {
            sub: &self.user.sub,
            login_id: &self.user.username,
            name: self.user.display_name(),
            institution_id: &self.institution.institution_id,
            institution_name: &self.institution.name,
        }
    }
}

/// The path below the API's base, which stands before the first of its own parts.
fn below_api(req: &HttpRequest) -> &str {
    let path = req.path();
    path.find(API_PATH)
        .map_or(path, |at| &path[at + API_PATH.len()..])
}

/// A part of the path. The router leaves encoded what could be mistaken for a delimiter.
pub(super) fn part<'a>(req: &'a HttpRequest, name: &str) -> Cow<'a, str> {
    let raw = req.match_info().get(name).unwrap_or_default();
    percent_decode_str(raw).decode_utf8_lossy()
}

/// The name of a scope of the Consumer API.
macro_rules! scope {
    ($name:literal) => {
        concat!("https://api.banno.com/consumer/auth/", $name)
    };
}
pub(super) use scope;
