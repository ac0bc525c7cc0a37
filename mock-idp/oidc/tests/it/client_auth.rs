use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oidc::client_auth::{Context, Credentials, Offered};
use oidc::params::Params;
use oidc::policy::Leniency;
use oidc::refusal::ClientAuthRefusal::{self, *};
use proptest::prelude::*;

use crate::given::{SECRET, client, context, lenient, params, profile, public_client};

fn basic(credentials: &str) -> String {
    format!("Basic {}", STANDARD.encode(credentials))
}

fn form_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn parse(header: Option<&str>, body: &str) -> Result<(String, Option<String>), ClientAuthRefusal> {
    let credentials = Credentials::parse(header, &Params::parse(body.as_bytes()))?;
    let secret = match credentials.offered {
        Offered::Assertion(_) => Some("an assertion".to_owned()),
        Offered::None => None,
        Offered::Secret(_, secret) => Some(secret.expose().to_owned()),
    };
    Ok((credentials.client_id, secret))
}

#[test]
fn credentials_come_in_the_header_or_in_the_body() {
    let two = |secret: Option<&str>| Ok(("two".to_owned(), secret.map(str::to_owned)));

    assert_eq!(parse(Some(&basic("two:s")), ""), two(Some("s")));
    assert_eq!(
        parse(Some(&basic("two:s")), "client_id=two"),
        two(Some("s"))
    );
    assert_eq!(parse(None, "client_id=two&client_secret=s"), two(Some("s")));
    assert_eq!(parse(None, "client_id=two"), two(None));
    assert_eq!(parse(None, "client_id=two&client_secret="), two(None));
}

#[test]
fn the_header_is_read_as_leniently_as_node_reads_base64() {
    let rows = [
        ("dHdvOnM/Pg==", "s?>"),
        ("dHdvOnM/Pg", "s?>"),
        ("dHdvOnM_Pg", "s?>"),
        ("!dHdv.OnM/Pg\t", "s?>"),
        ("dHdvOnM/Pg==YQ==", "s?>"),
        ("dHdvOj4+", ">>"),
        ("dHdvOj4-", ">>"),
        ("dHdvOnMzA", "s3"),
    ];
    for (encoded, secret) in rows {
        let expected = Ok(("two".to_owned(), Some(secret.to_owned())));
        let header = format!("bAsIc {encoded}");
        assert_eq!(parse(Some(&header), ""), expected, "{header}");
    }
}

#[test]
fn id_and_secret_are_form_encoded_inside_the_header() {
    let header = basic("a%20b:c+d%2B%3a:e");

    let expected = Ok(("a b".to_owned(), Some("c d+::e".to_owned())));
    assert_eq!(parse(Some(&header), ""), expected);
}

#[test]
fn the_form_of_credentials_is_refused_in_this_order() {
    let rows: [(Option<String>, &str, ClientAuthRefusal); 28] = [
        (None, "", Missing),
        (None, "client_secret=s", Missing),
        (Some(String::new()), "", BasicMalformed),
        (Some("Basic".to_owned()), "", BasicMalformed),
        (Some("Basic ".to_owned()), "", BasicMalformed),
        (Some("Basic  dHdvOnM=".to_owned()), "", BasicMalformed),
        (Some("Bearer dHdvOnM=".to_owned()), "", BasicMalformed),
        (
            Some("Bearer x".to_owned()),
            "client_id=two&client_secret=s",
            BasicMalformed,
        ),
        (
            Some("Bearer x".to_owned()),
            "client_assertion=a",
            BasicMalformed,
        ),
        (Some(basic("two")), "", BasicMalformed),
        (Some(basic("two:%zz")), "", BasicNotEncoded),
        (Some(basic("two:%")), "", BasicNotEncoded),
        (Some(basic("t\u{e9}:s")), "", BasicNotEncoded),
        (Some(basic("t%C3%A9:s")), "", BasicNotEncoded),
        (Some(basic("two:%00")), "client_id=one", BasicNotEncoded),
        (Some(basic("two:")), "client_id=one", IdsDiffer),
        (
            Some(basic("two:s")),
            "client_id=one&client_secret=s",
            IdsDiffer,
        ),
        (Some(basic("two:")), "client_secret=s", BasicWithoutSecret),
        (Some(basic("two:s")), "client_secret=s", SeveralMechanisms),
        (
            Some(basic("two:s")),
            "client_assertion=a",
            SeveralMechanisms,
        ),
        (
            None,
            "client_id=two&client_secret=s&client_assertion=a",
            SeveralMechanisms,
        ),
        (
            None,
            "client_secret=s&client_assertion=a",
            SeveralMechanisms,
        ),
        (None, "client_id=two&client_assertion=a", AssertionMalformed),
        (None, "client_assertion=e30.e30.x", AssertionWithoutSubject),
        (
            None,
            "client_id=one&client_assertion=e30.eyJzdWIiOiJ0d28ifQ.x",
            AssertionSubjectMismatch,
        ),
        (
            None,
            "client_assertion=e30.eyJzdWIiOiJ0d28ifQ.x",
            AssertionTypeMissing,
        ),
        (
            None,
            "client_assertion=e30.eyJzdWIiOiJ0d28ifQ.x&client_assertion_type=a",
            AssertionTypeUnknown,
        ),
        (Some(basic(":s")), "", Missing),
    ];
    for (header, body, refusal) in rows {
        assert_eq!(
            parse(header.as_deref(), body),
            Err(refusal),
            "{header:?} {body}"
        );
    }
}

