use reqwest::header::{HeaderName, HeaderValue};
use url::Url;

use super::{Memory, normalise};
use crate::recipients::Recipients;
use crate::runner::Answer;

const ORIGIN: &str = "http://127.0.0.1:4000";

fn answer(headers: &[(&'static str, &'static str)], body: &str) -> Answer {
    let headers = headers.iter().map(|(name, value)| {
        let name = HeaderName::from_static(name);
        (name, HeaderValue::from_static(value))
    });
    Answer {
        url: Url::parse(&format!("{ORIGIN}/a/consumer/api/v0/oidc/auth")).unwrap(),
        status: 200,
        headers: headers.collect(),
        body: body.to_owned(),
    }
}

fn lines(memory: &mut Memory, headers: &[(&'static str, &'static str)], body: &str) -> Vec<String> {
    let lines = normalise(&answer(headers, body), memory);
    lines.iter().map(ToString::to_string).collect()
}

fn memory() -> Memory {
    Memory::new(ORIGIN, 1_000, &Recipients::default())
}

const JSON: (&str, &str) = ("content-type", "application/json");
const HTML: (&str, &str) = ("content-type", "text/html");

#[test]
fn random_values_keep_their_form_and_tell_whether_they_came_before() {
    let memory = &mut memory();
    let body =
        r#"{"refresh_token":"AAAAAAAAAAAAAAAAAAAA_","jti":"5cad5c30-6d24-11e9-870c-0242b78f8571"}"#;
    let first = lines(memory, &[JSON], body);
    assert_eq!(
        first[2..],
        ["body.refresh_token: <21 base64url>", "body.jti: <uuid>"]
    );
    let second = lines(memory, &[JSON], body);
    assert_eq!(second[2], "body.refresh_token: <21 base64url, again>");
}

#[test]
fn a_random_value_of_another_form_shows() {
    let found = lines(
        &mut memory(),
        &[JSON],
        r#"{"access_token":"short","code":""}"#,
    );
    assert_eq!(found[2..], ["body.access_token: short", "body.code: "]);
}

#[test]
fn times_are_told_from_the_clock() {
    let mut memory = memory();
    memory.advance(60);
    let found = lines(
        &mut memory,
        &[JSON],
        r#"{"iat":1060,"exp":1120,"auth_time":1000,"expires_in":60}"#,
    );
    let expected = [
        "body.iat: now",
        "body.exp: now+60",
        "body.auth_time: now-60",
        "body.expires_in: 60",
    ];
    assert_eq!(found[2..], expected);
}

#[test]
fn a_text_is_not_the_number_that_it_spells() {
    let found = lines(
        &mut memory(),
        &[JSON],
        r#"{"a":"600","b":600,"c":"x","d":"true"}"#,
    );
    let expected = [
        "body.a: \"600\"",
        "body.b: 600",
        "body.c: x",
        "body.d: \"true\"",
    ];
    assert_eq!(found[2..], expected);
}

