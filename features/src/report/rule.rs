use cucumber::gherkin::{Feature, Scenario};

/// What a scenario holds the provider or the application to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rule {
    /// In one sentence: the scenario's description, or its name where that says it already.
    pub(crate) sentence: String,
    /// Where it is written, by the tags of the scenario or else of the feature; nowhere means that it is as Banno answers.
    pub(crate) citations: Vec<Citation>,
}

/// A section of a standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Citation {
    /// Such as `RFC 6749, section 4.1.3`.
    pub(crate) title: String,
    pub(crate) url: String,
}

impl Rule {
    pub(crate) fn of(feature: &Feature, scenario: &Scenario) -> Self {
        let described = scenario.description.as_deref().map(one_line);
        let of_tags = |tags: &[String]| tags.iter().filter_map(|tag| Citation::of(tag)).collect();
        let mut citations: Vec<_> = of_tags(&scenario.tags);
        if citations.is_empty() {
            citations = of_tags(&feature.tags);
        }
        Self {
            sentence: described
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| scenario.name.clone()),
            citations,
        }
    }
}

impl Citation {
    /// The section that a tag names, such as `oidc-core-3.1.2.1` or `rfc6749-5.2`.
    pub(super) fn of(tag: &str) -> Option<Self> {
        if let Some(rest) = tag.strip_prefix("rfc") {
            let (number, section) = rest.split_once('-').unwrap_or((rest, ""));
            number.parse::<u16>().ok()?;
            let page = format!("https://www.rfc-editor.org/rfc/rfc{number}");
            let title = format!("RFC {number}");
            if section.starts_with(|it: char| it.is_ascii_uppercase()) {
                return Some(Self {
                    title: format!("{title}, appendix {section}"),
                    url: format!("{page}#appendix-{section}"),
                });
            }
            return Some(Self::at(&title, &page, Some("#section-"), section));
        }
        STANDARDS.iter().find_map(|(prefix, title, page, anchor)| {
            let rest = tag.strip_prefix(prefix)?;
            let section = rest.strip_prefix('-').unwrap_or(rest);
            is_section(section).then(|| Self::at(title, page, *anchor, section))
        })
    }

    fn at(title: &str, page: &str, anchor: Option<&str>, section: &str) -> Self {
        let title = match section {
            "" => title.to_owned(),
            section => format!("{title}, section {section}"),
        };
        let anchor = anchor.filter(|_| !section.is_empty());
        let url = anchor.map_or_else(
            || page.to_owned(),
            |anchor| format!("{page}{anchor}{section}"),
        );
        Self { title, url }
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence)?;
        self.citations
            .iter()
            .try_for_each(|citation| write!(f, " ({citation})"))
    }
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.title, self.url)
    }
}

fn is_section(text: &str) -> bool {
    text.chars()
        .all(|it| it.is_ascii_digit() || it == '.' || it.is_ascii_uppercase())
}

/// What a description says, whose lines a feature file has broken.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How tags of other standards begin, what those are called, where they are, and how their anchors of sections begin,
/// where they have such.
const STANDARDS: [(&str, &str, &str, Option<&str>); 8] = [
    (
        "oidc-core",
        "OpenID Connect Core 1.0",
        "https://openid.net/specs/openid-connect-core-1_0.html",
        Some(XML2RFC),
    ),
    (
        "oidc-discovery",
        "OpenID Connect Discovery 1.0",
        "https://openid.net/specs/openid-connect-discovery-1_0.html",
        Some(XML2RFC),
    ),
    (
        "oidc-registration",
        "OpenID Connect Dynamic Client Registration 1.0",
        "https://openid.net/specs/openid-connect-registration-1_0.html",
        Some(XML2RFC),
    ),
    (
        "oidc-rp-initiated-1.0",
        "OpenID Connect RP-Initiated Logout 1.0",
        "https://openid.net/specs/openid-connect-rpinitiated-1_0.html",
        Some(XML2RFC),
    ),
    (
        "oauth-form-post",
        "OAuth 2.0 Form Post Response Mode",
        "https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html",
        Some(XML2RFC),
    ),
    (
        "oauth-multiple-response-types",
        "OAuth 2.0 Multiple Response Type Encoding Practices",
        "https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html",
        Some(XML2RFC),
    ),
    (
        "consumer-api",
        "Banno Consumer API",
        "https://jackhenry.dev/open-api-docs/consumer-api/",
        None,
    ),
    ("fetch", "Fetch", "https://fetch.spec.whatwg.org/", None),
];

const XML2RFC: &str = "#rfc.section.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_sections_become_citations_and_others_none() {
        let cited = |tag| Citation::of(tag).map(|it| it.to_string());
        let rfc = "RFC 6749, section 4.1.3 https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3";
        assert_eq!(cited("rfc6749-4.1.3").unwrap(), rfc);
        let appendix =
            "RFC 6749, appendix A.12 https://www.rfc-editor.org/rfc/rfc6749#appendix-A.12";
        assert_eq!(cited("rfc6749-A.12").unwrap(), appendix);
        let core = "OpenID Connect Core 1.0, section 3.1.2.1 \
                    https://openid.net/specs/openid-connect-core-1_0.html#rfc.section.3.1.2.1";
        assert_eq!(cited("oidc-core-3.1.2.1").unwrap(), core);
        let logout = cited("oidc-rp-initiated-1.0-2").unwrap();
        assert!(logout.starts_with("OpenID Connect RP-Initiated Logout 1.0, section 2 https:"));
        let api = "Banno Consumer API https://jackhenry.dev/open-api-docs/consumer-api/";
        assert_eq!(cited("consumer-api").unwrap(), api);
        for other in [
            "must",
            "needs-clock",
            "oidf:oidcc-server",
            "cond:X",
            "browser",
            "rfcx-1",
        ] {
            assert_eq!(cited(other), None, "{other}");
        }
    }
}
