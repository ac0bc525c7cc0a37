use oidc::access_token::AccessToken;
use oidc::authorization_code::AuthorizationCode;
use oidc::clock::Timestamp;
use oidc::end_session::PendingLogout;
use oidc::grant::Grant;
use oidc::interaction::Interaction;
use oidc::pushed::PushedRequest;
use oidc::refresh::RefreshToken;
use oidc::session::Session;

use super::records::Expiring;

/// Records with a member that says when they are over.
macro_rules! expiring {
    ($($record:ty),+) => {
        $(impl Expiring for $record {
            fn expires_at(&self) -> Timestamp {
                self.expires_at
            }
        })+
    };
}

expiring!(
    AccessToken,
    AuthorizationCode,
    Grant,
    Interaction,
    PendingLogout,
    PushedRequest,
    RefreshToken,
    Session
);
