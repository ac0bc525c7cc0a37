use oidc::access_token::AccessToken;
use oidc::claims::{Claims, ClaimsRequest};
use oidc::client::Client;
use oidc::dpop::PROOF_ALGS;
use oidc::grant::Grant;
use oidc::params::Params;
use oidc::policy::Leniency;
use oidc::refusal::UserinfoRefusal;
use oidc::resource::Found;
use oidc::scope::ScopeSet;
use oidc::userinfo::{Presented, UserinfoRequest, check, check_token, response};

use crate::given::{
    ISSUER, NOW, access_token, client, grant, later, lenient, profile, riley, table,
};

fn parse(header: &str, query: &str, body: &str) -> Result<UserinfoRequest, UserinfoRefusal> {
    let form = |encoded: &str| Params::parse(encoded.as_bytes());
    let (query, body) = (form(query), (body != "-").then(|| form(body)));
    let presented = Presented {
        authorization: (header != "-").then_some(header),
        query: &query,
        body: body.as_ref(),
        proof: None,
        origin: None,
    };
    let mut used = Vec::new();
    let request = UserinfoRequest::parse(presented, &profile(), &mut used);
    assert!(used.is_empty());
    request
}

#[test]
fn the_one_token_is_found_wherever_it_may_be() {
    for (header, body) in [
        ("Bearer t", "-"),
        ("bEARER t", ""),
        ("-", "access_token=t"),
        ("", "access_token=t"),
    ] {
        let request = parse(header, "", body).unwrap();
        assert_eq!(request.access_token.expose(), "t", "{header} {body}");
        assert!(request.scope.is_none());
    }
}

#[test]
fn a_token_in_the_query_is_taken_only_where_that_is_allowed_and_then_recorded() {
    let in_query = Leniency::AllowAccessTokenInQuery;
    let others: Vec<_> = Leniency::ALL
        .into_iter()
        .filter(|other| *other != in_query)
        .collect();
    let (query, nothing) = (Params::parse(b"access_token=t&scope=a"), Params::default());
    let ask = |authorization, query, leniencies: &[Leniency]| {
        let presented = Presented {
            authorization,
            query,
            body: None,
            proof: None,
            origin: None,
        };
        let mut used = Vec::new();
        let request = UserinfoRequest::parse(presented, &lenient(leniencies), &mut used);
        (
            request.map(|request| request.access_token.expose().to_owned()),
            used,
        )
    };

    for strict in [&[][..], &others] {
        let refused = (Err(UserinfoRefusal::InQuery), vec![]);
        assert_eq!(ask(None, &query, strict), refused);
    }
    for lenient in [&[in_query][..], &Leniency::ALL] {
        let taken = (Ok("t".to_owned()), vec![in_query]);
        assert_eq!(ask(None, &query, lenient), taken);
        let in_header = (Ok("h".to_owned()), vec![]);
        assert_eq!(ask(Some("Bearer h"), &nothing, lenient), in_header);
        let twice = (Err(UserinfoRefusal::SeveralMechanisms), vec![]);
        assert_eq!(ask(Some("Bearer h"), &query, lenient), twice);
        let missing = (Err(UserinfoRefusal::Missing), vec![]);
        assert_eq!(ask(None, &nothing, lenient), missing);
    }
}

#[test]
fn the_scope_is_read_from_where_the_parameters_are() {
    let scope = |query, body| parse("Bearer t", query, body).unwrap().scope;

    assert_eq!(scope("scope=a", "-"), Some(ScopeSet::parse("a")));
    assert_eq!(scope("scope=a", ""), None);
    assert_eq!(scope("scope=a", "scope=b"), Some(ScopeSet::parse("b")));
}

