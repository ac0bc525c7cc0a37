use oidc::redirect_uri::{NotRegistrable, check_registrable, form_action};
use proptest::prelude::*;

#[test]
fn bannos_rule_decides_what_may_be_registered() {
    use NotRegistrable::{Fragment, NotAbsolute, PlainHttp, SchemeWithoutDot, Wildcard};
    let rows = [
        ("https://rp.example/cb", Ok(())),
        ("https://rp.example/cb?tenant=1", Ok(())),
        ("http://localhost:8080/auth/cb", Ok(())),
        ("http://LOCALHOST/cb", Ok(())),
        ("http://printer.local/cb", Ok(())),
        ("http://127.0.0.1/cb", Ok(())),
        ("http://127.255.255.254/cb", Ok(())),
        ("http://10.1.2.3/cb", Ok(())),
        ("http://172.16.0.1/cb", Ok(())),
        ("http://172.31.255.255/cb", Ok(())),
        ("http://192.168.0.1/cb", Ok(())),
        ("com.example.app:/cb", Ok(())),
        ("com.example.app://cb", Ok(())),
        ("javascript:alert(1)", Err(SchemeWithoutDot)),
        ("data:text/html,x", Err(SchemeWithoutDot)),
        ("myapp:/cb", Err(SchemeWithoutDot)),
        ("http://rp.example/cb", Err(PlainHttp)),
        ("http://172.15.0.1/cb", Err(PlainHttp)),
        ("http://172.32.0.1/cb", Err(PlainHttp)),
        ("http://192.169.0.1/cb", Err(PlainHttp)),
        ("http://11.0.0.1/cb", Err(PlainHttp)),
        ("http://[::1]/cb", Err(PlainHttp)),
        ("http://local/cb", Err(PlainHttp)),
        ("http://localhost.example/cb", Err(PlainHttp)),
        ("http://notlocalhost/cb", Err(PlainHttp)),
        ("https://rp.example/cb#", Err(Fragment)),
        ("https://rp.example/cb#top", Err(Fragment)),
        ("https://*.rp.example/cb", Err(Wildcard)),
        ("https://rp.example/*", Err(Wildcard)),
        ("/cb", Err(NotAbsolute)),
        ("rp.example/cb", Err(NotAbsolute)),
        ("https://", Err(NotAbsolute)),
        ("", Err(NotAbsolute)),
    ];
    for (redirect_uri, expected) in rows {
        assert_eq!(check_registrable(redirect_uri), expected, "{redirect_uri}");
    }
}

#[test]
fn a_form_may_lead_to_the_web_and_to_the_applications_own_scheme() {
    let rows = [
        ("https://rp.example/cb?a=b", "https: http:"),
        ("http://localhost:8080/auth/cb", "https: http:"),
        ("com.example.app:/cb", "https: http: com.example.app:"),
        ("/cb", "https: http:"),
    ];
    for (redirect_uri, expected) in rows {
        assert_eq!(form_action(redirect_uri), expected, "{redirect_uri}");
    }
}

proptest! {
    #[test]
    fn plain_http_is_for_private_addresses_alone(address in any::<std::net::Ipv4Addr>()) {
        let allowed = check_registrable(&format!("http://{address}/cb")).is_ok();
        let [a, b, ..] = address.octets();
        let private = matches!((a, b), (127 | 10, _) | (172, 16..=31) | (192, 168));
        prop_assert_eq!(allowed, private);
        let with_tls = format!("https://{address}/cb");
        prop_assert!(check_registrable(&with_tls).is_ok());
    }

    #[test]
    fn any_text_can_be_checked_and_what_passes_is_absolute(text in ".{0,40}") {
        if check_registrable(&text).is_ok() {
            prop_assert!(url::Url::parse(&text).is_ok());
        }
    }
}
