use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use oidc::client::Client;
use oidc::end_session::{self, PendingLogout};
use oidc::params::Params;
use oidc::refusal::EndSessionRefusal as Refusal;
use oidc::secret::Secret;
use proptest::prelude::*;

use crate::given::{Pair, client, later, params, public_client};

/// A hint with that payload; nobody looks at its signature yet.
fn hint(payload: &str) -> String {
    let encode = |part: &str| URL_SAFE_NO_PAD.encode(part);
    format!("{}.{}.c2ln", encode(r#"{"alg":"ES256"}"#), encode(payload))
}

fn of(audience: &str) -> String {
    hint(&format!(r#"{{"aud":"{audience}"}}"#))
}

fn asking(pairs: &[Pair<'_>]) -> Result<Option<String>, Refusal> {
    let clients = [client(), public_client()];
    let find = |id: &str| clients.iter().find(|client| client.id == id);
    let found = end_session::client(&params(pairs), find)?;
    Ok(found.map(|client| client.id.clone()))
}

/// The parameters, and the client that asks.
type Row<'a> = (&'a [Pair<'a>], Result<Option<&'a str>, Refusal>);

#[test]
fn the_client_is_the_audience_of_the_hint_or_the_one_that_is_named() {
    let two = of("two");
    let several_members = hint(r#"{"sub":"x","aud":"two","exp":1}"#);
    let unsigned = two.replace("c2ln", "");
    let rows: [Row<'_>; 11] = [
        (&[], Ok(None)),
        (&[("logout_hint", "two")], Ok(None)),
        (&[("client_id", ""), ("id_token_hint", "")], Ok(None)),
        (&[("client_id", "two")], Ok(Some("two"))),
        (&[("client_id", "nobody")], Err(Refusal::ClientNotFound)),
        (&[("id_token_hint", &two)], Ok(Some("two"))),
        (&[("id_token_hint", &several_members)], Ok(Some("two"))),
        (&[("id_token_hint", &unsigned)], Ok(Some("two"))),
        (
            &[("id_token_hint", &two), ("client_id", "two")],
            Ok(Some("two")),
        ),
        (
            &[("id_token_hint", &two), ("client_id", "one")],
            Err(Refusal::HintClientMismatch),
        ),
        (
            &[("id_token_hint", "x"), ("client_id", "nobody")],
            Err(Refusal::HintUndecodable),
        ),
    ];
    for (pairs, expected) in rows {
        let expected = expected.map(|client| client.map(str::to_owned));
        assert_eq!(asking(pairs), expected, "{pairs:?}");
    }
}

#[test]
fn an_audience_that_is_no_client_is_told_unless_another_client_is_named() {
    for payload in [
        r#"{"aud":"nobody"}"#,
        r#"{"aud":["two"]}"#,
        r#"{"aud":2}"#,
        r#"{"aud":null}"#,
        r#"{"aud":""}"#,
        "{}",
    ] {
        let hint = hint(payload);
        let alone = asking(&[("id_token_hint", &hint)]);
        assert_eq!(alone, Err(Refusal::HintClientUnknown), "{payload}");
        let named = asking(&[("id_token_hint", &hint), ("client_id", "two")]);
        assert_eq!(named, Err(Refusal::HintClientMismatch), "{payload}");
    }
}

#[test]
fn a_hint_that_is_no_jwt_cannot_be_decoded() {
    let good = of("two");
    let (start, _) = good.rsplit_once('.').unwrap();
    let padded = format!("{}.{}.c2ln", URL_SAFE.encode("{}"), URL_SAFE.encode("{ }"));
    let payload_no_json = hint(r#"{"aud":"two""#);
    for undecodable in [
        "x",
        "..",
        "a.b.c",
        start,
        &format!("{good}."),
        &format!("{good}.{good}"),
        &format!(" {good}"),
        &padded,
        &payload_no_json,
        &hint("[]"),
        &hint(r#""two""#),
        &hint("null"),
        &hint(""),
    ] {
        let refusal = asking(&[("id_token_hint", undecodable)]);
        assert_eq!(refusal, Err(Refusal::HintUndecodable), "{undecodable}");
    }
}

#[test]
fn a_uri_to_return_to_is_believed_only_if_the_client_has_registered_it() {
    let bye = "https://rp.example/bye";
    let uri = |uri: &str, client: Option<&Client>| {
        end_session::redirect_uri(&params(&[("post_logout_redirect_uri", uri)]), client)
    };

    assert_eq!(uri(bye, Some(&client())), Ok(Some(bye.to_owned())));
    assert_eq!(uri("", Some(&client())), Ok(None));
    for near in [
        "https://rp.example/bye/",
        "https://rp.example/bye/more",
        "https://rp.example/by",
        "https://rp.example/Bye",
        "https://rp.example/bye?",
        "https://rp.example/b%79e",
        "https://rp.example/cb",
        "https://evil.example/",
    ] {
        let refused = uri(near, Some(&client()));
        assert_eq!(refused, Err(Refusal::RedirectUriNotRegistered), "{near}");
        assert_eq!(uri(near, None), Ok(None), "nobody asks, nobody is told");
    }
    assert_eq!(uri(bye, None), Ok(None));
    let without = Client {
        post_logout_redirect_uris: Vec::new(),
        ..client()
    };
    assert_eq!(
        uri(bye, Some(&without)),
        Err(Refusal::RedirectUriNotRegistered)
    );
}

#[test]
fn repeated_parameters_are_listed_in_a_fixed_order() {
    let check = |encoded: &str| end_session::check_parameters(&Params::parse(encoded.as_bytes()));
    let all = "logout_hint&client_id&ui_locales&state&post_logout_redirect_uri&id_token_hint";
    let refusal = check(&format!("{all}&{all}")).unwrap_err();

    assert_eq!(
        refusal.to_string(),
        "repeated id_token_hint, post_logout_redirect_uri, state, ui_locales, client_id, logout_hint"
    );
    assert_eq!(check(all), Ok(()));
    assert_eq!(check("other=a&other=b"), Ok(()));
    let told = check("state=a&state=a").unwrap_err().wire();
    assert_eq!(
        told.members().collect::<Vec<_>>(),
        [
            ("error", "invalid_request"),
            (
                "error_description",
                "'state' parameter must not be provided twice"
            ),
        ]
    );
}

#[test]
fn the_browser_goes_to_the_client_with_its_state_or_to_the_page_of_the_provider() {
    let success = "https://op.example/logout/success";
    let bye = Some("https://rp.example/bye");
    let with_query = Some("https://rp.example/bye?a=%41&state=own");
    let rows = [
        (bye, Some("x y"), true, "https://rp.example/bye?state=x+y"),
        (bye, Some("x y"), false, "https://rp.example/bye?state=x+y"),
        (bye, None, true, "https://rp.example/bye"),
        (
            with_query,
            Some("s"),
            true,
            "https://rp.example/bye?a=A&state=s",
        ),
        (
            with_query,
            None,
            true,
            "https://rp.example/bye?a=%41&state=own",
        ),
        (None, Some("s"), true, success),
        (
            None,
            Some("s"),
            false,
            "https://op.example/logout/success?client_id=two",
        ),
    ];
    for (uri, state, everywhere, expected) in rows {
        let logout = pending(Some("two"), uri, state);
        let destination = logout.destination(success, everywhere);
        assert_eq!(destination.expose(), expected, "{uri:?} {state:?}");
    }
    let nobodys = pending(None, None, None);
    assert_eq!(nobodys.destination(success, false).expose(), success);
}

#[test]
fn each_refusal_has_its_own_reason_and_bannos_text() {
    let rows = [
        (
            Refusal::ClientNotFound,
            "client not found",
            "invalid_client",
            "client is invalid",
        ),
        (
            Refusal::DetailsNotFound,
            "logout cookie missing or of a logout that is over",
            "invalid_request",
            "could not find logout details",
        ),
        (
            Refusal::FormTokenMismatch,
            "form token missing or wrong",
            "invalid_request",
            "xsrf token invalid",
        ),
        (
            Refusal::HintClientMismatch,
            "client_id is not the audience of id_token_hint",
            "invalid_request",
            "client_id does not match the provided id_token_hint",
        ),
        (
            Refusal::HintClientUnknown,
            "audience of id_token_hint is not a client",
            "invalid_client",
            "unrecognized id_token_hint audience",
        ),
        (
            Refusal::HintInvalid("bad signature"),
            "id_token_hint not valid: bad signature",
            "invalid_request",
            "could not validate id_token_hint",
        ),
        (
            Refusal::HintUndecodable,
            "id_token_hint is not a JWT",
            "invalid_request",
            "could not decode id_token_hint",
        ),
        (
            Refusal::RedirectUriNotRegistered,
            "post_logout_redirect_uri not registered",
            "invalid_request",
            "post_logout_redirect_uri not registered",
        ),
    ];
    for (refusal, reason, error, description) in rows {
        assert_eq!(refusal.to_string(), reason);
        let told = [("error", error), ("error_description", description)];
        assert_eq!(refusal.wire().members().collect::<Vec<_>>(), told);
    }
}

#[test]
fn a_logout_that_waits_survives_being_stored() {
    let logout = pending(Some("two"), Some("https://rp.example/bye"), Some("s"));
    let stored = serde_json::to_string(&logout).unwrap();
    let restored: PendingLogout = serde_json::from_str(&stored).unwrap();

    assert_eq!(serde_json::to_string(&restored).unwrap(), stored);
}

fn pending(client_id: Option<&str>, uri: Option<&str>, state: Option<&str>) -> PendingLogout {
    PendingLogout {
        client_id: client_id.map(str::to_owned),
        post_logout_redirect_uri: uri.map(str::to_owned),
        state: state.map(Secret::new),
        form_token: Secret::new("f"),
        expires_at: later(3600),
    }
}

proptest! {
    #[test]
    fn any_text_may_come_as_a_hint_and_none_finds_a_client_that_it_does_not_name(
        hint in prop_oneof![
            any::<String>(),
            "[A-Za-z0-9_-]{0,12}(\\.[A-Za-z0-9_-]{0,12}){0,3}",
            any::<String>().prop_map(|payload| hint(&payload)),
            "\\{\"(aud|sub)\":\"(two|one|x)\"\\}".prop_map(|payload| hint(&payload)),
        ],
    ) {
        if let Ok(Some(found)) = asking(&[("id_token_hint", &hint)]) {
            let payload = hint.split('.').nth(1).unwrap();
            let payload = URL_SAFE_NO_PAD.decode(payload).unwrap();
            let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
            prop_assert_eq!(payload["aud"].as_str(), Some(found.as_str()));
        }
    }
}