#[test]
fn the_form_of_a_request_is_refused_with_its_reason() {
    let rows = r"
        -         |                             | -              | no access token provided                        | no access token provided
                  | access_token=               | access_token=  | no access token provided                        | no access token provided
        -         | access_token=t              | -              | access token in the query                       | access tokens must not be provided via query parameter
        Bearer t  | access_token=t              | -              | more than one access token mechanism            | access token must only be provided using one mechanism
        Bearer t  |                             | access_token=t | more than one access token mechanism            | access token must only be provided using one mechanism
        -         | access_token=t              | access_token=t | more than one access token mechanism            | access token must only be provided using one mechanism
        Basic t   | access_token=t              | -              | more than one access token mechanism            | access token must only be provided using one mechanism
        Bearer    |                             | -              | authorization header is not a scheme and a token | invalid authorization header value format
        Bearer  t |                             | -              | authorization header is not a scheme and a token | invalid authorization header value format
        DPoP t u  |                             | -              | authorization header is not a scheme and a token | invalid authorization header value format
        Basic t   |                             | -              | authorization header scheme is not Bearer       | authorization header scheme must be `Bearer`
        Bearer t  | scope=a&scope=b             | -              | repeated scope                                  | 'scope' parameter must not be provided twice
        -         | access_token=a&access_token=b&scope&scope | - | repeated scope, access_token                 | 'scope' and 'access_token' parameters must not be provided twice
    ";
    for [header, query, body, reason, description] in table(rows) {
        let refusal = parse(header, query, body).unwrap_err();
        assert_eq!(refusal.to_string(), reason, "{header} {query} {body}");
        let told = [
            ("error", "invalid_request"),
            ("error_description", description),
        ];
        let wire = refusal.wire();
        assert_eq!(wire.members().collect::<Vec<_>>(), told);
        let whole = format!(
            "Bearer realm=\"{ISSUER}\", error=\"invalid_request\", error_description=\"{description}\""
        );
        let realm = format!("Bearer realm=\"{ISSUER}\"");
        let missing = refusal == UserinfoRefusal::Missing;
        assert_eq!(
            refusal.challenge(ISSUER, false, &PROOF_ALGS),
            if missing { realm } else { whole }
        );
    }
}

#[test]
fn whoever_speaks_dpop_without_a_proof_is_challenged_in_that_scheme() {
    let refusal = parse("dpop t", "", "-").unwrap_err();

    assert_eq!(refusal.to_string(), "DPoP scheme without a proof");
    assert_eq!(
        refusal.challenge("https://op.example", false, &PROOF_ALGS),
        "DPoP realm=\"https://op.example\", error=\"invalid_request\", \
         error_description=\"`DPoP` header not provided\", \
         algs=\"PS256 PS384 ES256 ES256K ES384 ES512 EdDSA\""
    );
}

fn found<'a>(
    token: &'a AccessToken,
    client: Option<&'a Client>,
    account: Option<&Claims>,
    grant: Option<&'a Grant>,
) -> Found<'a> {
    Found {
        token,
        client,
        account_exists: account.is_some(),
        grant,
    }
}

#[test]
fn the_first_broken_rule_about_the_token_wins() {
    use UserinfoRefusal as Refusal;
    let (client, riley, grant, token) = (client(), riley(), grant(), access_token());
    let profile = profile();
    let over = Grant {
        expires_at: NOW,
        ..grant.clone()
    };
    let unopened = AccessToken {
        scope: ScopeSet::parse("email"),
        ..token.clone()
    };
    let plain = parse("Bearer t", "", "-").unwrap();
    let wider = parse("Bearer t", "scope=phone+openid", "-").unwrap();
    let blank = parse("Bearer t", "scope=openid+", "-").unwrap();
    let nobody = (None, None, None);
    let rows = [
        (
            &unopened,
            &wider,
            nobody,
            later(600),
            Refusal::AccessTokenExpired,
        ),
        (
            &unopened,
            &wider,
            nobody,
            later(599),
            Refusal::OpenidScopeMissing,
        ),
        (
            &token,
            &wider,
            nobody,
            NOW,
            Refusal::ScopeMissing(ScopeSet::parse("phone")),
        ),
        (
            &token,
            &blank,
            nobody,
            NOW,
            Refusal::ScopeMissing([""].into_iter().collect()),
        ),
        (&token, &plain, nobody, NOW, Refusal::ClientNotFound),
        (
            &token,
            &plain,
            (Some(&client), None, None),
            NOW,
            Refusal::AccountNotFound,
        ),
        (
            &token,
            &plain,
            (Some(&client), Some(&riley), None),
            NOW,
            Refusal::GrantNotFound,
        ),
        (
            &token,
            &plain,
            (Some(&client), Some(&riley), Some(&over)),
            NOW,
            Refusal::GrantExpired,
        ),
    ];
    for (token, request, (client, account, grant), now, refusal) in rows {
        let checked = check_token(token, now).and_then(|()| {
            check(
                found(token, client, account, grant),
                request,
                None,
                now,
                &profile,
            )
        });
        assert_eq!(checked, Err(refusal));
    }
    let narrow = parse("Bearer t", "scope=email", "-").unwrap();
    for (request, scope) in [(&plain, "openid email offline_access"), (&narrow, "email")] {
        let all = found(&token, Some(&client), Some(&riley), Some(&grant));
        let checked = check(all, request, None, NOW, &profile);
        assert_eq!(checked.unwrap().to_string(), scope);
    }
}

