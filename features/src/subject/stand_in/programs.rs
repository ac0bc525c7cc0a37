use std::process::{Command, Stdio};

/// A program that the bank runs on.
struct Needed {
    name: &'static str,
    /// What tells its version.
    command: [&'static str; 2],
    /// What stands before the version.
    before: &'static str,
    /// The first major version that will do.
    least: u32,
}

/// Which program is not there or too old, if one is.
pub(super) fn missing() -> Option<String> {
    PROGRAMS.iter().find_map(|needed| {
        let [program, version] = needed.command;
        let output = Command::new(program)
            .arg(version)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output();
        let output = output.ok().filter(|output| output.status.success());
        let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        needed.lacks(said.as_deref())
    })
}

impl Needed {
    /// Why a program will not do that tells its version so.
    fn lacks(&self, said: Option<&str>) -> Option<String> {
        let Self { name, least, .. } = self;
        let Some(said) = said.map(str::trim) else {
            return Some(format!(
                "{name} is not installed, which the stand-in bank needs"
            ));
        };
        let version = said.strip_prefix(self.before);
        let major = version.and_then(|version| version.split('.').next());
        let major = major.and_then(|major| major.parse::<u32>().ok());
        let will_do = major.is_some_and(|major| major >= *least);
        (!will_do).then(|| format!("the stand-in bank needs {name} {least}, and this is {said}"))
    }
}

const PROGRAMS: [Needed; 2] = [
    Needed {
        name: "Node.js",
        command: ["node", "--version"],
        before: "v",
        least: 20,
    },
    Needed {
        name: "OpenSSL",
        command: ["openssl", "version"],
        before: "OpenSSL ",
        least: 3,
    },
];

#[cfg(test)]
mod tests {
    use super::PROGRAMS;

    #[test]
    fn what_is_too_old_is_told_with_its_version() {
        let [node, openssl] = PROGRAMS;
        assert_eq!(node.lacks(Some("v20.0.0\n")), None);
        assert_eq!(openssl.lacks(Some("OpenSSL 3.0.19 27 Jan 2026\n")), None);
        for (program, said, why) in [
            (
                &node,
                None,
                "Node.js is not installed, which the stand-in bank needs",
            ),
            (
                &node,
                Some("v18.19.0\n"),
                "the stand-in bank needs Node.js 20, and this is v18.19.0",
            ),
            (
                &openssl,
                Some("LibreSSL 3.3.6\n"),
                "the stand-in bank needs OpenSSL 3, and this is LibreSSL 3.3.6",
            ),
        ] {
            assert_eq!(program.lacks(said).as_deref(), Some(why));
        }
    }
}
