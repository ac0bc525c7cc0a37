/// A place on this server to come back to after login; the only constructor is
/// [`ReturnPath::parse`], so that nobody can be sent elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnPath(String);

impl ReturnPath {
    /// Takes an absolute path of this server.
    ///
    /// It begins with one slash (two name another host), has no backslash (which browsers read as
    /// a slash) and nothing but printable ASCII (control characters are dropped by browsers before
    /// they look at the slashes). A scheme cannot stand behind the first slash.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let local = path.starts_with('/')
            && !path.starts_with("//")
            && path.len() <= MAX_LENGTH
            && path
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        local.then(|| Self(path.to_owned()))
    }

    /// The path, for a Location header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ReturnPath {
    /// Where the official example goes after login.
    fn default() -> Self {
        Self("/me".to_owned())
    }
}

const MAX_LENGTH: usize = 2048;