#[test]
fn repeated_client_parameters_are_refused_together_and_before_anything_else() {
    let repeated =
        "client_secret=a&client_secret=b&grant_type=a&grant_type=b&client_id=a&client_id=b";
    let refusal = parse(Some("Bearer x"), repeated).unwrap_err();

    assert_eq!(refusal.to_string(), "repeated client_id, client_secret");
    let told = "'client_id' and 'client_secret' parameters must not be provided twice";
    assert_eq!(
        refusal.wire().members().collect::<Vec<_>>(),
        [("error", "invalid_request"), ("error_description", told)]
    );
    let assertions =
        "client_assertion_type=a&client_assertion_type=b&client_assertion=&client_assertion=";
    assert_eq!(
        parse(Some(&basic("two:s")), assertions),
        Err(ParameterRepeated(vec![
            "client_assertion",
            "client_assertion_type"
        ]))
    );
    assert!(parse(None, "client_id=two&grant_type=a&grant_type=b").is_ok());
}

#[test]
fn the_truth_of_credentials_is_refused_with_its_reason() {
    let (confidential, public) = (client(), public_client());
    let profile = profile();
    let rows = [
        (Some(&confidential), Some(SECRET), Ok("two")),
        (Some(&confidential), Some("wrong"), Err(InvalidSecret)),
        (Some(&confidential), None, Err(MethodMismatch)),
        (Some(&public), None, Ok("one")),
        (Some(&public), Some(SECRET), Err(MethodMismatch)),
        (None, Some(SECRET), Err(ClientNotFound)),
        (None, None, Err(ClientNotFound)),
    ];
    for (client, secret, expected) in rows {
        let body = params(&[("client_id", "x"), ("client_secret", secret.unwrap_or(""))]);
        let credentials = Credentials::parse(None, &body).unwrap();
        let mut used = Vec::new();
        let proven = credentials.authenticate(client, context(&profile), &mut used);
        assert_eq!(proven.map(|proven| proven.client.id.as_str()), expected);
        assert!(used.is_empty());
    }
}

#[test]
fn a_wrong_secret_is_accepted_only_where_that_is_allowed_and_then_recorded() {
    let wrong_secret = Leniency::AllowWrongClientSecret;
    let others: Vec<_> = Leniency::ALL
        .into_iter()
        .filter(|other| *other != wrong_secret)
        .collect();
    let (confidential, public) = (client(), public_client());
    let wrong = || Err(InvalidSecret);
    let rows = [
        (&[][..], Some(&confidential), Some("wrong"), wrong(), false),
        (&others, Some(&confidential), Some("wrong"), wrong(), false),
        (
            &[wrong_secret],
            Some(&confidential),
            Some("wrong"),
            Ok("two"),
            true,
        ),
        (
            &Leniency::ALL,
            Some(&confidential),
            Some("wrong"),
            Ok("two"),
            true,
        ),
        (
            &[wrong_secret],
            Some(&confidential),
            Some(SECRET),
            Ok("two"),
            false,
        ),
        (
            &[wrong_secret],
            Some(&confidential),
            None,
            Err(MethodMismatch),
            false,
        ),
        (
            &[wrong_secret],
            Some(&public),
            Some(SECRET),
            Err(MethodMismatch),
            false,
        ),
        (&[wrong_secret], Some(&public), None, Ok("one"), false),
        (
            &[wrong_secret],
            None,
            Some("wrong"),
            Err(ClientNotFound),
            false,
        ),
    ];
    for (leniencies, client, secret, expected, recorded) in rows {
        let body = params(&[("client_id", "x"), ("client_secret", secret.unwrap_or(""))]);
        let credentials = Credentials::parse(None, &body).unwrap();
        let mut used = Vec::new();
        let profile = lenient(leniencies);
        let proven = credentials.authenticate(client, context(&profile), &mut used);
        assert_eq!(proven.map(|proven| proven.client.id.as_str()), expected);
        let expected = if recorded { vec![wrong_secret] } else { vec![] };
        assert_eq!(used, expected, "{leniencies:?} {secret:?}");
    }
}