#[test]
fn one_text_hides_every_reason_that_concerns_the_token() {
    use UserinfoRefusal as Refusal;
    let rows = [
        (Refusal::AccessTokenExpired, "access token is expired"),
        (
            Refusal::AccessTokenInvalid,
            "access token is not one of this issuer's",
        ),
        (Refusal::AccessTokenNotFound, "access token not found"),
        (Refusal::AccountNotFound, "associated account not found"),
        (Refusal::ClientNotFound, "associated client not found"),
        (Refusal::GrantExpired, "grant is expired"),
        (Refusal::GrantNotFound, "grant not found"),
    ];
    for (refusal, reason) in rows {
        assert_eq!(refusal.to_string(), reason);
        assert_eq!(
            refusal.challenge("https://op.example", false, &PROOF_ALGS),
            "Bearer realm=\"https://op.example\", error=\"invalid_token\", \
             error_description=\"invalid token provided\""
        );
    }
}

#[test]
fn a_scope_that_is_missing_is_named_in_body_and_challenge() {
    let rows = [
        (
            UserinfoRefusal::OpenidScopeMissing,
            "access token missing openid scope",
            "openid",
        ),
        (
            UserinfoRefusal::ScopeMissing(ScopeSet::parse("a b")),
            "access token missing requested scope",
            "a b",
        ),
    ];
    for (refusal, description, scope) in rows {
        let told = [
            ("error", "insufficient_scope"),
            ("error_description", description),
            ("scope", scope),
        ];
        assert_eq!(refusal.wire().members().collect::<Vec<_>>(), told);
        assert_eq!(
            refusal.challenge("https://op.example", false, &PROOF_ALGS),
            format!(
                "Bearer realm=\"https://op.example\", error=\"insufficient_scope\", \
                 error_description=\"{description}\", scope=\"{scope}\""
            )
        );
    }
}

#[test]
fn the_answer_has_the_claims_of_the_scopes_and_those_asked_for_by_name() {
    let asked = r#"{"userinfo":{"birthdate":null,"email":null,"shoe_size":null,"sid":null,"auth_time":null},
                    "id_token":{"phone_number":null}}"#;
    let token = AccessToken {
        scope: ScopeSet::parse("openid profile email address"),
        claims: ClaimsRequest::parse(asked).unwrap(),
        ..access_token()
    };

    let answer = response(&riley(), &token, &token.scope, &profile());
    insta::assert_json_snapshot!(answer, @r#"
    {
      "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
      "family_name": "Doe",
      "given_name": "Riley",
      "name": "Riley Doe",
      "preferred_username": "rileydoe",
      "locale": "en-US",
      "email": "rileydoe@jackhenry.dev",
      "address": {
        "street_address": "400 Broad St",
        "locality": "Seattle",
        "region": "WA",
        "postal_code": "981090000"
      },
      "birthdate": "1951-03-02"
    }
    "#);
}

#[test]
fn a_narrower_scope_gives_fewer_claims_in_the_order_of_the_token() {
    let token = access_token();
    let keys = |scope: &str| -> Vec<String> {
        let answer = response(&riley(), &token, &ScopeSet::parse(scope), &profile());
        answer.keys().cloned().collect()
    };

    assert_eq!(keys("email openid"), ["sub", "email"]);
    assert_eq!(keys("email"), ["email"]);
    assert_eq!(keys("openid"), ["sub"]);
}
