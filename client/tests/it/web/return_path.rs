use banno_client::web::ReturnPath;

use crate::support::{Browser, FakeProvider, start_client};

#[test]
fn only_local_absolute_paths_are_taken() {
    let good = [
        "/",
        "/me",
        "/hello?a=b&c=//d",
        "/a//b",
        "/%2F%2Fevil.example",
        "/me#claims",
    ];
    for path in good {
        assert_eq!(ReturnPath::parse(path).unwrap().as_str(), path);
    }
    let bad = [
        "",
        "me",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/me\\..",
        "https://evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        " /me",
        "/ me",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        "/me\r\nSet-Cookie: a=b",
        "/m\u{e9}",
        "/\u{0}",
        "?returnPath=/me",
        ".//evil.example",
    ];
    for path in bad {
        assert_eq!(ReturnPath::parse(path), None, "{path:?}");
    }
    assert_eq!(ReturnPath::parse(&format!("/{}", "a".repeat(2048))), None);
}

#[tokio::test]
async fn a_login_comes_back_to_its_return_path_and_never_elsewhere() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    for (asked, got) in [
        ("/auth", "/me"),
        ("/auth?returnPath=/hello", "/hello"),
        ("/auth?returnPath=%2Fhello%3Fa%3Db", "/hello?a=b"),
        ("/auth?returnPath=//evil.example", "/me"),
        ("/auth?returnPath=https://evil.example/me", "/me"),
        ("/auth?returnPath=/%5Cevil.example", "/me"),
        ("/auth?returnPath=/%09/evil.example", "/me"),
    ] {
        let mut browser = Browser::new(&client);
        assert_eq!(browser.log_in(&provider, asked).await, got, "{asked}");
    }
}
