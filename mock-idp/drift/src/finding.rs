use serde::Serialize;
use serde_json::Value;

/// What a difference does to an application, from the least to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// No application that follows the standards notices.
    Info,
    /// An application that was made with the mock may be served otherwise at the provider, or one that uses
    /// what the provider has fails with the mock.
    Notable,
    /// An application that was made with the mock and uses what is named fails at the provider.
    Breaking,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it does to an application.
    pub severity: Severity,
    /// Where it is: a JSON path (RFC 9535) into the metadata, with `[-]` behind it for an element that the
    /// provider lacks and `[+]` for one that it has besides; `$.jwks` is the key set, `headers` are headers.
    pub path: String,
    /// What the mock has there, if it has anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mock: Option<Value>,
    /// What the provider has there, if it has anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Value>,
    /// What it means for an application, in one sentence.
    pub meaning: String,
}

impl Severity {
    /// All of them, the gravest first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Notable, Self::Info];

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Info => "info",
            Self::Notable => "notable",
        }
    }
}

/// A severity with the sentence that gives the reason.
pub(crate) type Weight = (Severity, &'static str);

impl Finding {
    /// About the provider's document alone.
    pub(crate) fn about(path: impl Into<String>, (severity, meaning): Weight) -> Self {
        Self {
            severity,
            path: path.into(),
            mock: None,
            provider: None,
            meaning: meaning.to_owned(),
        }
    }

    pub(crate) fn mock(self, value: impl Into<Value>) -> Self {
        Self {
            mock: Some(value.into()),
            ..self
        }
    }

    pub(crate) fn provider(self, value: impl Into<Value>) -> Self {
        Self {
            provider: Some(value.into()),
            ..self
        }
    }
}
