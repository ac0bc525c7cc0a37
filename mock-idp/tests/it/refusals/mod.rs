//! Every refusal: what the wire says, to the letter, and the true reason, which only the journal has.

mod authorization;
mod authorization_rows;
mod interaction;
mod token;
mod token_rows;
mod userinfo;

use crate::support::{Answer, Mock};

/// Checks that the journal has the reason, and the wire does not.
fn check_reason(mock: &Mock, answer: &Answer, description: Option<&str>, reason: &str) {
    assert_eq!(mock.reason().as_deref(), Some(reason), "{}", answer.wire());
    let told = description.is_some_and(|description| description.contains(reason));
    if !told {
        let wire = format!("{}{}", answer.wire(), decoded(answer));
        assert!(!wire.contains(reason), "{reason}: {wire}");
    }
}

fn decoded(answer: &Answer) -> String {
    match answer.status {
        303 => format!("{:?}", answer.redirect_params()),
        _ => String::new(),
    }
}
