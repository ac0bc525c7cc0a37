use std::fmt;

/// A true reason, for the journal and the log line: its `Display` names it.
pub trait Reason: fmt::Display {
    /// What to change, for the developer of the application; nothing where the name says it.
    fn hint(&self) -> Option<&'static str>;
}
