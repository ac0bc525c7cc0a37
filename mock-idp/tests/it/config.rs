//! What is wrong with a configuration is told in one line: where, what, and how to mend it.

mod metadata;
mod values;

use std::path::Path;

use mock_idp::config::Config;

use crate::support::builder;

/// The whole error of a configuration file, which stands in `folder`.
async fn error_in(folder: &Path, toml: &str) -> String {
    let file = folder.join("mock.toml");
    std::fs::write(&file, toml).unwrap();
    let told = match Config::from_file(&file) {
        Err(error) => error.to_string(),
        Ok(config) => {
            let started = builder().parsed_config(config).start().await;
            started.map(|_| ()).unwrap_err().to_string()
        }
    };
    assert!(!told.contains('\n'), "{told}");
    told.replace(&format!("{}/", folder.display()), "")
}

async fn error(toml: &str) -> String {
    error_in(tempfile::tempdir().unwrap().path(), toml).await
}

fn client(more: &str) -> String {
    let uris = if more.contains("redirect_uris") {
        ""
    } else {
        "redirect_uris = [\"https://app.example/cb\"]"
    };
    format!("[[clients]]\nclient_id = \"app\"\n{uris}\n{more}\n")
}

fn user(more: &str) -> String {
    format!("[[users]]\nsub = \"s\"\nusername = \"u\"\npassword = \"p\"\n{more}\n")
}

#[tokio::test]
async fn an_unknown_key_is_named_with_its_line_and_the_near_one() {
    assert_eq!(
        error("[institution]\nname = \"Bank\"\nscope = []\n").await,
        "mock.toml:3: unknown key `scope`; did you mean `scopes`?"
    );
    assert_eq!(
        error("# first\n\n[[clients]]\nclient_id = \"a\"\nredirect_uri = \"b\"\n").await,
        "mock.toml:5: unknown key `redirect_uri`; did you mean `redirect_uris`?"
    );
    assert_eq!(
        error("[institutoin]\n").await,
        "mock.toml:1: unknown key `institutoin`; did you mean `institution`?"
    );
    assert_eq!(
        error("[server]\n  zzz = 1\n").await,
        "mock.toml:2: unknown key `zzz`; known are listen, base_url, back_channel_url, \
         impersonate, data_dir, no_tls, allow_remote, trust_forwarded, control, output, log"
    );
    assert_eq!(
        error(&client("id_token_signed_response_alg = \"RS265\"")).await,
        "mock.toml:4: id_token_signed_response_alg: unknown value `RS265`; did you mean `RS256`?"
    );
}

#[tokio::test]
async fn toml_that_cannot_be_read_is_told_with_its_line() {
    let told = error("[institution]\nname = \n").await;
    assert!(told.starts_with("mock.toml:2: "), "{told}");
    let told = error("[institution]\nname = 1\n").await;
    assert_eq!(
        told,
        "mock.toml:2: name: invalid type: integer `1`, expected a string"
    );
    let told = error("[[users]]\nsub = \"s\"\n").await;
    assert_eq!(told, "mock.toml:1: missing field `username`");
}

#[tokio::test]
async fn a_file_that_is_not_there_is_told() {
    let told = Config::from_file(Path::new("/nowhere/mock.toml")).unwrap_err();
    assert_eq!(
        told.to_string(),
        "/nowhere/mock.toml: cannot be read: No such file or directory (os error 2)"
    );
}

#[tokio::test]
async fn a_redirect_uri_that_banno_would_not_register_is_refused() {
    let rows = [
        (
            "http://app.example/cb",
            "must use https; http is allowed only for localhost, *.local, 127.0.0.0/8, 10.0.0.0/8, \
             172.16.0.0/12 and 192.168.0.0/16",
        ),
        ("/cb", "is not an absolute URI"),
        ("https://app.example/cb#top", "must not have a fragment"),
        (
            "https://*.example/cb",
            "must not have a wildcard; Banno compares redirect URIs character for character",
        ),
    ];
    for (uri, why) in rows {
        let toml = client(&format!(
            "client_secret = \"s\"\nredirect_uris = [\"{uri}\"]"
        ));
        assert_eq!(
            error(&toml).await,
            format!("mock.toml: clients.redirect_uris of `app`: `{uri}` {why}")
        );
    }
    let toml = client("client_secret = \"s\"\nredirect_uris = []");
    assert_eq!(
        error(&toml).await,
        "mock.toml: clients.redirect_uris of `app` needs at least one URI"
    );
}

