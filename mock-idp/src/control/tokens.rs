//! `/institutions/{id}/tokens`: what clients hold, and tokens without a login.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Payload;
use serde::Serialize;
use utoipa::ToSchema;

use super::Problem;
use super::message::{Answer, Of, answer, done, ok, part, query, structure};
use crate::admin::{MintRequest, MintedTokens, TokenFilter, TokenView};

/// The tokens of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Tokens {
    tokens: Vec<TokenView>,
}

/// Lists them, the latest issued last; values are nowhere kept.
#[utoipa::path(get, path = "/institutions/{id}/tokens", tag = "tokens",
    params(("id" = String, Path), TokenFilter),
    responses(
        (status = 200, body = Tokens),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list(req: HttpRequest, of: Of) -> Answer {
    let filter: TokenFilter = query(&req)?;
    ok(&Tokens {
        tokens: of.tokens(&filter).await?,
    })
}

/// Hands out the tokens that the client would get if the user signed in and agreed to everything; nobody
/// does, and the journal says so.
#[utoipa::path(post, path = "/institutions/{id}/tokens", tag = "tokens",
    params(("id" = String, Path)),
    request_body(content = MintRequest),
    responses(
        (status = 201, body = MintedTokens),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn mint(of: Of, payload: Payload) -> Answer {
    let request: MintRequest = structure(payload, "tokens").await?;
    let minted = of.mint(&request).await?;
    Ok(answer(StatusCode::CREATED, &minted))
}

/// Ends one as its client could (RFC 7009 2.1): with a refresh token its whole grant.
#[utoipa::path(delete, path = "/institutions/{id}/tokens/{token_id}", tag = "tokens",
    params(("id" = String, Path), ("token_id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn revoke(req: HttpRequest, of: Of) -> Answer {
    of.revoke_token(&part(&req, "token_id")).await?;
    done()
}

/// Lets its time be over now.
#[utoipa::path(post, path = "/institutions/{id}/tokens/{token_id}/expire", tag = "tokens",
    params(("id" = String, Path), ("token_id" = String, Path)),
    responses((status = 200, body = TokenView), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
pub(super) async fn expire(req: HttpRequest, of: Of) -> Answer {
    ok(&of.expire_token(&part(&req, "token_id")).await?)
}
