use std::fmt;

/// What is noted of a scenario beside whether it failed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    pub(crate) warnings: Vec<Warning>,
    /// Why the scenario does not concern the provider, as it has turned out.
    pub(crate) not_applicable: Option<String>,
}

/// Something that the suite warns of: a should of the standard, mostly.
#[derive(Clone, Debug)]
pub(crate) struct Warning {
    /// The suite's name of the condition.
    condition: &'static str,
    says: String,
}

impl Notes {
    /// Notes a warning of that condition.
    pub(crate) fn warn(&mut self, condition: &'static str, says: impl Into<String>) {
        let says = says.into();
        self.warnings.push(Warning { condition, says });
    }

    /// Notes it unless this holds.
    pub(crate) fn expect(
        &mut self,
        holds: bool,
        condition: &'static str,
        says: impl FnOnce() -> String,
    ) {
        if !holds {
            self.warn(condition, says());
        }
    }

    /// The scenario ends here, since the provider does not offer what it is about.
    pub(crate) fn skip(&mut self, why: impl Into<String>) -> anyhow::Error {
        let why = why.into();
        let error = anyhow::anyhow!("skipped: {why}");
        self.not_applicable = Some(why);
        error
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.condition, self.says)
    }
}
