//! What an authorization response looks like, whatever the request was.

use std::borrow::Cow;

use oidc::client::Client;
use oidc::profile::Profile;
use oidc::response_mode::AuthorizationResponse;
use url::Url;
use url::form_urlencoded::parse;

/// Asserts that a response goes to a URI of the client's, or to one that differs in the port of a
/// loopback address if `any_port`, with one `iss`, and with `state` once and as it was given.
///
/// # Panics
/// If it does not.
pub fn check(
    response: &AuthorizationResponse,
    client: &Client,
    state: Option<&str>,
    profile: &Profile,
    any_port: bool,
) {
    let (place, members) = match response {
        AuthorizationResponse::Redirect(address) => in_address(address.expose()),
        AuthorizationResponse::FormPost(form) => {
            let members: Vec<_> = form
                .fields
                .iter()
                .map(|(name, value)| (name.clone(), value.expose().to_owned()))
                .collect();
            let tells_error = members.iter().any(|(name, _)| name == "error");
            assert_eq!(form.is_error, tells_error);
            (without_members(&form.action), members)
        }
    };
    let registered = client.redirect_uris.iter().map(|uri| without_members(uri));
    let is_own = registered.into_iter().any(|own| own == place);
    assert!(
        is_own || any_port && client.has_loopback_redirect_uri(place.as_str()),
        "{place}"
    );
    let values = |wanted: &str| -> Vec<&str> {
        let wanted = members.iter().filter(|(name, _)| name == wanted);
        wanted.map(|(_, value)| value.as_str()).collect()
    };
    assert_eq!(values("iss"), [profile.issuer.as_str()]);
    assert_eq!(values("state"), Vec::from_iter(state));
}

/// Where a redirect leads, and what it carries in its query and its fragment.
fn in_address(address: &str) -> (Url, Vec<(String, String)>) {
    let url = Url::parse(address).expect("a redirect leads to a URL");
    assert_eq!(url.as_str(), address, "a header can carry it as it is");
    let part = |part: Option<&str>| -> Vec<_> {
        parse(part.unwrap_or_default().as_bytes())
            .map(|(name, value): (Cow<'_, str>, Cow<'_, str>)| {
                (name.into_owned(), value.into_owned())
            })
            .collect()
    };
    let members = [part(url.query()), part(url.fragment())].concat();
    (without_members(address), members)
}

fn without_members(uri: &str) -> Url {
    let mut url = Url::parse(uri).expect("a redirect URI is a URL");
    url.set_query(None);
    url.set_fragment(None);
    url
}
