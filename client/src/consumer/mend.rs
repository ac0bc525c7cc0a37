use super::ConsumerError;
use crate::explain;
use crate::rp::Fault;

impl ConsumerError {
    /// What to do about it.
    #[must_use]
    pub fn mend(&self) -> String {
        let mend = match self {
            Self::AccountUnknown { .. } => "Look at all accounts, and choose one of them.",
            Self::Forbidden { answer } if answer.call.scope() == "openid" => {
                "Every login has this scope, so it is this user whom the institution refuses: ask it, \
                 and name the x-request-id."
            }
            Self::Forbidden { answer } => {
                return format!(
                    "Add {} to `scopes` in client.toml, have it enabled for the External \
                     Application, and sign in again so that the user can agree to it.",
                    answer.call.scope()
                );
            }
            Self::Http(error) => {
                return explain::transport(error).unwrap_or(TRY_LATER).to_owned();
            }
            Self::NotFound { .. } => {
                "Try again; if it stays like this, compare api_base_url in client.toml with what the \
                 institution says."
            }
            Self::Refresh(error) => return explain::mend(error),
            Self::TaskStuck { .. } => {
                "Try again; nothing that the institution had before is lost. If it stays like this, \
                 ask the institution and name the task; at Mock Banno look at `task` in its \
                 consumer_api settings. With a longer --task-timeout this client waits longer."
            }
            Self::TooManyRequests { .. } | Self::Unavailable { .. } => TRY_LATER,
            Self::Unauthorized { .. } => {
                "Sign in again. With an offline_access scope in client.toml the access token is \
                 renewed without that."
            }
            Self::UnauthorizedTwice { .. } => {
                "Sign in again. If it stays like this, compare api_base_url and issuer in \
                 client.toml: both have to be of one institution."
            }
            _ if self.fault() == Fault::Provider => {
                "Nothing of the answer was used. If it stays like this, the institution has to look \
                 into it, and finds the call by its x-request-id."
            }
            _ => TRY_LATER,
        };
        mend.to_owned()
    }
}

const TRY_LATER: &str =
    "Try again later. If it stays like this, the institution has to look into it.";
