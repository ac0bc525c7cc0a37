use crate::error::ErrorCode::InvalidRequest;
use crate::error::WireError;
use crate::refusal::Reason;

/// Why a login or consent page, or its form, is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InteractionRefusal {
    /// The browser does not hold the cookie of this authorization request.
    #[error("interaction cookie missing or of another interaction")]
    CookieMismatch,
    /// The pages waited longer than they may.
    #[error("interaction is expired")]
    Expired,
    /// The form was not made by this provider's page.
    #[error("form token missing or wrong")]
    FormTokenMismatch,
    /// Never begun, or already answered.
    #[error("interaction not found")]
    NotFound,
    /// The form of a page that is not due.
    #[error("the page is not due")]
    NotDue,
}

impl InteractionRefusal {
    /// What the page says.
    #[must_use]
    pub fn wire(self) -> WireError {
        let description = match self {
            Self::CookieMismatch => "interaction session id cookie not found",
            Self::Expired | Self::NotFound | Self::NotDue => "authorization request has expired",
            Self::FormTokenMismatch => "xsrf token invalid",
        };
        WireError::new(InvalidRequest, description)
    }
}

impl Reason for InteractionRefusal {
    fn hint(&self) -> Option<&'static str> {
        Some("begin at /auth in this browser, and answer the pages within the hour")
    }
}
