use std::path::PathBuf;

use crate::target::Secret;

/// What has to be known of a provider that is named by its address alone; a target file can say more.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "A provider by its URL")]
pub(crate) struct AtUrl {
    /// The application that is registered there; without it, only what needs none is judged.
    #[arg(long, value_name = "ID", requires = "redirect_uri")]
    pub(crate) client_id: Option<String>,

    /// Its secret; left out, it has none.
    #[arg(
        long,
        env = "CONFORMANCE_CLIENT_SECRET",
        value_name = "SECRET",
        value_parser = secret,
        hide_env_values = true
    )]
    pub(crate) client_secret: Option<Secret>,

    /// Where its users come back to. Where they sign in themselves, it is on this machine.
    #[arg(long, value_name = "URI")]
    pub(crate) redirect_uri: Option<String>,

    /// Where its users come back to from a logout.
    #[arg(long, value_name = "URI")]
    pub(crate) post_logout_redirect_uri: Option<String>,

    /// Who signs in, on pages whose fields and buttons are guessed; left out, you are, in your own browser.
    #[arg(long, value_name = "NAME", requires = "password")]
    pub(crate) username: Option<String>,

    /// Their password.
    #[arg(
        long,
        env = "CONFORMANCE_PASSWORD",
        value_name = "PASSWORD",
        value_parser = secret,
        hide_env_values = true
    )]
    pub(crate) password: Option<Secret>,

    /// The code of their second factor, where it stays the same.
    #[arg(
        long,
        env = "CONFORMANCE_SECOND_FACTOR",
        value_name = "CODE",
        value_parser = secret,
        hide_env_values = true
    )]
    pub(crate) second_factor: Option<Secret>,

    /// It takes no request without a code challenge (PKCE), so that all have one.
    #[arg(long)]
    pub(crate) requires_pkce: bool,

    /// A PEM file with the certificate authority to trust; left out, the system's.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
}

impl AtUrl {
    /// The first flag that somebody has given.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let flags = [
            (self.client_id.is_some(), "--client-id"),
            (self.redirect_uri.is_some(), "--redirect-uri"),
            (
                self.post_logout_redirect_uri.is_some(),
                "--post-logout-redirect-uri",
            ),
            (self.username.is_some(), "--username"),
            (self.requires_pkce, "--requires-pkce"),
            (self.ca.is_some(), "--ca"),
        ];
        flags.into_iter().find_map(|(is, flag)| is.then_some(flag))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "clap's parsers may fail")]
fn secret(text: &str) -> Result<Secret, std::convert::Infallible> {
    Ok(Secret::new(text))
}