#[tokio::test]
async fn what_must_be_unique_is() {
    let twice = client("client_secret = \"s\"").repeat(2);
    assert_eq!(
        error(&twice).await,
        "mock.toml: clients.client_id `app` stands twice; each must be unique"
    );
    assert_eq!(
        error(&user("").repeat(2)).await,
        "mock.toml: users.username `u` stands twice; each must be unique"
    );
    let other_name = user("").replace("\"u\"", "\"v\"");
    assert_eq!(
        error(&(user("") + &other_name)).await,
        "mock.toml: users.sub `s` stands twice; each must be unique"
    );
}

#[tokio::test]
async fn a_secret_and_its_absence_must_fit_the_client() {
    assert_eq!(
        error(&client("")).await,
        "mock.toml: clients.client_secret of `app` is missing; a client without one is public and \
         says token_endpoint_auth_method = \"none\""
    );
    let public = "token_endpoint_auth_method = \"none\"\nclient_secret = \"s\"";
    assert_eq!(
        error(&client(public)).await,
        "mock.toml: clients.client_secret of `app` must be left out: a public client \
         (token_endpoint_auth_method = \"none\") has no secret"
    );
    assert_eq!(
        error(&client(
            "client_secret = \"s\"\nscopes = [\"openid\", \"emial\"]"
        ))
        .await,
        "mock.toml: clients.scopes of `app`: `emial` is not among institution.scopes; did you mean `email`?"
    );
}

#[tokio::test]
async fn only_a_restricted_claim_can_be_enabled_for_a_client() {
    let prefix = "https://api.banno.com/consumer/claim/";
    let rows = [
        (
            "name".to_owned(),
            "`name` is not restricted: every client may ask for it; leave it out here".to_owned(),
        ),
        (
            "shoe_size".to_owned(),
            "`shoe_size` is not among institution.claims".to_owned(),
        ),
        (
            "tax_id".to_owned(),
            format!("`tax_id` is not among institution.claims; did you mean `{prefix}tax_id`?"),
        ),
    ];
    for (claim, why) in rows {
        let toml = client(&format!("client_secret = \"s\"\nclaims = [\"{claim}\"]"));
        assert_eq!(
            error(&toml).await,
            format!("mock.toml: clients.claims of `app`: {why}")
        );
    }
    let unknown = format!(
        "[institution]\nclaims = [\"sub\"]\n{}",
        client(&format!(
            "client_secret = \"s\"\nclaims = [\"{prefix}tax_id\"]"
        ))
    );
    assert_eq!(
        error(&unknown).await,
        format!(
            "mock.toml: clients.claims of `app`: `{prefix}tax_id` is not among institution.claims"
        )
    );
}

#[tokio::test]
async fn a_status_that_nobody_knows_is_refused() {
    assert_eq!(
        error(&user("status = \"lokced\"")).await,
        "mock.toml:5: status: unknown value `lokced`; did you mean `locked`?"
    );
}

