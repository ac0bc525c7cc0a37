use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::claims::{Claims, has_value};
use oidc::profile::Profile;
use oidc::secret::Secret;
use oidc::security_level::SecurityLevel;
use serde::Deserialize;
use serde_json::json;

use super::names::known;
use crate::institution::{Photo, SecondFactorCode, User, UserStatus};
use crate::paths::PHOTO_PATH;

pub(super) const FIXTURE: &str = include_str!("../../../fixtures/users.toml");

/// `[[users]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserSection {
    sub: String,
    username: String,
    password: Secret,
    photo: Option<String>,
    #[serde(default)]
    status: UserStatus,
    #[serde(default)]
    security_level: SecurityLevel,
    second_factor: Option<SecondFactorSection>,
    #[serde(default)]
    declines: Vec<String>,
    #[serde(default)]
    claims: Claims,
}

/// `[users.second_factor]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { code = \"123456\" }"
)]
struct SecondFactorSection {
    code: Secret,
    #[serde(default)]
    at_login: bool,
}

/// What the claims of a user take from the institution.
pub(super) struct Context<'a> {
    pub(super) base_url: &'a str,
    pub(super) institution_id: &'a str,
    /// What may be asked for, where users are held against it: those of the fixtures may have more.
    pub(super) profile: Option<&'a Profile>,
    pub(super) photo: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
}

const INSTITUTION_ID: &str = "https://api.banno.com/consumer/claim/institution_id";

impl UserSection {
    pub(super) fn build(&self, context: &Context<'_>) -> Result<User, String> {
        let username = &self.username;
        let of = |key: &str| format!("users.{key} of `{username}`");
        if username.is_empty() {
            return Err("users.username must not be empty".to_owned());
        }
        if self.sub.is_empty() || self.sub.len() > 255 || !self.sub.is_ascii() {
            return Err(format!(
                "{}: `{}` must be 1 to 255 ASCII characters (OpenID Connect Core 2)",
                of("sub"),
                self.sub
            ));
        }
        let mut claims = self.claims.clone();
        if let Some((name, _)) = claims.iter().find(|(_, value)| !has_value(value)) {
            return Err(format!(
                "{}.{name} is empty; leave it out instead",
                of("claims")
            ));
        }
        if claims.contains_key("sub") {
            return Err(format!(
                "{}.sub must be left out: `sub` stands above",
                of("claims")
            ));
        }
        if let Some(name) = claims.keys().find(|name| MADE.contains(&name.as_str())) {
            return Err(format!(
                "{}.{name} must be left out: the provider makes it",
                of("claims")
            ));
        }
        if let Some(profile) = context.profile {
            self.check_names(profile)?;
        }
        let code = self.second_factor.as_ref().map(|it| it.code.expose());
        if code.is_some_and(str::is_empty) {
            return Err(format!("{}.code must not be empty", of("second_factor")));
        }
        let photo = self.photo.as_deref().map(|path| {
            let media_type = media_type(path)
                .ok_or_else(|| format!("{}: `{path}` must be a .png or .jpg file", of("photo")))?;
            let bytes = (context.photo)(path).map_err(|why| format!("{}: {why}", of("photo")))?;
            Ok::<_, String>(Photo { media_type, bytes })
        });
        let photo = photo.transpose()?;
        if photo.is_some() {
            let name = URL_SAFE_NO_PAD.encode(&self.sub);
            claims.insert(
                "picture".to_owned(),
                json!(format!("{}{PHOTO_PATH}/{name}", context.base_url)),
            );
        }
        claims
            .entry(INSTITUTION_ID)
            .or_insert_with(|| json!(context.institution_id));
        Ok(User {
            sub: self.sub.clone(),
            username: username.clone(),
            password: self.password.clone(),
            status: self.status,
            security_level: self.security_level,
            second_factor: self.second_factor.as_ref().map(|it| SecondFactorCode {
                code: it.code.clone(),
                at_login: it.at_login,
            }),
            declines: self.declines.clone(),
            claims,
            photo,
        })
    }

    /// What nobody can ask for would never be seen again.
    fn check_names(&self, profile: &Profile) -> Result<(), String> {
        let of = |key: &str| format!("users.{key} of `{}`", self.username);
        let claims: Vec<_> = profile.claim_names().collect();
        for name in self.claims.keys() {
            known(name, "institution.claims", &claims)
                .map_err(|what| format!("{}: {what}", of("claims")))?;
        }
        let both: Vec<_> = profile.scopes.iter().chain(claims).collect();
        for name in &self.declines {
            known(name, "institution.scopes or institution.claims", &both)
                .map_err(|what| format!("{}: {what}", of("declines")))?;
        }
        Ok(())
    }
}

/// Claims about a login or a token.
const MADE: [&str; 9] = [
    "acr",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "exp",
    "iat",
    "iss",
    "sid",
];

/// A photo that is compiled in.
pub(super) fn fixture_photo(path: &str) -> Option<&'static [u8]> {
    match path {
        "photos/rileydoe.png" => {
            Some(include_bytes!("../../../fixtures/photos/rileydoe.png").as_slice())
        }
        _ => None,
    }
}

fn media_type(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "png" => Some("image/png"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        _ => None,
    }
}