#[test]
fn a_jwt_is_read_and_the_hash_in_it_checked() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    // OpenID Connect Core, appendix A.3.
    for (hash, shown) in [
        ("77QmUPtjPfzWtF2AnpK9RQ", "<of the access token>"),
        ("88QmUPtjPfzWtF2AnpK9RQ", "<22 base64url>"),
    ] {
        let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
        let (header, payload) = (
            part(r#"{"alg":"ES256"}"#),
            format!(r#"{{"at_hash":"{hash}"}}"#),
        );
        let body = format!(
            r#"{{"access_token":"jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y","id_token":"{header}.{}.c2ln"}}"#,
            part(&payload)
        );
        let found = lines(&mut memory(), &[JSON], &body);
        let expected = [
            "body.id_token: <JWT>".to_owned(),
            "body.id_token.header.alg: ES256".to_owned(),
            format!("body.id_token.payload.at_hash: {shown}"),
        ];
        assert_eq!(found[3..], expected);
    }
}

#[test]
fn a_jwt_may_be_the_whole_body() {
    // {"alg":"none"} . {"iat":1000}
    let body = "eyJhbGciOiJub25lIn0.eyJpYXQiOjEwMDB9.";
    let found = lines(
        &mut memory(),
        &[("content-type", "application/jwt; charset=utf-8")],
        body,
    );
    let expected = [
        "body: <JWT>",
        "body.header.alg: none",
        "body.payload.iat: now",
    ];
    assert_eq!(found[2..], expected);
}

#[test]
fn an_encrypted_jwt_is_told_by_its_header_and_the_length_of_its_parts() {
    // {"alg":"dir","enc":"A128GCM"}
    let body = r#"{"id_token":"eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA"}"#;
    let found = lines(&mut memory(), &[JSON], body);
    let expected = [
        "body.id_token: <JWE>",
        "body.id_token.jwe.alg: dir",
        "body.id_token.jwe.enc: A128GCM",
        "body.id_token.key: <0 octets>",
        "body.id_token.iv: <12 octets>",
        "body.id_token.tag: <16 octets>",
    ];
    assert_eq!(found[2..8], expected);
    assert!(found[8].starts_with("body.id_token.inside: <does not open"));
}

#[test]
fn addresses_of_the_provider_are_no_difference() {
    let body = r#"{"issuer":"http://127.0.0.1:4000/a/consumer/api/v0/oidc","aud":"http://127.0.0.1:4000/a"}"#;
    let found = lines(&mut memory(), &[JSON], body);
    assert_eq!(
        found[2..],
        ["body.issuer: {issuer}", "body.aud: {origin}/a"]
    );
}

#[test]
fn a_redirect_is_read_member_by_member_and_its_encoding_guarded() {
    let location = "https://app.example/cb?error_description=a+b%27c&state=x";
    let found = lines(&mut memory(), &[("location", location)], "ignored");
    let expected = [
        "status: 200",
        "location: https://app.example/cb",
        "location.query.error_description: a b'c",
        "location.query.state: x",
    ];
    assert_eq!(found, expected);
    let found = lines(&mut memory(), &[("location", "/x#a=b%20c")], "");
    assert_eq!(
        found[1..],
        [
            "location: {origin}/x",
            "location.fragment.a: b c",
            "location.fragment: a=b%20c"
        ]
    );
    let id = "/a/consumer/api/v0/oidc/interaction/abcdefghijklmnopqrstu";
    let found = lines(&mut memory(), &[("location", id)], "");
    assert_eq!(found[1], "location: {issuer}/interaction/<21 base64url>");
}

#[test]
fn both_kinds_of_error_pages_say_the_same() {
    let stock = "<pre><strong>error</strong>: a</pre><pre><strong>state</strong>: b&lt;</pre>";
    let mock =
        "<div id=error-page><dl><dt>error</dt><dd>a</dd><dt>state</dt><dd>b&lt;</dd></dl></div>";
    let expected = ["page: error", "page.error: a", "page.state: b<"];
    for page in [stock, mock] {
        assert_eq!(lines(&mut memory(), &[HTML], page)[2..], expected);
    }
}

#[test]
fn pages_are_known_by_their_forms() {
    let login = "<form><input name=username value=x><input type=password></form><p role=alert>";
    let found = lines(&mut memory(), &[HTML], login);
    assert_eq!(
        found[2..],
        ["page: login", "page.username: x", "page.alert: yes"]
    );
    let consent = "<ul id=names><li>openid<li>email</ul><button value=allow>";
    let found = lines(&mut memory(), &[HTML], consent);
    assert_eq!(
        found[2..],
        [
            "page: consent",
            "page.asks for: openid",
            "page.asks for: email"
        ]
    );
    let post = "<form action=https://app.example/cb><input name=state value=st></form>";
    let found = lines(&mut memory(), &[HTML], post);
    let expected = [
        "page: form",
        "page.action: https://app.example/cb",
        "page.field.state: st",
    ];
    assert_eq!(found[2..], expected);
}