#[test]
fn a_script_may_ask_from_the_origins_of_the_clients_redirect_uris_only() {
    let client = client();
    let body = params(&[("client_id", "two"), ("client_secret", SECRET)]);
    let credentials = Credentials::parse(None, &body).unwrap();
    let profile = profile();
    let asks = |origin| {
        let context = Context {
            origin,
            ..context(&profile)
        };
        credentials
            .authenticate(Some(&client), context, &mut Vec::new())
            .map(|it| it.client.id.as_str())
    };
    let own = url::Url::parse(&client.redirect_uris[0])
        .unwrap()
        .origin()
        .ascii_serialization();

    assert_eq!(asks(Some(&own)), Ok("two"));
    let native = oidc::client::Client {
        redirect_uris: vec!["com.example.app:/cb".to_owned()],
        ..client.clone()
    };
    assert!(!native.allows_origin("null"));
    for foreign in ["https://evil.example", "null", &format!("{own}/")] {
        let refusal = asks(Some(foreign)).unwrap_err();
        let wire = refusal.wire();
        assert_eq!(wire.code.as_str(), "invalid_request");
        assert_eq!(
            wire.description.unwrap(),
            format!("origin {foreign} not allowed for client: two")
        );
        assert_eq!(
            refusal.to_string(),
            format!("origin {foreign} not allowed for the client")
        );
    }
}

#[test]
fn each_refusal_has_its_own_reason_and_bannos_text() {
    let rows = [
        (
            ClientNotFound,
            "client not found",
            "invalid_client",
            "client authentication failed",
        ),
        (
            InvalidSecret,
            "invalid secret provided",
            "invalid_client",
            "client authentication failed",
        ),
        (
            MethodMismatch,
            "the provided authentication mechanism does not match the registered client \
             authentication method",
            "invalid_client",
            "client authentication failed",
        ),
        (
            Missing,
            "no client authentication provided",
            "invalid_request",
            "no client authentication mechanism provided",
        ),
        (
            SeveralMechanisms,
            "more than one client authentication mechanism",
            "invalid_request",
            "client authentication must only be provided using one mechanism",
        ),
        (
            IdsDiffer,
            "client_id in body and header differ",
            "invalid_request",
            "mismatch in body and authorization client ids",
        ),
        (
            BasicMalformed,
            "authorization header is not Basic credentials",
            "invalid_request",
            "invalid authorization header value format",
        ),
        (
            BasicNotEncoded,
            "credentials in the authorization header are not form-urlencoded",
            "invalid_request",
            "client_id and client_secret in the authorization header are not properly encoded",
        ),
        (
            BasicWithoutSecret,
            "authorization header has no secret",
            "invalid_request",
            "client_secret must be provided in the Authorization header",
        ),
    ];
    for (refusal, reason, error, description) in rows {
        assert_eq!(refusal.to_string(), reason);
        let told = [("error", error), ("error_description", description)];
        assert_eq!(refusal.wire().members().collect::<Vec<_>>(), told);
    }
}

proptest! {
    #[test]
    fn any_header_can_be_read(
        header in prop_oneof![any::<String>(), "[Bb]asic [A-Za-z0-9+/=_%-]{0,40}"],
        body in prop_oneof![Just(""), Just("client_id=two"), Just("client_secret=s")],
    ) {
        if let Ok((client_id, secret)) = parse(Some(&header), body) {
            prop_assert!(!client_id.is_empty());
            prop_assert!(secret.is_some_and(|secret| !secret.is_empty()));
        }
    }

    #[test]
    fn form_encoded_credentials_survive_the_header(id in "[ -~]{1,40}", secret in "[ -~]{1,40}") {
        let header = basic(&format!("{}:{}", form_encoded(&id), form_encoded(&secret)));
        prop_assert_eq!(parse(Some(&header), ""), Ok((id, Some(secret))));
    }
}
