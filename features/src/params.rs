use url::form_urlencoded;

/// Request parameters in order, where a name may stand more than once: a wrong request must be
/// expressible.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    /// Sets the one value of `name`, in its place where it has one.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        match self.0.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value.into(),
            None => self.0.push((name.to_owned(), value.into())),
        }
    }

    /// Takes `name` out.
    pub(crate) fn remove(&mut self, name: &str) {
        self.0.retain(|(key, _)| key != name);
    }

    /// Sends `name` a second time with the same value.
    pub(crate) fn repeat(&mut self, name: &str) {
        let value = self.get(name).unwrap_or_default().to_owned();
        self.add(name, value);
    }

    /// Sends one more `name`, whether or not there is one.
    pub(crate) fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// The first value of `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find_map(|(key, value)| (key == name).then_some(value.as_str()))
    }

    /// As a query or a form body, `application/x-www-form-urlencoded`.
    pub(crate) fn encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.0)
            .finish()
    }

    /// Reads a query or a form body.
    pub(crate) fn decode(encoded: &str) -> Self {
        Self(
            form_urlencoded::parse(encoded.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// The same, in the order of their names.
    pub(crate) fn sorted(mut self) -> Self {
        self.0.sort_by(|(a, _), (b, _)| a.cmp(b));
        self
    }

    /// The same, the last one first.
    pub(crate) fn reversed(mut self) -> Self {
        self.0.reverse();
        self
    }

    /// The names in their order.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).collect()
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Params {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self(
            pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        )
    }
}
