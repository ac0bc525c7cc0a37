//! What is printed when the provider is ready.

use std::sync::Arc;

use oidc::client::ClientAuthentication;
use oidc::policy::Leniency;
use oidc::profile::ProfileName;
use serde_json::json;

use super::impersonation::Posing;
use super::sides::Sides;
use crate::config::Published;
use crate::institution::{Institution, User};
use crate::start::MockIdp;

/// For programs: one line, and nothing else.
pub(super) fn json(idp: &MockIdp) -> String {
    let mut ready = json!({ "issuer": idp.issuer(), "ca": idp.ca_path() });
    if let Some(posing) = Posing::of(idp) {
        ready["impersonating"] = posing.json();
    }
    if let Some(back_channel) = idp.back_channel() {
        ready["back_channel"] = json!(back_channel);
    }
    if let Some(control) = idp.control_url() {
        ready["control"] = json!(control);
    }
    let leniencies = &idp.institution().profile.leniencies;
    let names: Vec<_> = leniencies.iter().map(Leniency::as_str).collect();
    if !names.is_empty() {
        ready["leniencies"] = json!(names);
    }
    format!("{ready}\n")
}

/// For eyes.
pub(super) fn human(idp: &MockIdp, published: Published, allow_remote: bool) -> String {
    let institution = idp.institution();
    let issuer = idp.issuer();
    let posing = Posing::of(idp);
    let title = posing.as_ref().map_or_else(
        || "Mock Banno is ready".to_owned(),
        |posing| format!("Mock Banno is ready, and poses as {}", posing.host),
    );
    let mut lines = vec![
        title,
        String::new(),
        format!("  Issuer     {issuer}"),
        format!("  Discovery  {issuer}/.well-known/openid-configuration"),
    ];
    let name = institution.profile.name;
    if name != ProfileName::default() {
        lines.push(format!("  Profile    {}", name.as_str()));
    }
    lines.extend(institution.clients.iter().map(|client| {
        let secret = match &client.authentication {
            ClientAuthentication::Secret(secret) if published.client_secrets => {
                format!("secret {}", secret.expose())
            }
            ClientAuthentication::Secret(_) => "secret as configured".to_owned(),
            ClientAuthentication::FirstUse => "whatever it brings first".to_owned(),
            ClientAuthentication::PrivateKeyJwt(_) => "private_key_jwt".to_owned(),
            ClientAuthentication::None => "public, no secret".to_owned(),
        };
        format!("  Client     {}  {secret}", client.id)
    }));
    let leniencies = &institution.profile.leniencies;
    if institution.clients.is_empty() && leniencies.has(Leniency::AllowUnknownClients) {
        let any = "  Client     any: its first request registers it, with the secret that it brings first";
        lines.push(any.to_owned());
    }
    lines.extend(users(&institution, published));
    lines.extend(idp.control_url().map(|url| format!("  Control    {url}")));
    let others = idp.institutions().all();
    lines.extend(
        others
            .iter()
            .skip(1)
            .map(|other| format!("  Also       {}  {}", other.profile.issuer, other.name)),
    );
    if allow_remote {
        let remote = "  Remote     other machines may come in (--allow-remote)";
        lines.push(remote.to_owned());
    }
    let profile = &institution.profile;
    let policies = profile.policies.changed(&profile.name.policies());
    lines.extend(
        policies
            .iter()
            .map(|policy| format!("  Policy     {policy}")),
    );
    lines.extend(institution.profile.leniencies.iter().map(|leniency| {
        format!(
            "  Lenient    {}: {}",
            leniency.as_str(),
            leniency.at_banno()
        )
    }));
    if let Some(posing) = posing {
        lines.extend(posing.lines());
    } else {
        let sides = Sides {
            issuer,
            back_channel: idp.back_channel(),
            tls: idp.ca().is_some(),
            listening: idp.address(),
        };
        lines.extend(sides.lines());
        if let Some(path) = idp.ca_path() {
            lines.push(trust(&quoted(&path.display().to_string()), issuer));
        }
    }
    lines.push("\nCtrl-C ends it.\n".to_owned());
    lines.join("\n")
}

/// The users, if they are few, or else the first of them.
fn users(institution: &Institution, published: Published) -> Vec<String> {
    let users = &institution.users;
    let named = if users.len() > MOST_USERS {
        1
    } else {
        users.len()
    };
    let line = |user: &Arc<User>| {
        let password = if published.passwords {
            user.password.expose()
        } else {
            "as configured"
        };
        format!("  User       {}  password {password}", user.username)
    };
    let mut lines: Vec<_> = users.iter().take(named).map(line).collect();
    let more = users.len() - named;
    if more > 0 {
        let start_page = &institution.base_url;
        lines.push(format!(
            "             and {more} more, listed at {start_page}/"
        ));
    }
    lines
}

/// More are not listed.
const MOST_USERS: usize = 4;

/// How tools come to trust the local certificate authority.
fn trust(ca: &str, issuer: &str) -> String {
    let variables = variables(ca);
    format!(
        "\n  Trust the local certificate authority, {ca}\n    \
         curl      curl --cacert {ca} {issuer}/jwks\n    \
         {variables}\n    \
         Browsers  import it as an authority in the certificate settings; it can vouch for this machine only"
    )
}

/// The variables and flags by which programs come to trust a certificate authority.
pub(super) fn variables(ca: &str) -> String {
    format!(
        "Node.js   NODE_EXTRA_CA_CERTS={ca} node server.js\n    \
         Python    SSL_CERT_FILE={ca} (httpx, urllib), REQUESTS_CA_BUNDLE={ca} (requests)\n    \
         Java      keytool -importcert -noprompt -alias mock-banno -file {ca} -keystore mock-banno.p12 -storepass changeit,\n              \
         then java -Djavax.net.ssl.trustStore=mock-banno.p12 -Djavax.net.ssl.trustStorePassword=changeit"
    )
}

/// As a shell reads it as one word.
pub(super) fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@%".contains(c);
    if path.chars().all(plain) {
        return path.to_owned();
    }
    format!("'{}'", path.replace('\'', r"'\''"))
}
