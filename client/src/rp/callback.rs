use url::form_urlencoded;

use super::{Code, Fault, ProviderMetadata, ResponseMode};

/// The parameters that came to the redirect URI (RFC 6749 4.1.2), each at most once.
#[derive(Clone, Debug, Default)]
pub struct AuthorizationResponse {
    code: Option<Code>,
    state: Option<super::State>,
    iss: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

impl AuthorizationResponse {
    /// Reads the query or the form that came to the redirect URI; unknown parameters are ignored
    /// (RFC 6749 4.1.2).
    ///
    /// # Errors
    /// [`CallbackError::ParameterRepeated`].
    pub fn parse(parameters: impl AsRef<[u8]>) -> Result<Self, CallbackError> {
        let mut response = Self::default();
        for (name, value) in form_urlencoded::parse(parameters.as_ref()) {
            let value = value.into_owned();
            let repeated = match &*name {
                "code" => response.code.replace(Code::new(value)).is_some(),
                "state" => response.state.replace(super::State::new(value)).is_some(),
                "iss" => response.iss.replace(value).is_some(),
                "error" => response.error.replace(value).is_some(),
                "error_description" => response.error_description.replace(value).is_some(),
                _ => false,
            };
            if repeated {
                return Err(CallbackError::ParameterRepeated {
                    parameter: name.into_owned(),
                });
            }
        }
        Ok(response)
    }

    /// The `state`, by which the browser's own transaction is found.
    ///
    /// # Errors
    /// [`CallbackError::StateMissing`].
    pub fn state(&self) -> Result<&super::State, CallbackError> {
        self.state.as_ref().ok_or(CallbackError::StateMissing)
    }

    /// Checks the response in the name of the transaction with that `state` and yields the code.
    ///
    /// The issuer comes first, on success and on error alike: neither a code nor an error of
    /// somebody else's is to be believed (RFC 9207 2.4).
    pub(super) fn into_code(
        self,
        state: &super::State,
        provider: &ProviderMetadata,
    ) -> Result<Code, CallbackError> {
        if !self.state()?.matches(state.expose()) {
            return Err(CallbackError::StateUnknown);
        }
        match self.iss {
            Some(iss) if iss != provider.issuer => {
                return Err(CallbackError::IssuerMismatch { received: iss });
            }
            None if provider.authorization_response_iss_parameter_supported => {
                return Err(CallbackError::IssuerMissing);
            }
            _ => {}
        }
        match (self.error, self.code) {
            (Some(_), Some(_)) => Err(CallbackError::CodeAndError),
            (Some(error), None) if error == "access_denied" => Err(CallbackError::AccessDenied {
                description: self.error_description,
            }),
            (Some(error), None) => Err(CallbackError::Refused {
                error,
                description: self.error_description,
            }),
            (None, Some(code)) if !code.expose().is_empty() => Ok(code),
            (None, _) => Err(CallbackError::CodeMissing),
        }
    }
}

/// Why an authorization response is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// RFC 6749 4.1.2.1: the user or the provider denied the request.
    #[error("the sign-in was cancelled or denied{}", described(description.as_deref()))]
    AccessDenied {
        /// What the provider says about it.
        description: Option<String>,
    },
    /// RFC 6749 4.1.2: a response is a success or an error, never both.
    #[error("the response carries a code and an error at once")]
    CodeAndError,
    /// RFC 6749 4.1.2: a success carries a code.
    #[error("the response carries neither a code nor an error")]
    CodeMissing,
    /// RFC 9207 2.4: the response comes from another issuer than was asked.
    #[error("the response comes from the issuer `{received}`, which was not asked")]
    IssuerMismatch {
        /// The issuer that the response names.
        received: String,
    },
    /// RFC 9207 2.4: the provider advertises `iss` in its responses, and it is missing.
    #[error("the response lacks `iss`, though the provider promises to send it")]
    IssuerMissing,
    /// Form Post Response Mode 2: the response is a form, `application/x-www-form-urlencoded`.
    #[error("the response is not a form")]
    NotForm,
    /// RFC 6749 3.1: parameters must not be included more than once.
    #[error("the response has the parameter `{parameter}` twice")]
    ParameterRepeated {
        /// The parameter.
        parameter: String,
    },
    /// RFC 6749 4.1.2.1: the provider refused the request.
    #[error("the provider refused the request: {error}{}", described(description.as_deref()))]
    Refused {
        /// The error code.
        error: String,
        /// What the provider says about it.
        description: Option<String>,
    },
    /// Multiple Response Types 2.1: the response comes in the mode that was asked for.
    #[error("the response came by {received}, though {asked} was asked for", received = received.as_str(), asked = asked.as_str())]
    ResponseMode {
        /// The mode in the request.
        asked: ResponseMode,
        /// The mode of the response.
        received: ResponseMode,
    },
    /// RFC 6749 4.1.2: `state` comes back when it was sent, and it always is.
    #[error("the response lacks `state`")]
    StateMissing,
    /// RFC 6749 10.12: the response belongs to no request that this browser has under way.
    #[error("the response belongs to no sign-in that this browser has under way")]
    StateUnknown,
    /// The response is longer than any that a provider sends.
    #[error("the response is too long")]
    TooLong,
}

impl CallbackError {
    /// The error's stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AccessDenied { .. } => "access-denied",
            Self::CodeAndError => "code-and-error",
            Self::CodeMissing => "code-missing",
            Self::IssuerMismatch { .. } => "response-issuer-mismatch",
            Self::IssuerMissing => "response-issuer-missing",
            Self::NotForm => "response-not-form",
            Self::ParameterRepeated { .. } => "response-parameter-repeated",
            Self::Refused { .. } => "authorization-refused",
            Self::ResponseMode { .. } => "response-mode-mismatch",
            Self::StateMissing => "state-missing",
            Self::StateUnknown => "state-unknown",
            Self::TooLong => "response-too-long",
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::AccessDenied { .. } => Fault::User,
            Self::Refused { error, .. }
                if error == "server_error" || error == "temporarily_unavailable" =>
            {
                Fault::Provider
            }
            Self::Refused { error, .. }
                if error.ends_with("_required") || error == "interaction_required" =>
            {
                Fault::User
            }
            Self::Refused { .. } => Fault::Configuration,
            // Before `state` is known, it may be anybody's.
            Self::NotForm
            | Self::ParameterRepeated { .. }
            | Self::ResponseMode { .. }
            | Self::StateMissing
            | Self::StateUnknown
            | Self::TooLong => Fault::Request,
            Self::CodeAndError
            | Self::CodeMissing
            | Self::IssuerMismatch { .. }
            | Self::IssuerMissing => Fault::Provider,
        }
    }
}

pub(super) fn described(description: Option<&str>) -> String {
    description.map_or_else(String::new, |description| format!(" ({description})"))
}
