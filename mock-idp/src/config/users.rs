use actix_web::web::Bytes;
use bank::Accounts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::claims::{Claims, has_value};
use oidc::profile::Profile;
use oidc::secret::Secret;
use oidc::security_level::SecurityLevel;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::institution::Known;
use super::names;
use crate::institution::{Photo, SecondFactorCode, User, UserStatus};
use crate::paths::PHOTO_PATH;

pub(super) const FIXTURE: &str = include_str!("../../../fixtures/users.toml");

/// `[[users]]`: somebody who can sign in.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = User)]
pub struct UserSection {
    /// Unique within the institution.
    pub(super) sub: String,
    /// What is typed as user name; unique within the institution.
    pub(super) username: String,
    /// What is typed as password.
    #[schema(value_type = String)]
    password: Secret,
    /// A .png or .jpg file beside the configuration; it becomes the `picture` claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<String>,
    /// Whether the user may sign in.
    #[serde(default)]
    status: UserStatus,
    /// How far the password alone reaches.
    #[serde(default)]
    security_level: SecurityLevel,
    /// The second factor, if the user has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    second_factor: Option<SecondFactorSection>,
    /// Scopes and claims that are not ticked on the consent page.
    #[serde(default)]
    declines: Vec<String>,
    /// The accounts at the bank: a list, or the name of a set of the fixtures; `standard` unless told otherwise.
    #[serde(default)]
    pub(super) accounts: Accounts,
    /// What can be told about the user, `sub` excepted; never a claim without a value.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    claims: Claims,
}

/// `[users.second_factor]`: one code that is always right.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { code = \"123456\" }"
)]
#[schema(as = SecondFactor)]
struct SecondFactorSection {
    /// What is typed.
    #[schema(value_type = String)]
    code: Secret,
    /// Whether every login asks for it, and not only a client that wants a higher level.
    #[serde(default)]
    at_login: bool,
}

/// What the claims of a user take from the institution.
pub(super) struct Context<'a> {
    pub(super) base_url: &'a str,
    pub(super) institution_id: &'a str,
    /// What may be asked for.
    pub(super) profile: &'a Profile,
    /// What may be asked for at other institutions.
    pub(super) known: &'a Known,
    pub(super) photo: &'a dyn Fn(&str) -> Result<Bytes, String>,
}

const INSTITUTION_ID: &str = "https://api.banno.com/consumer/claim/institution_id";

impl UserSection {
    /// The file of its photo.
    pub(super) fn photo(&self) -> Option<&str> {
        self.photo.as_deref()
    }

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
        self.check_names(context)?;
        self.accounts
            .check()
            .map_err(|what| format!("users.{what}, of user `{username}`"))?;
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
            accounts: self.accounts.clone(),
            photo,
        })
    }

    /// What nobody can ask for anywhere is a mistake; what nobody can ask for here may well be had.
    fn check_names(&self, context: &Context<'_>) -> Result<(), String> {
        let of = |key: &str| format!("users.{key} of `{}`", self.username);
        let Context { profile, known, .. } = context;
        let banno = known.claims.iter().map(String::as_str);
        let claims: Vec<_> = profile.claim_names().chain(banno).collect();
        for name in self.claims.keys() {
            names::known(name, "institution.claims", &claims)
                .map_err(|what| format!("{}: {what}", of("claims")))?;
        }
        let scopes = profile.scopes.iter().chain(known.scopes.iter());
        let both: Vec<_> = scopes.chain(claims).collect();
        for name in &self.declines {
            names::known(name, "institution.scopes or institution.claims", &both)
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
