use crate::user_agent::Exchange;

/// What a scenario has seen.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) steps: Vec<Step>,
    /// Empty where no report asks for them.
    pub(crate) exchanges: Vec<Exchange>,
    /// Where the provider is.
    pub(crate) issuer: String,
}

/// A sentence of the scenario, with its keyword, and whether it held.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) sentence: String,
    pub(crate) has_held: bool,
}