#[tokio::test]
async fn lists_of_its_own_take_the_place_of_the_fixtures_scopes_and_claims() {
    let toml = "[institution]\nscopes = [\"openid\"]\nclaims = [\"sub\", \"name\"]\n";
    let mock = crate::support::Mock::of(builder().config(toml)).await;
    let document = mock
        .get("/.well-known/openid-configuration", &[])
        .await
        .json();
    assert_eq!(document["scopes_supported"].to_string(), r#"["openid"]"#);
    assert_eq!(
        document["claims_supported"].to_string(),
        r#"["sub","name"]"#
    );
}

#[tokio::test]
async fn an_institution_s_id_must_fit_cookies_and_folders() {
    for id in ["", "my bank", "../bank", "b\u{e4}nk"] {
        assert_eq!(
            error(&format!("[institution]\nid = \"{id}\"\n")).await,
            format!("mock.toml: institution.id `{id}` must be 1 to 63 letters, digits and hyphens")
        );
    }
}

#[tokio::test]
async fn a_claim_without_a_value_is_refused() {
    for empty in ["\"\"", "\" \"", "[]", "{}"] {
        assert_eq!(
            error(&user(&format!("[users.claims]\nname = {empty}"))).await,
            "mock.toml: users.claims of `u`.name is empty; leave it out instead"
        );
    }
    assert_eq!(
        error(&user("[users.claims]\nsub = \"t\"")).await,
        "mock.toml: users.claims of `u`.sub must be left out: `sub` stands above"
    );
}

#[tokio::test]
async fn a_photo_that_cannot_be_read_is_told() {
    assert_eq!(
        error(&user("photo = \"none.png\"")).await,
        "mock.toml: users.photo of `u`: none.png cannot be read: No such file or directory (os \
         error 2)"
    );
    assert_eq!(
        error(&user("photo = \"me.gif\"")).await,
        "mock.toml: users.photo of `u`: `me.gif` must be a .png or .jpg file"
    );
}

#[tokio::test]
async fn a_photo_stands_beside_its_configuration_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("me.JPG"), b"a picture").unwrap();
    let file = folder.path().join("mock.toml");
    std::fs::write(&file, user("photo = \"me.JPG\"")).unwrap();
    let config = Config::from_file(&file).unwrap();
    let mock = crate::support::Mock::of(builder().parsed_config(config)).await;
    let photo = mock.institution().users[0].photo.clone().unwrap();
    assert_eq!(photo.media_type, "image/jpeg");
    let picture = mock.institution().users[0].claims["picture"].clone();
    let answer = mock.get(picture.as_str().unwrap(), &[]).await;
    assert_eq!(answer.header("content-type"), Some("image/jpeg"));
    assert_eq!(answer.body, "a picture");
}

#[tokio::test]
async fn what_a_file_leaves_out_is_the_fixtures_own() {
    let mock = crate::support::Mock::of(builder().config("[institution]\nname = \"B\"\n")).await;
    let institution = mock.institution();
    assert_eq!(institution.name, "B");
    assert_eq!(institution.id, "mock-bank");
    assert_eq!(institution.profile.scopes.len(), 116);
    assert_eq!(institution.users[0].username, "rileydoe");
    assert_eq!(institution.clients[0].id, crate::support::CLIENT);
}

#[tokio::test]
async fn what_is_wrong_with_a_declared_institution_names_it() {
    let declared = |more: &str| format!("[[institutions]]\nid = \"north\"\n{more}");
    let rows = [
        (
            declared("[[institutions]]\nid = \"north\"\n"),
            "institutions: there is an institution `north` already; each must be unique",
        ),
        (
            "[[institutions]]\nid = \"mock-bank\"\n".to_owned(),
            "institutions: there is an institution `mock-bank` already; each must be unique",
        ),
        (
            "[[institutions]]\nid = \"north/bank\"\n".to_owned(),
            "mock.toml: institutions `north/bank`: institution.id `north/bank` must be 1 to 63 letters, digits and \
             hyphens",
        ),
        (
            declared("host = \"https://north.localhost\"\n"),
            "mock.toml: institutions `north`: host `https://north.localhost` must be a host name \
             without scheme and port, such as north.localhost",
        ),
        (
            declared(
                "host = \"n.localhost\"\n[[institutions]]\nid = \"b\"\nhost = \"N.localhost\"\n",
            ),
            "institutions: the host `n.localhost` is another institution's already; each must be \
             unique",
        ),
        (
            declared("[[institutions.clients]]\nclient_id = \"a\"\nredirect_uris = []\n"),
            "mock.toml: institutions `north`: clients.redirect_uris of `a` needs at least one URI",
        ),
    ];
    for (toml, expected) in rows {
        assert_eq!(error(&toml).await, expected, "{toml}");
    }
}
