use oidc::prompt::Prompt;
use oidc::refusal::AuthorizationRefusal::{PromptNoneNotAlone, PromptUnsupported};

#[test]
fn the_values_may_be_combined_except_for_none() {
    let prompt = |none, login, consent| {
        Ok(Prompt {
            none,
            login,
            consent,
        })
    };
    let rows = [
        (None, prompt(false, false, false)),
        (Some("none"), prompt(true, false, false)),
        (Some("none none"), prompt(true, false, false)),
        (Some("login"), prompt(false, true, false)),
        (Some("consent login consent"), prompt(false, true, true)),
        (Some("none consent"), Err(PromptNoneNotAlone)),
        (Some("login none"), Err(PromptNoneNotAlone)),
        (Some("none consent create"), Err(PromptUnsupported)),
        (Some("select_account"), Err(PromptUnsupported)),
        (Some("LOGIN"), Err(PromptUnsupported)),
        (Some(" login"), Err(PromptUnsupported)),
        (Some("login  consent"), Err(PromptUnsupported)),
    ];
    for (value, expected) in rows {
        assert_eq!(Prompt::parse(value), expected, "{value:?}");
    }
}
