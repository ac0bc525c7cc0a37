//! What is judged: a provider with a control plane, where each scenario makes an institution of its own,
//! or a provider that a file names.

mod administration;
mod back_end;
mod clock;
mod companion;
mod control;
mod institution;
mod provider;
mod stage;
mod stand_in;
mod terminal;

pub(crate) use administration::Administration;
pub(crate) use back_end::BackEnd;
pub(crate) use companion::{Companion, Reserved, ResponseMode};
pub(crate) use control::{Control, ControlToken};
pub(crate) use provider::Provider;
pub(crate) use stage::Stage;
pub(crate) use stand_in::StandIn;
pub(crate) use terminal::{AccountsAtTerminal, Shown, sign_in_at_terminal};

use stage::Subject;

/// Where an application that is started here takes the browser back.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    pub(crate) redirect_uri: Option<String>,
    pub(crate) post_logout_redirect_uri: Option<String>,
}
